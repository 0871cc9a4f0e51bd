//! Resume: the data of an unfinished sync, for the run that continues it.
//!
//! In: the value of [`RESUME`], in the form of `written`. Out: finished windows and windows that are left, in
//! [`Saved`].
//! Default: an edge of a window may be in the future, if the sync was to end there.
//! Not here: the rest of the state (see `saved`).

use jiff::Timestamp;
use serde_json::Value;

use super::range::{CursorRange, FinishedWindow};
use super::reader::StateReader;
use super::saved::{Saved, SavedTrack};
use super::shape::{RESUME, State};
use super::track::UnfinishedWindow;
use super::value::CursorValue;
use super::watermark::Mark;
use crate::error::{Error, Result};

impl StateReader<'_> {
    /// The data of an unfinished sync, in the form of `written`.
    pub(super) fn resume(&self, resume: &Value, saved: &mut Saved) -> Result<()> {
        let resume = self.object(RESUME, resume)?;
        if let Some(began) = resume.get("began") {
            let text = began.as_str().ok_or_else(|| self.invalid("began"))?;
            let began: Timestamp = text.parse().map_err(|_| self.invalid("began"))?;
            if began > self.now {
                self.future.borrow_mut().get_or_insert_with(|| text.to_owned());
            }
            saved.began = Some(began);
        }
        let late = resume.get("late").map_or(Ok(&[][..]), |late| self.list("late", late))?;
        saved.late.extend(late.iter().filter_map(Value::as_str).map(str::to_owned));
        saved.is_full_refresh = resume.get("full_refresh") == Some(&Value::Bool(true));
        if let Some(skip) = resume.get("slices") {
            let part = |name: &str| skip.get(name).and_then(Value::as_u64).ok_or_else(|| self.invalid("slices"));
            saved.skip = Some(Mark { count: part("count")?, hash: part("hash")? });
            saved.is_global = true;
        }
        if let Some(recent) = resume.get("recent") {
            saved.recent = self.resumed_value("recent", recent)?;
        }
        if let (Some(cursor), Some(legacy)) = (&self.rules.cursor, resume.get("legacy").and_then(Value::as_object)) {
            for (name, value) in legacy {
                saved.legacy.extend(self.value(cursor, "legacy", value)?.map(|value| (name.clone(), value)));
            }
        }
        self.finished(resume, saved)?;
        for open in resume.get("open").map_or(Ok(&[][..]), |open| self.list("open", open))? {
            let (partition, track) = self.open(open)?;
            saved.tracks.retain(|(known, _)| *known != partition);
            saved.tracks.push((partition, track));
        }
        Ok(())
    }

    /// The partitions that the sync has read, in the order of the state, as groups with their end and number.
    fn finished(&self, resume: &State, saved: &mut Saved) -> Result<()> {
        let mut tracks = saved.tracks.iter_mut();
        for group in resume.get("finished").map_or(Ok(&[][..]), |groups| self.list("finished", groups))? {
            let until = self.resumed_edge("finished", &group[0])?;
            let count = group[1].as_u64().ok_or_else(|| self.invalid("finished"))?;
            let count = usize::try_from(count).map_err(|_| self.invalid("finished"))?;
            for (_, track) in tracks.by_ref().take(count) {
                track.finished = Some(until.clone());
            }
        }
        Ok(())
    }

    /// A partition that is not finished.
    fn open(&self, open: &Value) -> Result<(State, SavedTrack)> {
        let open = self.object("open", open)?;
        let partition = open.get("partition").and_then(Value::as_object).cloned().unwrap_or_default();
        let part = |name: &str| self.resumed_value(name, open.get(name).unwrap_or(&Value::Null));
        let (since, from) = (part("since")?, part("from")?);
        let mut track = SavedTrack { since, from, ..SavedTrack::default() };
        let window = |place: &str, edges: &Value| -> Result<CursorRange> {
            let (start, end) = (self.resumed_edge(place, &edges[0])?, self.resumed_edge(place, &edges[1])?);
            Ok(CursorRange { start, end })
        };
        for done in open.get("done").map_or(Ok(&[][..]), |done| self.list("done", done))? {
            let window = window("done", done)?;
            track.done.push(FinishedWindow { window, recent: self.resumed_value("done", &done[2])? });
        }
        for left in open.get("left").map_or(Ok(&[][..]), |left| self.list("left", left))? {
            let window = window("left", left)?;
            let token = Some(left[3].clone()).filter(|token| !token.is_null());
            let recent = self.resumed_value("left", &left[2])?;
            track.left.push(UnfinishedWindow { window, recent, token, ..UnfinishedWindow::default() });
        }
        Ok((partition, track))
    }

    fn resumed_value(&self, place: &str, value: &Value) -> Result<Option<CursorValue>> {
        match &self.rules.cursor {
            Some(cursor) => self.value(cursor, &format!("{RESUME}.{place}"), value),
            None => Ok(None),
        }
    }

    /// The same for the edge of a window, which may be in the future.
    fn resumed_edge(&self, place: &str, value: &Value) -> Result<Option<CursorValue>> {
        match &self.rules.cursor {
            Some(cursor) => self.edge(cursor, &format!("{RESUME}.{place}"), value),
            None => Ok(None),
        }
    }

    fn invalid(&self, part: &str) -> Error {
        self.wrong(&format!("{RESUME}.{part}"), "invalid value; reset the stream's state")
    }
}
