//! Saved: a state that was written before, by this framework or by the Python CDK.
//!
//! In: the state of one stream, and its rules. Out: [`Saved`], with every cursor read; or the place of what does not fit.
//! Default: nothing, null, `{}` and the markers of a complete full refresh mean that there is none.
//! Not here: the file around it (see `source::state`), what is read because of it (see `progress`).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::progress::{CursorRules, Left, Rules};
use super::range::{Done, Window};
use super::value::CursorValue;
use super::watermark::Mark;
use super::{NO_CURSOR, REFRESH_COMPLETE, RESUME, State};
use crate::error::{Error, Result};

/// What a state says.
#[derive(Debug, Default)]
pub(crate) struct Saved {
    /// By partition; a stream without slices has one, without fields.
    pub(super) tracks: Vec<(State, SavedTrack)>,
    /// Values of partitions that are named by one text.
    pub(super) legacy: BTreeMap<String, CursorValue>,
    pub(super) global: Option<CursorValue>,
    /// Seconds that the last sync took.
    pub(super) lookback: u64,
    pub(super) is_global: bool,
    pub(super) parent_state: State,
    pub(crate) began: Option<Timestamp>,
    /// Whether the sync that it is of asks for all.
    pub(super) is_full_refresh: bool,
    pub(super) skip: Option<Mark>,
    /// The greatest cursor of the sync so far.
    pub(super) recent: Option<CursorValue>,
    pub(super) custom: State,
    pub(super) is_date_range: bool,
    /// Whether a first sync of a stream that is read in another way then is complete.
    pub(crate) is_behind_first: bool,
}

/// What it says of one partition.
#[derive(Debug, Default)]
pub(super) struct SavedTrack {
    pub(super) since: Option<CursorValue>,
    pub(super) from: Option<CursorValue>,
    pub(super) done: Vec<Done>,
    pub(super) left: Vec<Left>,
    pub(super) finished: Option<Option<CursorValue>>,
}

impl Saved {
    /// # Errors
    /// A config error that names the place of what does not fit; `at` is the state's own place.
    pub(crate) fn parse(state: &State, rules: &Rules, at: &str) -> Result<Self> {
        let reader = Reader { rules, at };
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
        if let Some(resume) = state.get(RESUME).filter(|resume| !resume.is_null() && reader.is_of_this(state)) {
            reader.resume(resume, &mut saved)?;
        }
        saved.is_behind_first = is_behind_first;
        Ok(saved)
    }

    /// What it says, where that is older than what the API keeps.
    pub(crate) fn outlived(&self, rules: &Rules, now: Timestamp) -> Option<&CursorValue> {
        let oldest = rules.cursor.as_ref().filter(|_| !rules.is_sliced || self.is_behind_first)?.oldest(now)?;
        self.tracks.iter().find_map(|(_, track)| track.since.as_ref()).filter(|since| **since < oldest)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tracks.is_empty()
            && self.custom.is_empty()
            && self.legacy.is_empty()
            && self.global.is_none()
            && !self.is_global
    }

    /// What it keeps of a parent.
    pub(crate) fn parent_state(&self, name: &str) -> Option<&State> {
        self.parent_state.get(name)?.as_object()
    }
}

pub(super) struct Reader<'a> {
    pub(super) rules: &'a Rules,
    at: &'a str,
}

impl Reader<'_> {
    fn wrong(&self, place: &str, why: &str) -> Error {
        let dot = if place.is_empty() || place.starts_with('[') { "" } else { "." };
        Error::config(format!(
            "{}{dot}{place}: {why}; a state of another connector or version does not fit: reset the stream to read it anew",
            self.at
        ))
    }

    fn value(&self, cursor: &CursorRules, place: &str, value: &Value) -> Result<Option<CursorValue>> {
        match value {
            Value::Null => Ok(None),
            value => cursor.cut.kind.read(value).map(Some).map_err(|why| self.wrong(place, &why)),
        }
    }

    fn object<'v>(&self, place: &str, value: &'v Value) -> Result<&'v State> {
        value.as_object().ok_or_else(|| self.wrong(place, "expected an object"))
    }

    fn list<'v>(&self, place: &str, value: &'v Value) -> Result<&'v [Value]> {
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
            None => Err(self.wrong("", &format!("there is no `{field}`, which is the stream's cursor"))),
        }
    }

    /// `{"state_type": "date-range", "slices": [{"start": …, "end": …, "most_recent_cursor_value": …}]}`: the Python CDK's
    /// concurrent state.
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
            cursor.cut.insert(&mut done, Done { window: Window { start, end: Some(end) }, recent });
        }
        // What is finished without a gap is what a value says; what lies behind a gap was read out of its turn.
        let mut done = done.into_iter();
        let Some(front) = done.next() else { return Ok(Saved { is_date_range: true, ..Saved::default() }) };
        let rest: Vec<Done> = done.collect();
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

    /// `{"use_global_cursor": …, "states": […], "state": {…}, "lookback_window": …, "parent_state": {…}}`, or one value for all.
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
                    let why = format!("there is neither `states` nor `{field}`, which is the stream's cursor");
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
                return Err(self.wrong("state", &format!("there is no `{field}`, which is the stream's cursor")));
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
                let why = format!("there is no `{field}`, which is the stream's cursor");
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
        let track = SavedTrack { left: vec![Left { token, ..Left::default() }], ..SavedTrack::default() };
        Ok(Saved { tracks: vec![(State::new(), track)], ..Saved::default() })
    }

    /// A full refresh of slices: those that are complete, and the token of each that is not.
    fn refreshed(&self, state: &State) -> Result<Saved> {
        let states = match state.get("states") {
            Some(states) => states,
            None if state.contains_key(RESUME) => return Ok(Saved::default()),
            None => {
                return Err(self.wrong("", "there is no `states`: the stream has slices, and no cursor"));
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
                track.left.push(Left { token, ..Left::default() });
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
                let why = format!("the stream has no cursor, and there is no `{token}`, which leads to its next page");
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

    /// What an unfinished sync adds, in the form that `written` gives it.
    fn resume(&self, resume: &Value, saved: &mut Saved) -> Result<()> {
        let resume = self.object(RESUME, resume)?;
        let wrong = |part: &str| self.wrong(&format!("{RESUME}.{part}"), "not what was written there");
        let cursor = self.rules.cursor.as_ref();
        let read = |place: &str, value: &Value| match cursor {
            Some(cursor) => self.value(cursor, &format!("{RESUME}.{place}"), value),
            None => Ok(None),
        };
        if let Some(began) = resume.get("began") {
            let began = began.as_str().and_then(|began| began.parse().ok());
            saved.began = Some(began.ok_or_else(|| wrong("began"))?);
        }
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
            let until = read("finished", &group[0])?;
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
                let window = Window { start: read("done", &done[0])?, end: read("done", &done[1])? };
                track.done.push(Done { window, recent: read("done", &done[2])? });
            }
            for left in open.get("left").map_or(Ok(&[][..]), |left| self.list("left", left))? {
                let window = Window { start: read("left", &left[0])?, end: read("left", &left[1])? };
                let token = Some(left[3].clone()).filter(|token| !token.is_null());
                track.left.push(Left { window, recent: read("left", &left[2])?, token, up_to: None });
            }
            saved.tracks.retain(|(known, _)| *known != partition);
            saved.tracks.push((partition, track));
        }
        Ok(())
    }
}
