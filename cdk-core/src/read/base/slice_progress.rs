//! Slice progress: the cursors of a slice so far, for its state.
//!
//! In: each record's cursor; the custom state. Out: the position of the slice.
//! Not here: which records count (see `record::observe`), when a STATE is written (see `stream::checkpoint`).

use crate::state::{CursorValue, State};

/// The progress of a slice, page by page.
#[derive(Clone)]
pub(crate) struct SliceProgress {
    pub(crate) observed: ObservedCursors,
    /// The custom state, if a function computes one.
    pub(crate) custom: Option<State>,
}

/// The cursors of a slice's records.
#[derive(Clone, Debug)]
pub(crate) struct ObservedCursors {
    pub(crate) recent: Option<CursorValue>,
    /// Whether no cursor was smaller than the one before.
    pub(crate) is_sorted: bool,
    /// The cursor of the last record.
    pub(crate) last: Option<CursorValue>,
}

impl ObservedCursors {
    pub(crate) fn from(recent: Option<CursorValue>) -> Self {
        Self { last: None, is_sorted: true, recent }
    }

    pub(crate) fn observe(&mut self, value: &CursorValue) {
        // A time that means "never" does not say how new the record is.
        if value.is_never() {
            return;
        }
        let is_behind = self.recent.as_ref().is_some_and(|recent| value < recent);
        self.is_sorted &= !is_behind;
        if !is_behind {
            self.recent = Some(value.clone());
        }
    }
}
