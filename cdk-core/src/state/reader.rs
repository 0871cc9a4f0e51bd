//! Reader: a state of this framework or of the Python CDK.
//!
//! In: the state of one stream, and its rules. Out: [`Saved`] with parsed cursors, or an error with the place in the
//! state.
//! Default: null, `{}` and the markers of a complete full refresh mean that the stream has no state.
//! Not here: the state file (see `source::state`), the use of the state (see `progress`).

use std::cell::RefCell;
use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::Value;

use super::range::{CursorRange, FinishedWindow};
use super::rules::{CursorRules, Rules};
use super::saved::{Saved, SavedTrack};
use super::shape::{NO_CURSOR, REFRESH_COMPLETE, RESUME, State};
use super::track::UnfinishedWindow;
use super::value::CursorValue;
use super::watermark::key;
use crate::error::{Error, Result};

impl Saved {
    /// # Errors
    /// A config error that names the invalid place; `at` is the place of the state itself. Values later than `now` are
    /// left out.
    pub(crate) fn parse(state: &State, rules: &Rules, at: &str, now: Timestamp) -> Result<Self> {
        let reader = StateReader { rules, at, now, future: RefCell::default() };
        if state.is_empty() || state.contains_key(NO_CURSOR) || state.contains_key(REFRESH_COMPLETE) {
            return Ok(Self::default());
        }
        if rules.is_custom {
            return Ok(Self { custom: state.clone(), ..Self::default() });
        }
        let whole = reader.behind_first(state)?;
        let is_behind_first = whole.is_some();
        let state = whole.as_ref().unwrap_or(state);
        let mut saved = match (&rules.cursor, rules.is_sliced && !is_behind_first) {
            (Some(cursor), false) => reader.single(cursor, state)?,
            (Some(cursor), true) => reader.partitions(cursor, state)?,
            (None, false) => reader.page(state)?,
            (None, true) => reader.refreshed(state)?,
        };
        // For a single value in the future, the data of its unfinished sync are also useless.
        let is_worthless = !rules.is_sliced && reader.future.borrow().is_some();
        let resume = state.get(RESUME).filter(|resume| !resume.is_null() && !is_worthless && reader.is_of_this(state));
        if let Some(resume) = resume {
            reader.resume(resume, &mut saved)?;
        }
        saved.is_behind_first = is_behind_first;
        saved.drop_future(now, reader.future.take());
        Ok(saved)
    }
}

/// Reads one state by the rules of its stream.
pub(super) struct StateReader<'a> {
    pub(super) rules: &'a Rules,
    at: &'a str,
    pub(super) now: Timestamp,
    /// The first value in the future.
    pub(super) future: RefCell<Option<String>>,
}

