//! Resume: what an unfinished sync added to a state, for the run that goes on with it.
//!
//! In: the value of [`RESUME`], in the form that `written` gives it. Out: the windows that are finished and left, in
//! [`Saved`].
//! Default: an edge of a window may lie in the future, where the sync was to end then; every other cursor is noted by
//! the reader.
//! Not here: the rest of the state (see `saved`).

use jiff::Timestamp;
use serde_json::Value;

use super::range::{Done, Window};
use super::reader::Reader;
use super::saved::{Saved, SavedTrack};
use super::shape::RESUME;
use super::track::Left;
use super::watermark::Mark;
use crate::error::Result;

impl Reader<'_> {
    /// What an unfinished sync adds, in the form that `written` gives it.
    pub(super) fn resume(&self, resume: &Value, saved: &mut Saved) -> Result<()> {
        let resume = self.object(RESUME, resume)?;
        let wrong = |part: &str| self.wrong(&format!("{RESUME}.{part}"), "invalid value; reset the stream's state");
        let cursor = self.rules.cursor.as_ref();
        let read = |place: &str, value: &Value| match cursor {
            Some(cursor) => self.value(cursor, &format!("{RESUME}.{place}"), value),
            None => Ok(None),
        };
        let edge = |place: &str, value: &Value| match cursor {
            Some(cursor) => self.edge(cursor, &format!("{RESUME}.{place}"), value),
            None => Ok(None),
        };
        if let Some(began) = resume.get("began") {
            let text = began.as_str().ok_or_else(|| wrong("began"))?;
            let began: Timestamp = text.parse().map_err(|_| wrong("began"))?;
            if began > self.now {
                self.future.borrow_mut().get_or_insert_with(|| text.to_owned());
            }
            saved.began = Some(began);
        }
        let late = resume.get("late").map_or(Ok(&[][..]), |late| self.list("late", late))?;
        saved.late.extend(late.iter().filter_map(Value::as_str).map(str::to_owned));
        saved.is_full_refresh = resume.get("full_refresh") == Some(&Value::Bool(true));
        if let Some(skip) = resume.get("slices") {
            let part = |name: &str| skip.get(name).and_then(Value::as_u64).ok_or_else(|| wrong("slices"));
            saved.skip = Some(Mark { count: part("count")?, hash: part("hash")? });
            saved.is_global = true;
        }
        if let Some(recent) = resume.get("recent") {
            saved.recent = read("recent", recent)?;
        }
        if let (Some(cursor), Some(legacy)) = (cursor, resume.get("legacy").and_then(Value::as_object)) {
            for (name, value) in legacy {
                saved.legacy.extend(self.value(cursor, "legacy", value)?.map(|value| (name.clone(), value)));
            }
        }
        let mut tracks = saved.tracks.iter_mut();
        for group in resume.get("finished").map_or(Ok(&[][..]), |groups| self.list("finished", groups))? {
            let until = edge("finished", &group[0])?;
            let count = group[1].as_u64().ok_or_else(|| wrong("finished"))?;
            let count = usize::try_from(count).map_err(|_| wrong("finished"))?;
            for (_, track) in tracks.by_ref().take(count) {
                track.finished = Some(until.clone());
            }
        }
        for open in resume.get("open").map_or(Ok(&[][..]), |open| self.list("open", open))? {
            let open = self.object("open", open)?;
            let partition = open.get("partition").and_then(Value::as_object).cloned().unwrap_or_default();
            let part = |name: &str| read(name, open.get(name).unwrap_or(&Value::Null));
            let (since, from) = (part("since")?, part("from")?);
            let mut track = SavedTrack { since, from, ..SavedTrack::default() };
            for done in open.get("done").map_or(Ok(&[][..]), |done| self.list("done", done))? {
                let window = Window { start: edge("done", &done[0])?, end: edge("done", &done[1])? };
                track.done.push(Done { window, recent: read("done", &done[2])? });
            }
            for left in open.get("left").map_or(Ok(&[][..]), |left| self.list("left", left))? {
                let window = Window { start: edge("left", &left[0])?, end: edge("left", &left[1])? };
                let token = Some(left[3].clone()).filter(|token| !token.is_null());
                track.left.push(Left { window, recent: read("left", &left[2])?, token, up_to: None });
            }
            saved.tracks.retain(|(known, _)| *known != partition);
            saved.tracks.push((partition, track));
        }
        Ok(())
    }
}
