//! Written: progress as a state, in the forms of the Python CDK.
//!
//! In: [`StreamProgress`]. Out: for an unfinished sync, the finished part in that form, and one more key for the next
//! run; for a finished sync, that form alone.
//! Not here: reading a state (see `saved`).

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::partitions::ActivePartition;
use super::progress::{MOST_OPEN, ProgressState, StreamProgress};
use super::range::{CursorRange, FinishedWindow};
use super::rules::{CursorRules, Way};
use super::shape::{FIRST, NO_CURSOR, REFRESH_COMPLETE, RESUME, State};
use super::track::{Track, UnfinishedWindow};
use super::value::CursorValue;

/// A state: short fields as a value, and the partitions as text.
struct StateText {
    fields: State,
    states: Option<String>,
}

impl StateText {
    fn of(fields: State) -> Self {
        Self { fields, states: None }
    }

    fn written(self) -> String {
        let mut text = Value::Object(self.fields).to_string();
        if let Some(states) = self.states {
            text.pop();
            let comma = if text.len() > 1 { "," } else { "" };
            text.push_str(&format!("{comma}\"states\":[{states}]}}"));
        }
        text
    }
}

impl StreamProgress {
    /// The state of an unfinished sync, as JSON. `None` if nothing is known yet.
    pub(crate) fn state(&self) -> Option<String> {
        let inner = self.inner();
        if self.rules.is_custom {
            return Some(StateText::of(inner.custom.clone()).written());
        }
        let text = match (&self.rules.cursor, self.rules.is_sliced) {
            (None, false) => {
                let entry = inner.partitions.active.values().next()?;
                StateText::of(entry.track.unfinished().next().and_then(|left| self.token(left))?)
            }
            (None, true) => self.refreshed(&inner),
            (Some(cursor), false) => StateText::of(self.single(&inner, cursor)),
            (Some(cursor), true) => self.partitions(&inner, cursor, None),
        };
        Some(text.written())
    }

    /// The state of a sync that has read everything.
    pub(crate) fn finished(&self, now: Timestamp) -> String {
        let inner = self.inner();
        if self.rules.is_custom {
            return StateText::of(inner.custom.clone()).written();
        }
        let text = match (&self.rules.cursor, self.rules.is_sliced) {
            (None, _) => StateText::of(Map::from_iter([(NO_CURSOR.to_owned(), Value::Bool(true))])),
            (Some(cursor), false) => {
                let track = inner.partitions.active.values().next().map(|entry| &entry.track);
                StateText::of(match track {
                    Some(track) if inner.is_date_range => ranges(cursor, track, inner.began),
                    Some(track) => {
                        // If the API forgets changes, a state must not become older than what the API keeps.
                        let until = track.finished.clone().flatten().and_then(|until| cursor.well_kept(&until));
                        let value = track.value(Some(&cursor.cut)).max(until);
                        value.map_or_else(State::new, |value| cursor.state(&value, inner.began))
                    }
                    None => State::new(),
                })
            }
            (Some(cursor), true) => self.partitions(&inner, cursor, Some(now)),
        };
        text.written()
    }

    /// `{"page": 3}`
    fn token(&self, left: &UnfinishedWindow) -> Option<State> {
        match left.token.clone()? {
            Value::Object(token) if self.rules.is_token_whole => Some(token),
            token => Some(Map::from_iter([(self.rules.token.clone(), token)])),
        }
    }

    /// Slices of a full refresh.
    fn refreshed(&self, inner: &ProgressState) -> StateText {
        let mut states = PartitionList::new(inner.began);
        for key in inner.partitions.closed.keys() {
            states.push(key, &format!("{{\"{REFRESH_COMPLETE}\":true}}"));
        }
        for (key, entry) in &inner.partitions.active {
            if let Some(token) = entry.track.unfinished().next().and_then(|left| self.token(left)) {
                states.push(key, &Value::Object(token).to_string());
            } else if inner.is_global && entry.track.has_failed {
                // The watermark counts it, so a later run must know that it is to be read from its first page.
                states.push(key, &json!({ self.rules.token.as_str(): null }).to_string());
            }
        }
        let mut fields = State::new();
        if inner.is_global {
            fields.insert(RESUME.to_owned(), json!({ "slices": mark(inner) }));
        }
        StateText { fields, states: Some(states.text) }
    }

    fn single(&self, inner: &ProgressState, cursor: &CursorRules) -> State {
        let Some((key, entry)) = inner.partitions.active.iter().next() else { return State::new() };
        let mut state = match inner.is_date_range {
            true => ranges(cursor, &entry.track, inner.began),
            false => {
                let value = entry.track.value(Some(&cursor.cut));
                value.map_or_else(State::new, |value| cursor.state(&value, inner.began))
            }
        };
        let mut resume = self.resume(inner);
        // The Python CDK keeps unknown keys, so its own later state must not be mistaken for this one.
        resume.insert("of".to_owned(), state.get(&cursor.field).cloned().unwrap_or_default());
        resume.insert("open".to_owned(), json!([open(key, entry, cursor)]));
        state.insert(RESUME.to_owned(), Value::Object(resume));
        state
    }

