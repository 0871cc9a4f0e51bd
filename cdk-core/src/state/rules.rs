//! Rules: what a stream's definition and config say about its state.
//!
//! In: the rules, a cursor, the time. Out: where a sync begins after a complete one, and the state of one value.
//! Not here: reading a state (see `reader`), how far a stream is read (see `progress`).

use jiff::Timestamp;

use super::range::Cut;
use super::shape::{State, one};
use super::value::{CursorValue, Stride};

/// What of a stream decides how its state looks.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    pub(crate) cursor: Option<CursorRules>,
    /// Whether it has slices in addition to windows.
    pub(crate) is_sliced: bool,
    /// Which of its ways the stream is read in.
    pub(crate) way: Way,
    /// The key under which a page's token stands.
    pub(crate) token: String,
    /// Whether the token is an object that is the whole state.
    pub(crate) is_token_whole: bool,
    /// Whether a slice may go on at a page of an earlier run.
    pub(crate) keeps_token: bool,
    /// Whether the connector keeps the state itself (`get_updated_state`).
    pub(crate) is_custom: bool,
    /// Whether everything is read, whatever was read before.
    pub(crate) is_full_refresh: bool,
    /// Whether a later run goes on at a page, and not at a cursor whose records it would write again.
    pub(crate) is_exact: bool,
}

/// The cursor of a stream.
#[derive(Clone, Debug)]
pub(crate) struct CursorRules {
    /// Its key in the state.
    pub(crate) field: String,
    pub(crate) cut: Cut,
    /// How far before the end of the last sync the next one begins (the lookback).
    pub(crate) lookback: Option<Stride>,
    /// How old a state may be.
    pub(crate) retention: Option<Stride>,
    /// Whether records come in the cursor's order.
    pub(crate) is_ascending: bool,
}

impl CursorRules {
    /// The oldest state that can be gone on with.
    pub(super) fn oldest(&self, now: Timestamp) -> Option<CursorValue> {
        Some(self.cut.kind.minus(&self.cut.kind.time(now)?, self.retention.as_ref()?))
    }

    /// In the middle of what the API keeps, where it keeps up to `until`.
    pub(super) fn well_kept(&self, until: &CursorValue) -> Option<CursorValue> {
        let until = until.time()?;
        let oldest = self.oldest(until)?.time()?;
        let middle = oldest.as_nanosecond() + (until.as_nanosecond() - oldest.as_nanosecond()) / 2;
        self.cut.kind.time(Timestamp::from_nanosecond(middle).ok()?)
    }

    /// The value, or the moment if it is a later time.
    pub(super) fn no_later(&self, value: &CursorValue, moment: Timestamp) -> CursorValue {
        self.cut.kind.no_later(value.clone(), moment)
    }

    /// The state of one value: no later than when the sync began, so that the next one finds what changes meanwhile.
    pub(super) fn state(&self, value: &CursorValue, began: Timestamp) -> State {
        if value.is_after(began) { one(&self.field, &self.no_later(value, began)) } else { one(&self.field, value) }
    }

    /// Where a sync continues after a complete one.
    pub(super) fn behind(&self, value: &CursorValue, seconds: u64) -> CursorValue {
        let mut value = value.clone();
        if let Some(lookback) = &self.lookback {
            value = self.cut.kind.minus(&value, lookback);
        }
        if seconds > 0 { self.cut.kind.minus(&value, &Stride::seconds(seconds)) } else { value }
    }
}

/// Which of a stream's ways a sync is read in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Way {
    /// It has one.
    #[default]
    Only,
    First,
    Later,
}