impl StateReader<'_> {
    pub(super) fn wrong(&self, place: &str, why: &str) -> Error {
        let dot = if place.is_empty() || place.starts_with('[') { "" } else { "." };
        Error::config(format!(
            "{}{dot}{place}: {why}; a state of another connector or version does not fit: reset the stream to read it anew",
            self.at
        ))
    }

    pub(super) fn value(&self, cursor: &CursorRules, place: &str, value: &Value) -> Result<Option<CursorValue>> {
        let read = self.edge(cursor, place, value)?;
        if let Some(late) = read.as_ref().filter(|read| read.is_after(self.now)) {
            self.future.borrow_mut().get_or_insert_with(|| late.told(value));
        }
        Ok(read)
    }

    /// The same for the edge of a window, which may be in the future.
    pub(super) fn edge(&self, cursor: &CursorRules, place: &str, value: &Value) -> Result<Option<CursorValue>> {
        match value {
            Value::Null => Ok(None),
            value => cursor.cut.kind.read(value).map(Some).map_err(|why| self.wrong(place, &why)),
        }
    }

    pub(super) fn object<'v>(&self, place: &str, value: &'v Value) -> Result<&'v State> {
        value.as_object().ok_or_else(|| self.wrong(place, "expected an object"))
    }

    pub(super) fn list<'v>(&self, place: &str, value: &'v Value) -> Result<&'v [Value]> {
        value.as_array().map(Vec::as_slice).ok_or_else(|| self.wrong(place, "expected a list"))
    }

    /// `{"updated": "…"}`, or ranges.
    fn single(&self, cursor: &CursorRules, state: &State) -> Result<Saved> {
        if state.contains_key("state_type") || state.contains_key("slices") {
            return self.ranges(cursor, state);
        }
        for partitioned in ["states", "use_global_cursor"] {
            if state.contains_key(partitioned) {
                return Err(self.wrong(partitioned, "the state is one of a stream with slices, which this one has not"));
            }
        }
        let field = &cursor.field;
        match state.get(field) {
            Some(value) => {
                let since = self.value(cursor, field, value)?;
                let track = SavedTrack { since, ..SavedTrack::default() };
                Ok(Saved { tracks: vec![(State::new(), track)], ..Saved::default() })
            }
            None if state.contains_key(RESUME) => Ok(Saved::default()),
            None => Err(self.wrong("", &format!("the cursor field `{field}` is missing"))),
        }
    }

    /// `{"state_type": "date-range", "slices": [{"start": …, "end": …, "most_recent_cursor_value": …}]}`: the Python
    /// CDK's concurrent state.
    fn ranges(&self, cursor: &CursorRules, state: &State) -> Result<Saved> {
        match state.get("state_type").and_then(Value::as_str) {
            Some("date-range" | "integer") => {}
            _ => return Err(self.wrong("state_type", "expected `date-range` or `integer`")),
        }
        let mut done = Vec::new();
        for (number, slice) in self.list("slices", state.get("slices").unwrap_or(&Value::Null))?.iter().enumerate() {
            let place = |part: &str| format!("slices[{number}].{part}");
            let slice = self.object(&format!("slices[{number}]"), slice)?;
            let read = |part: &str| match slice.get(part) {
                Some(value) => self.value(cursor, &place(part), value),
                None => Ok(None),
            };
            let (start, end, recent) = (read("start")?, read("end")?, read("most_recent_cursor_value")?);
            let Some(end) = end else { return Err(self.wrong(&place("end"), "missing")) };
            cursor.cut.insert(&mut done, FinishedWindow { window: CursorRange { start, end: Some(end) }, recent });
        }
        if self.future.borrow().is_some() {
            // A window in the future cannot have been read.
            let late = BTreeSet::from([key(&State::new())]);
            return Ok(Saved { is_date_range: true, late, ..Saved::default() });
        }
        // Windows without a gap are equal to one value. Windows after a gap were read out of order.
        let mut done = done.into_iter();
        let Some(front) = done.next() else { return Ok(Saved { is_date_range: true, ..Saved::default() }) };
        let rest: Vec<FinishedWindow> = done.collect();
        let since = front.recent.clone().or_else(|| front.window.start.clone());
        let track = match rest.is_empty() {
            true => SavedTrack { since: since.max(front.window.end), ..SavedTrack::default() },
            false => {
                let from = front.window.start.clone();
                SavedTrack { from, done: std::iter::once(front).chain(rest).collect(), ..SavedTrack::default() }
            }
        };
        Ok(Saved { tracks: vec![(State::new(), track)], is_date_range: true, ..Saved::default() })
    }

    /// `{"use_global_cursor": …, "states": […], "state": {…}, "lookback_window": …, "parent_state": {…}}`, or one value
    /// for all.
    pub(super) fn partitions(&self, cursor: &CursorRules, state: &State) -> Result<Saved> {
        let mut saved = Saved::default();
        let field = &cursor.field;
        let known = ["states", "use_global_cursor", "state", "parent_state", RESUME];
        if !known.iter().any(|known| state.contains_key(*known)) {
            if let Some(value) = state.get(field) {
                saved.global = self.value(cursor, field, value)?;
                return Ok(saved);
            }
            for (name, value) in state {
                let value = value.as_object().and_then(|value| value.get(field));
                let Some(value) = value else {
                    let why = format!("`states` and the cursor field `{field}` are both missing");
                    return Err(self.wrong("", &why));
                };
                if let Some(value) = self.value(cursor, &format!("{name}.{field}"), value)? {
                    saved.legacy.insert(name.clone(), value);
                }
            }
            return Ok(saved);
        }
        saved.is_global = match state.get("use_global_cursor") {
            None | Some(Value::Null) => false,
            Some(Value::Bool(is_global)) => *is_global,
            Some(_) => return Err(self.wrong("use_global_cursor", "expected true or false")),
        };
        saved.lookback = self.seconds(state.get("lookback_window"))?;
        if let Some(global) = state.get("state").filter(|global| !global.is_null()) {
            let global = self.object("state", global)?;
            if let Some(value) = global.get(field) {
                saved.global = self.value(cursor, &format!("state.{field}"), value)?;
            } else if !global.is_empty() {
                return Err(self.wrong("state", &format!("the cursor field `{field}` is missing")));
            }
        }
        if let Some(parents) = state.get("parent_state").filter(|parents| !parents.is_null()) {
            saved.parent_state = self.object("parent_state", parents)?.clone();
            for (name, parent) in saved.parent_state.iter().filter(|(_, parent)| !parent.is_null()) {
                self.object(&format!("parent_state.{name}"), parent)?;
            }
        }
        let states = state.get("states").filter(|states| !states.is_null());
        for (number, entry) in states.map_or(Ok(&[][..]), |states| self.list("states", states))?.iter().enumerate() {
            let (partition, own) = self.entry(number, entry)?;
            let Some(value) = own.get(field) else {
                let why = format!("the cursor field `{field}` is missing");
                return Err(self.wrong(&format!("states[{number}].cursor"), &why));
            };
            let since = self.value(cursor, &format!("states[{number}].cursor.{field}"), value)?;
            saved.tracks.push((partition.clone(), SavedTrack { since, ..SavedTrack::default() }));
        }
        Ok(saved)
    }

    /// A full refresh without slices: the token of the next page.
    fn page(&self, state: &State) -> Result<Saved> {
        if state.contains_key(RESUME) {
            return Ok(Saved::default());
        }
        let token = self.token("", state)?;
        let track = SavedTrack {
            left: vec![UnfinishedWindow { token, ..UnfinishedWindow::default() }],
            ..SavedTrack::default()
        };
        Ok(Saved { tracks: vec![(State::new(), track)], ..Saved::default() })
    }

    /// A full refresh of slices: the complete slices, and the tokens of the others.
    fn refreshed(&self, state: &State) -> Result<Saved> {
        let states = match state.get("states") {
            Some(states) => states,
            None if state.contains_key(RESUME) => return Ok(Saved::default()),
            None => {
                return Err(self.wrong("", "`states` is missing: the stream has slices and does not have a cursor"));
            }
        };
        let mut saved = Saved::default();
        for (number, entry) in self.list("states", states)?.iter().enumerate() {
            let (partition, own) = self.entry(number, entry)?;
            let mut track = SavedTrack::default();
            if own.get(REFRESH_COMPLETE) == Some(&Value::Bool(true)) {
                track.finished = Some(None);
            } else if !own.is_empty() {
                let token = self.token(&format!("states[{number}].cursor"), own)?;
                track.left.push(UnfinishedWindow { token, ..UnfinishedWindow::default() });
            }
            saved.tracks.push((partition.clone(), track));
        }
        Ok(saved)
    }

    fn entry<'v>(&self, number: usize, entry: &'v Value) -> Result<(&'v State, &'v State)> {
        let entry = self.object(&format!("states[{number}]"), entry)?;
        let part = |name: &str| {
            let place = format!("states[{number}].{name}");
            match entry.get(name) {
                Some(value) => self.object(&place, value),
                None => Err(self.wrong(&place, "missing")),
            }
        };
        Ok((part("partition")?, part("cursor")?))
    }

    /// `{"page": 3}`
    fn token(&self, place: &str, state: &State) -> Result<Option<Value>> {
        let Rules { token, is_token_whole, .. } = self.rules;
        match state.get(token) {
            Some(Value::Null) => Ok(None),
            Some(value) => Ok(Some(value.clone())),
            None if *is_token_whole => Ok(Some(Value::Object(state.clone()))),
            None => {
                let why = format!("the stream does not have a cursor, and the page token `{token}` is missing");
                Err(self.wrong(place, &why))
            }
        }
    }

    pub(super) fn seconds(&self, value: Option<&Value>) -> Result<u64> {
        let wrong = || self.wrong("lookback_window", "expected a number of seconds");
        match value {
            None | Some(Value::Null) => Ok(0),
            Some(Value::Number(number)) => {
                let seconds = number.as_f64().filter(|seconds| (0.0..=1e12).contains(seconds)).ok_or_else(wrong)?;
                Ok(seconds.ceil() as u64)
            }
            Some(Value::String(text)) => text.parse().map_err(|_| wrong()),
            Some(_) => Err(wrong()),
        }
    }
}