    /// `now`: the sync is finished.
    fn partitions(&self, inner: &ProgressState, cursor: &CursorRules, now: Option<Timestamp>) -> StateText {
        let is_global = inner.is_global || (self.leaves_slices() && now.is_some());
        let mut state = Map::from_iter([("use_global_cursor".to_owned(), Value::Bool(is_global))]);
        let (states, groups) = match (is_global, now) {
            (false, Some(_)) => (Some(all_states(inner, cursor)), Vec::new()),
            (false, None) => {
                let (states, groups) = states_so_far(inner, cursor);
                (Some(states), groups)
            }
            (true, Some(_)) => (None, Vec::new()),
            // Without it and without a global value, the Python CDK would take the whole for a value.
            (true, None) => (Some(String::new()), Vec::new()),
        };
        let global = match now {
            Some(_) => inner.recent.clone().max(inner.global.clone()).max(self.well_kept_value(inner, cursor)),
            None => inner.global.clone(),
        };
        if let Some(global) = global {
            state.insert("state".to_owned(), Value::Object(cursor.state(&global, inner.began)));
        }
        let lookback = match now {
            Some(now) => {
                let took = now.as_millisecond().saturating_sub(inner.began.as_millisecond());
                u64::try_from(took).unwrap_or_default().div_ceil(1_000)
            }
            None => inner.lookback,
        };
        state.insert("lookback_window".to_owned(), Value::from(lookback));
        if !self.parents.is_empty() {
            state.insert("parent_state".to_owned(), Value::Object(self.parent_states(inner, now)));
        }
        if now.is_none() {
            let resume = self.resume_of_slices(inner, cursor, groups);
            state.insert(RESUME.to_owned(), Value::Object(resume));
        }
        StateText { fields: state, states }
    }

    /// The states of the parents, by name; `now`: the sync is finished.
    fn parent_states(&self, inner: &ProgressState, now: Option<Timestamp>) -> State {
        let parents = self.parents.iter().map(|(name, parent)| {
            let parent = match now {
                Some(now) => serde_json::from_str(&parent.finished(now)).unwrap_or_default(),
                None if parent.had_future => json!({}),
                None => inner.parent_state.get(name).cloned().unwrap_or_else(|| json!({})),
            };
            (name.clone(), parent)
        });
        parents.collect()
    }

    /// What an unfinished sync of slices adds to its state. `groups`: the numbers of finished partitions by their end.
    fn resume_of_slices(&self, inner: &ProgressState, cursor: &CursorRules, groups: Vec<(Value, u64)>) -> State {
        let mut resume = self.resume(inner);
        // Failed partitions come first: the mark counts them, so a later run must know their names.
        let of = |has_failed: bool| {
            let all = inner.partitions.active.iter().filter(|(_, entry)| !entry.track.is_over());
            all.filter(move |(_, entry)| entry.track.has_failed == has_failed)
        };
        let left: Vec<Value> =
            of(true).chain(of(false)).take(MOST_OPEN).map(|(key, entry)| open(key, entry, cursor)).collect();
        if !left.is_empty() {
            resume.insert("open".to_owned(), Value::Array(left));
        }
        if !inner.legacy.is_empty() {
            let legacy = inner.legacy.iter().map(|(name, value)| (name.clone(), value.raw().clone()));
            resume.insert("legacy".to_owned(), Value::Object(legacy.collect()));
        }
        let late = inner.late.iter().filter(|name| !inner.partitions.knows(name));
        let late: Vec<&String> = late.take(MOST_OPEN).collect();
        if !late.is_empty() {
            resume.insert("late".to_owned(), json!(late));
        }
        if !groups.is_empty() {
            resume.insert("finished".to_owned(), json!(groups));
        }
        if inner.is_global {
            resume.insert("slices".to_owned(), mark(inner));
        }
        resume
    }

    fn resume(&self, inner: &ProgressState) -> State {
        let mut resume = Map::from_iter([("began".to_owned(), Value::from(inner.began.to_string()))]);
        if self.rules.way == Way::First {
            resume.insert(FIRST.to_owned(), Value::Bool(true));
        }
        if self.rules.is_full_refresh {
            resume.insert("full_refresh".to_owned(), Value::Bool(true));
        }
        if let Some(recent) = inner.recent.as_ref().filter(|_| self.rules.is_sliced) {
            resume.insert("recent".to_owned(), recent.raw().clone());
        }
        resume
    }
}

fn mark(inner: &ProgressState) -> Value {
    let mark = inner.watermark.settled();
    json!({ "count": mark.count, "hash": mark.hash })
}

/// The states of partitions, as text.
struct PartitionList {
    text: String,
    /// When the sync began. No state is later.
    began: Timestamp,
}

impl PartitionList {
    fn new(began: Timestamp) -> Self {
        Self { text: String::new(), began }
    }

