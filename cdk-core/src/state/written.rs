//! Written: progress as a state, in the Python CDK's shapes.
//!
//! In: [`Progress`]. Out: while a sync is unfinished, what is finished in that shape, and under one more key what a later run
//! needs to go on; once it is finished, the shape alone.
//! Not here: reading it again (see `saved`).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::progress::{CursorRules, Entry, Inner, Progress, one};
use super::track::{Left, Track};
use super::value::CursorValue;
use super::{NO_CURSOR, REFRESH_COMPLETE, RESUME, State};

/// Partitions that did not come to their end and are named to the next run.
const MOST_OPEN: usize = 1_000;

impl Progress {
    /// The state of an unfinished sync; `None` where there is nothing to say yet.
    pub(crate) fn state(&self) -> Option<State> {
        let inner = self.inner();
        if self.rules.is_custom {
            return Some(inner.custom.clone());
        }
        match (&self.rules.cursor, self.rules.is_sliced) {
            (None, false) => {
                let entry = inner.entries.values().next()?;
                entry.track.unfinished().next().and_then(|left| self.token(left))
            }
            (None, true) => Some(self.refreshed(&inner)),
            (Some(cursor), false) => Some(self.single(&inner, cursor)),
            (Some(cursor), true) => Some(self.partitions(&inner, cursor, None)),
        }
    }

    /// The state of a sync that has read everything.
    pub(crate) fn finished(&self, now: Timestamp) -> State {
        let inner = self.inner();
        if self.rules.is_custom {
            return inner.custom.clone();
        }
        match (&self.rules.cursor, self.rules.is_sliced) {
            (None, _) => Map::from_iter([(NO_CURSOR.to_owned(), Value::Bool(true))]),
            (Some(cursor), false) => {
                let track = inner.entries.values().next().map(|entry| &entry.track);
                match track {
                    Some(track) if inner.is_date_range => ranges(cursor, track),
                    Some(track) => {
                        // Where the API forgets, a state says when it was written.
                        let until = track.finished.clone().flatten().filter(|_| cursor.retention.is_some());
                        let value = track.value(Some(&cursor.cut)).max(until);
                        value.map_or_else(State::new, |value| one(&cursor.field, &value))
                    }
                    None => State::new(),
                }
            }
            (Some(cursor), true) => self.partitions(&inner, cursor, Some(now)),
        }
    }

    /// `{"page": 3}`
    fn token(&self, left: &Left) -> Option<State> {
        match left.token.clone()? {
            Value::Object(token) if self.rules.is_token_whole => Some(token),
            token => Some(Map::from_iter([(self.rules.token.clone(), token)])),
        }
    }

    /// Slices of a full refresh.
    fn refreshed(&self, inner: &Inner) -> State {
        let mut states = Vec::new();
        for entry in inner.entries.values() {
            let cursor = match &entry.track.finished {
                Some(_) => Some(Map::from_iter([(REFRESH_COMPLETE.to_owned(), Value::Bool(true))])),
                None => entry.track.unfinished().next().and_then(|left| self.token(left)),
            };
            states.extend(cursor.map(|cursor| json!({ "partition": entry.partition, "cursor": cursor })));
        }
        let mut state = Map::from_iter([("states".to_owned(), Value::Array(states))]);
        if inner.is_global {
            state.insert(RESUME.to_owned(), json!({ "slices": mark(inner) }));
        }
        state
    }

    fn single(&self, inner: &Inner, cursor: &CursorRules) -> State {
        let Some(entry) = inner.entries.values().next() else { return State::new() };
        let mut state = match inner.is_date_range {
            true => ranges(cursor, &entry.track),
            false => entry.track.value(Some(&cursor.cut)).map_or_else(State::new, |value| one(&cursor.field, &value)),
        };
        let mut resume = self.resume(inner);
        // The Python CDK passes on what it does not know: a later state of its own must not be taken for this one.
        resume.insert("of".to_owned(), state.get(&cursor.field).cloned().unwrap_or_default());
        resume.insert("open".to_owned(), json!([open(entry, cursor)]));
        state.insert(RESUME.to_owned(), Value::Object(resume));
        state
    }

