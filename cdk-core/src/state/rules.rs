//! Rules: the part of a stream's definition and config that its state depends on.
//!
//! In: a cursor, and the time. Out: where a sync begins after a complete one, and the state of one value.
//! Not here: reading a state (see `reader`), the progress of a stream (see `progress`).

use jiff::Timestamp;

use super::range::Cut;
use super::shape::{State, one};
use super::value::{CursorValue, Stride};

/// The properties of a stream that its state depends on.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    pub(crate) cursor: Option<CursorRules>,
    /// Whether it has slices in addition to windows.
    pub(crate) is_sliced: bool,
    /// Whether the stream has another definition for its first sync, and which one is used.
    pub(crate) way: Way,
    /// The key of a page's token.
    pub(crate) token: String,
    /// Whether the token is an object and the whole state.
    pub(crate) is_token_whole: bool,
    /// Whether a slice can be resumed at a page.
    pub(crate) keeps_token: bool,
    /// Whether the connector computes the state (`get_updated_state`).
    pub(crate) is_custom: bool,
    /// Whether the sync is a full refresh.
    pub(crate) is_full_refresh: bool,
    /// Whether a later run continues at a page. If false, it may continue at a cursor, and write its records again.
    pub(crate) is_exact: bool,
}

/// The cursor of a stream.
#[derive(Clone, Debug)]
pub(crate) struct CursorRules {
    /// Its key in the state.
    pub(crate) field: String,
    pub(crate) cut: Cut,
    /// The lookback: a sync begins this long before the end of the last one.
    pub(crate) lookback: Option<Stride>,
    /// Maximum age of a state.
    pub(crate) retention: Option<Stride>,
    /// Whether records come in the order of the cursor.
    pub(crate) is_ascending: bool,
}

impl CursorRules {
    /// The oldest usable state.
    pub(super) fn oldest(&self, now: Timestamp) -> Option<CursorValue> {
        Some(self.cut.kind.minus(&self.cut.kind.time(now)?, self.retention.as_ref()?))
    }

    /// A value in the middle of the time that the API keeps, if `until` is the end of that time.
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

    /// The state of one value, at most the begin of the sync, so that the next sync finds the changes in between.
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

/// Which definition of a stream a sync uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Way {
    /// The stream has only one.
    #[default]
    Only,
    First,
    Later,
}
