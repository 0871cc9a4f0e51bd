//! Slice progress: what the records of a slice have shown so far, for its state.
//!
//! In: each record's cursor; the connector's own state. Out: what a STATE says of the slice.
//! Not here: which records are of the slice (see `record::observe`), when a STATE is written (see
//! `stream::checkpoint`).

use crate::state::{CursorValue, State};

/// What the records of a slice have shown, page by page.
#[derive(Clone)]
pub(crate) struct SliceProgress {
    pub(crate) observed: ObservedCursors,
    /// The connector's own state, if a function keeps one.
    pub(crate) custom: Option<State>,
}

/// What the cursors of a slice's records showed.
#[derive(Clone, Debug)]
pub(crate) struct ObservedCursors {
    pub(crate) recent: Option<CursorValue>,
    /// Whether none was smaller than the one before.
    pub(crate) is_sorted: bool,
    /// That of the last record.
    pub(crate) last: Option<CursorValue>,
}

impl ObservedCursors {
    pub(crate) fn from(recent: Option<CursorValue>) -> Self {
        Self { last: None, is_sorted: true, recent }
    }

    pub(crate) fn observe(&mut self, value: &CursorValue) {
        // It says that something never ends, and not how new the record is.
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