    fn push(&mut self, partition: &str, cursor: &str) {
        if !self.text.is_empty() {
            self.text.push(',');
        }
        self.text.push_str(&format!("{{\"partition\":{partition},\"cursor\":{cursor}}}"));
    }

    fn push_value(&mut self, partition: &str, cursor: &CursorRules, value: Option<&CursorValue>) {
        let zero = cursor.cut.kind.zero();
        let value = cursor.state(value.unwrap_or(&zero), self.began);
        self.push(partition, &Value::Object(value).to_string());
    }
}

/// In the order in which they were found. Partitions that no longer exist come last.
fn all_states(inner: &ProgressState, cursor: &CursorRules) -> String {
    let mut all: Vec<_> = inner.partitions.closed.iter().collect();
    all.sort_by_key(|(_, closed)| closed.order.unwrap_or(u64::MAX));
    let mut states = PartitionList::new(inner.began);
    for (key, closed) in all {
        states.push_value(key, cursor, closed.value.as_deref());
    }
    for (key, value) in &inner.partitions.waiting {
        states.push_value(key, cursor, Some(value));
    }
    states.text
}

/// Partitions that this sync has read come first, grouped by their end; with each end and its number of partitions.
fn states_so_far(inner: &ProgressState, cursor: &CursorRules) -> (String, Vec<(Value, u64)>) {
    let mut states = PartitionList::new(inner.began);
    let mut groups = Vec::new();
    for (until, end) in inner.partitions.ends.iter().enumerate() {
        let mut count = 0;
        for (key, closed) in inner.partitions.closed.iter().filter(|(_, closed)| closed.until == until) {
            states.push_value(key, cursor, closed.value.as_deref());
            count += 1;
        }
        if count > 0 {
            groups.push((end.as_ref().map_or(Value::Null, |end| end.raw().clone()), count));
        }
    }
    for (key, entry) in &inner.partitions.active {
        if let Some(value) = entry.track.value(Some(&cursor.cut)) {
            states.push_value(key, cursor, Some(&value));
        }
    }
    for (key, value) in &inner.partitions.waiting {
        states.push_value(key, cursor, Some(value));
    }
    (states.text, groups)
}

/// What a later run needs to know of an unfinished partition.
fn open(key: &str, entry: &ActivePartition, cursor: &CursorRules) -> Value {
    let track = &entry.track;
    let (done, left) = track.stopped(Some(&cursor.cut));
    let raw = |value: &Option<CursorValue>| value.as_ref().map_or(Value::Null, |value| value.raw().clone());
    let mut open = Map::new();
    if key != "{}" {
        open.insert("partition".to_owned(), serde_json::from_str(key).unwrap_or_default());
    }
    for (name, value) in [("since", &track.since), ("from", &track.from)] {
        if value.is_some() {
            open.insert(name.to_owned(), raw(value));
        }
    }
    if !done.is_empty() {
        let done = done.iter();
        let done = done.map(|done| json!([raw(&done.window.start), raw(&done.window.end), raw(&done.recent)]));
        open.insert("done".to_owned(), done.collect());
    }
    let left = left.iter();
    let left = left.map(|left| json!([raw(&left.window.start), raw(&left.window.end), raw(&left.recent), left.token]));
    let left: Vec<Value> = left.collect();
    if !left.is_empty() {
        open.insert("left".to_owned(), Value::Array(left));
    }
    Value::Object(open)
}

/// The state form of the Python CDK's concurrent syncs, up to the begin of the sync. A window may end later.
fn ranges(cursor: &CursorRules, track: &Track, began: Timestamp) -> State {
    let kind = if cursor.cut.kind.is_time() { "date-range" } else { "integer" };
    let (mut done, _) = track.stopped(Some(&cursor.cut));
    if let Some(since) = &track.since {
        let end = track.finished.clone().flatten().unwrap_or_else(|| since.clone());
        let window = CursorRange { start: Some(cursor.cut.kind.zero()), end: Some(end) };
        cursor.cut.insert(&mut done, FinishedWindow { window, recent: Some(since.clone()) });
    }
    done.retain(|done| done.window.start.as_ref().is_none_or(|start| !start.is_after(began)));
    let slices = done.iter().map(|done| {
        let raw = |value: &Option<CursorValue>| value.as_ref().map(|value| cursor.no_later(value, began).raw().clone());
        let mut slice = Map::new();
        slice.extend(raw(&done.window.start).map(|start| ("start".to_owned(), start)));
        // A window without an end is read up to its last record.
        let end = raw(&done.window.end).or_else(|| raw(&done.recent)).or_else(|| raw(&done.window.start));
        slice.extend(end.map(|end| ("end".to_owned(), end)));
        slice.extend(raw(&done.recent).map(|recent| ("most_recent_cursor_value".to_owned(), recent)));
        Value::Object(slice)
    });
    Map::from_iter([("state_type".to_owned(), Value::from(kind)), ("slices".to_owned(), slices.collect())])
}
