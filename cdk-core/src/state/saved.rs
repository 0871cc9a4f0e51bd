//! Saved: an earlier state with parsed cursors.
//!
//! Not here: reading a state (see `reader`), values later than the clock (see `future`).

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::range::FinishedWindow;
use super::rules::Rules;
use super::shape::State;
use super::track::UnfinishedWindow;
use super::value::CursorValue;
use super::watermark::Mark;

/// An earlier state.
#[derive(Debug, Default)]
pub(crate) struct Saved {
    /// By partition. A stream without slices has one partition without fields.
    pub(super) tracks: Vec<(State, SavedTrack)>,
    /// Values of partitions in the old form, by one text.
    pub(super) legacy: BTreeMap<String, CursorValue>,
    pub(super) global: Option<CursorValue>,
    /// Seconds that the last sync took.
    pub(super) lookback: u64,
    pub(super) is_global: bool,
    pub(super) parent_state: State,
    pub(crate) began: Option<Timestamp>,
    /// Whether it is the state of a full refresh.
    pub(super) is_full_refresh: bool,
    pub(super) skip: Option<Mark>,
    /// The greatest cursor of the unfinished sync.
    pub(super) recent: Option<CursorValue>,
    pub(super) custom: State,
    pub(super) is_date_range: bool,
    /// Whether the first sync of a stream with two definitions is complete.
    pub(crate) is_behind_first: bool,
    /// The values later than the clock, which are left out.
    pub(crate) future: Option<Future>,
    /// The partitions of these values.
    pub(super) late: BTreeSet<String>,
    /// Whether the value for all partitions was later than the clock.
    pub(super) is_global_late: bool,
    /// Whether it replaces a state that was ignored.
    pub(super) is_unusable: bool,
}

/// The state of one partition.
#[derive(Debug, Default)]
pub(super) struct SavedTrack {
    pub(super) since: Option<CursorValue>,
    pub(super) from: Option<CursorValue>,
    pub(super) done: Vec<FinishedWindow>,
    pub(super) left: Vec<UnfinishedWindow>,
    pub(super) finished: Option<Option<CursorValue>>,
}

/// Values in the future.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Future {
    /// The first of them, as it was written.
    pub(crate) value: String,
    /// The number of partitions that have one; the value for all partitions counts as one.
    pub(crate) count: usize,
}

impl Saved {
    /// A state without content, because the saved one cannot be used.
    pub(crate) fn of_unusable() -> Self {
        Self { is_unusable: true, ..Self::default() }
    }

    /// Whether any value was later than the clock.
    pub(super) fn had_future(&self) -> bool {
        self.future.is_some() || self.is_unusable
    }

    /// The value, if it is older than the changes that the API keeps.
    pub(crate) fn outlived(&self, rules: &Rules, now: Timestamp) -> Option<&CursorValue> {
        let oldest = rules.cursor.as_ref().filter(|_| !rules.is_sliced || self.is_behind_first)?.oldest(now)?;
        self.tracks.iter().find_map(|(_, track)| track.since.as_ref()).filter(|since| **since < oldest)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.tracks.is_empty()
            && self.custom.is_empty()
            && self.legacy.is_empty()
            && self.global.is_none()
            && self.future.is_none()
            && !self.is_global
    }

    /// The state of a parent.
    pub(crate) fn parent_state(&self, name: &str) -> Option<&State> {
        self.parent_state.get(name)?.as_object()
    }
}