    /// `now`: the sync is finished.
    fn partitions(&self, inner: &Inner, cursor: &CursorRules, now: Option<Timestamp>) -> State {
        let mut state = Map::from_iter([("use_global_cursor".to_owned(), Value::Bool(inner.is_global))]);
        let entry = |entry: &Entry, value: CursorValue| json!({ "partition": entry.partition, "cursor": one(&cursor.field, &value) });
        let zero = || cursor.cut.kind.zero();
        let mut groups: Vec<(Value, u64)> = Vec::new();
        if !inner.is_global {
            let mut states = Vec::new();
            if now.is_some() {
                // In the order in which they were found; those that are there no more behind them.
                let mut entries: Vec<&Entry> = inner.entries.values().collect();
                entries.sort_by_key(|entry| entry.order.unwrap_or(u64::MAX));
                states.extend(
                    entries.into_iter().map(|one| entry(one, one.track.value(Some(&cursor.cut)).unwrap_or_else(zero))),
                );
            } else {
                // Those that this sync has read come first, by how far.
                let mut finished: BTreeMap<String, (Value, Vec<&Entry>)> = BTreeMap::new();
                for one in inner.entries.values() {
                    if let Some(until) = &one.track.finished {
                        let until = until.as_ref().map_or(Value::Null, |until| until.raw().clone());
                        finished.entry(until.to_string()).or_insert((until, Vec::new())).1.push(one);
                    }
                }
                for (_, (until, entries)) in finished {
                    groups.push((until, entries.len() as u64));
                    states.extend(
                        entries
                            .into_iter()
                            .map(|one| entry(one, one.track.value(Some(&cursor.cut)).unwrap_or_else(zero))),
                    );
                }
                for one in inner.entries.values().filter(|one| one.track.finished.is_none()) {
                    states.extend(one.track.value(Some(&cursor.cut)).map(|value| entry(one, value)));
                }
            }
            state.insert("states".to_owned(), Value::Array(states));
        } else if now.is_none() {
            // Without it and without a global value, the Python CDK would take the whole for a value.
            state.insert("states".to_owned(), json!([]));
        }
        let global = match now {
            Some(_) => inner.recent.clone().max(inner.global.clone()),
            None => inner.global.clone(),
        };
        if let Some(global) = global {
            state.insert("state".to_owned(), Value::Object(one(&cursor.field, &global)));
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
            let parents = self.parents.iter().map(|(name, parent)| {
                let parent = match now {
                    Some(now) => Value::Object(parent.finished(now)),
                    None => inner.parent_state.get(name).cloned().unwrap_or_else(|| json!({})),
                };
                (name.clone(), parent)
            });
            state.insert("parent_state".to_owned(), Value::Object(parents.collect()));
        }
        if now.is_none() {
            let mut resume = self.resume(inner);
            let entries = inner.entries.values().filter(|entry| entry.track.unfinished().next().is_some());
            let left: Vec<Value> = entries.take(MOST_OPEN).map(|entry| open(entry, cursor)).collect();
            if !left.is_empty() {
                resume.insert("open".to_owned(), Value::Array(left));
            }
            if !groups.is_empty() {
                resume.insert("finished".to_owned(), json!(groups));
            }
            if inner.is_global {
                resume.insert("slices".to_owned(), mark(inner));
            }
            state.insert(RESUME.to_owned(), Value::Object(resume));
        }
        state
    }

    fn resume(&self, inner: &Inner) -> State {
        let mut resume = Map::from_iter([("began".to_owned(), Value::from(inner.began.to_string()))]);
        if self.rules.is_full_refresh {
            resume.insert("full_refresh".to_owned(), Value::Bool(true));
        }
        if let Some(recent) = inner.recent.as_ref().filter(|_| self.rules.is_sliced) {
            resume.insert("recent".to_owned(), recent.raw().clone());
        }
        resume
    }
}

fn mark(inner: &Inner) -> Value {
    let mark = inner.watermark.settled();
    json!({ "count": mark.count, "hash": mark.hash })
}

/// What a later run needs of a partition that is not finished.
fn open(entry: &Entry, cursor: &CursorRules) -> Value {
    let Entry { partition, track, .. } = entry;
    let (done, left) = track.stopped(Some(&cursor.cut));
    let raw = |value: &Option<CursorValue>| value.as_ref().map_or(Value::Null, |value| value.raw().clone());
    let mut open = Map::new();
    if !partition.is_empty() {
        open.insert("partition".to_owned(), Value::Object(partition.clone()));
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

/// The Python CDK's concurrent state.
fn ranges(cursor: &CursorRules, track: &Track) -> State {
    let kind = if cursor.cut.kind.is_time() { "date-range" } else { "integer" };
    let (mut done, _) = track.stopped(Some(&cursor.cut));
    if let Some(since) = &track.since {
        let end = track.finished.clone().flatten().unwrap_or_else(|| since.clone());
        let window = super::Window { start: Some(cursor.cut.kind.zero()), end: Some(end) };
        cursor.cut.insert(&mut done, super::range::Done { window, recent: Some(since.clone()) });
    }
    let slices = done.iter().map(|done| {
        let raw = |value: &Option<CursorValue>| value.as_ref().map(|value| value.raw().clone());
        let mut slice = Map::new();
        slice.extend(raw(&done.window.start).map(|start| ("start".to_owned(), start)));
        slice.extend(raw(&done.window.end).map(|end| ("end".to_owned(), end)));
        slice.extend(raw(&done.recent).map(|recent| ("most_recent_cursor_value".to_owned(), recent)));
        Value::Object(slice)
    });
    Map::from_iter([("state_type".to_owned(), Value::from(kind)), ("slices".to_owned(), slices.collect())])
}
