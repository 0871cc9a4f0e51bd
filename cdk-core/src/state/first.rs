//! First: the state of a stream with a different definition for its first sync.
//!
//! In: a state. Out: the state for the later definition, which has no slices. `None` if a first sync is to be
//! continued.
//! Source: the Python CDK's `StateDelegatingStream`, whose later syncs leave the value of the first sync next to their
//! own.
//! Not here: the definitions (see `stream::behind_first`).

use serde_json::Value;

use super::progress::{ProgressState, StreamProgress};
use super::reader::StateReader;
use super::rules::{CursorRules, Way};
use super::shape::{FIRST, RESUME, State, one};
use super::value::{CursorValue, Stride};
use crate::error::Result;

impl StateReader<'_> {
    /// The state for the later definition, if it was written after a complete first sync.
    pub(super) fn behind_first(&self, state: &State) -> Result<Option<State>> {
        const SLICED: [&str; 5] = ["states", "use_global_cursor", "state", "parent_state", "lookback_window"];
        let Some(cursor) = self.rules.cursor.as_ref().filter(|_| self.rules.way != Way::Only) else { return Ok(None) };
        let resume = state.get(RESUME).filter(|resume| !resume.is_null());
        let field = &cursor.field;
        if !SLICED.iter().any(|part| state.contains_key(*part)) {
            let is_first = resume.is_some_and(|resume| resume[FIRST] == true) && self.is_of_this(state);
            let is_known = [field.as_str(), "state_type", RESUME].iter().any(|part| state.contains_key(*part));
            return Ok((is_known && !is_first).then(|| state.clone()));
        }
        if resume.is_some() {
            return Ok(None);
        }
        if let Some(value) = state.get(field).filter(|value| !value.is_null()) {
            return Ok(Some(State::from_iter([(field.clone(), value.clone())])));
        }
        // The changes during the first sync.
        let seconds = Stride::seconds(self.seconds(state.get("lookback_window"))?);
        let global = self.partitions(cursor, state)?.global;
        Ok(global.map(|global| one(field, &cursor.cut.kind.minus(&global, &seconds))))
    }

    /// Whether the `__resume` of an unfinished sync belongs to the state next to it.
    pub(super) fn is_of_this(&self, state: &State) -> bool {
        match (&self.rules.cursor, state.get(RESUME).and_then(|resume| resume.get("of"))) {
            (Some(cursor), Some(of)) => of == state.get(&cursor.field).unwrap_or(&Value::Null),
            _ => true,
        }
    }
}

impl StreamProgress {
    /// Whether the slices of a complete sync are not needed any more.
    pub(super) fn leaves_slices(&self) -> bool {
        self.rules.way == Way::First
    }

    /// The oldest value after which a later sync finds every change. It is also set if nothing recent was found.
    pub(super) fn well_kept_value(&self, inner: &ProgressState, cursor: &CursorRules) -> Option<CursorValue> {
        let began = cursor.cut.kind.time(inner.began).filter(|_| self.leaves_slices())?;
        cursor.well_kept(&began)
    }
}
