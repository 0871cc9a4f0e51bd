//! Saved: what an earlier state says, with every cursor read.
//!
//! Written by `reader`, read by `progress`.
//! Not here: reading a state (see `reader`), values that are later than the clock (see `future`).

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::range::FinishedWindow;
use super::rules::Rules;
use super::shape::State;
use super::track::UnfinishedWindow;
use super::value::CursorValue;
use super::watermark::Mark;

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
    /// Whether its sync reads everything.
    pub(super) is_full_refresh: bool,
    pub(super) skip: Option<Mark>,
    /// The greatest cursor of the sync so far.
    pub(super) recent: Option<CursorValue>,
    pub(super) custom: State,
    pub(super) is_date_range: bool,
    /// Whether a first sync of a stream that is read in another way then is complete.
    pub(crate) is_behind_first: bool,
    /// What of it was later than the clock, and is left out.
    pub(crate) future: Option<Future>,
    /// Partitions whose value was, by their names.
    pub(super) late: BTreeSet<String>,
    /// Whether the value for all partitions was.
    pub(super) is_global_late: bool,
    /// Whether it replaces a state that was ignored.
    pub(super) is_unusable: bool,
}

/// What it says of one partition.
#[derive(Debug, Default)]
pub(super) struct SavedTrack {
    pub(super) since: Option<CursorValue>,
    pub(super) from: Option<CursorValue>,
    pub(super) done: Vec<FinishedWindow>,
    pub(super) left: Vec<UnfinishedWindow>,
    pub(super) finished: Option<Option<CursorValue>>,
}

/// Values of a state that are in the future.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Future {
    /// The first of them, as it was written.
    pub(crate) value: String,
    /// The number of partitions that have one; the value for all partitions counts as one.
    pub(crate) count: usize,
}

impl Saved {
    /// Nothing, since what a state says cannot be used.
    pub(crate) fn of_unusable() -> Self {
        Self { is_unusable: true, ..Self::default() }
    }

    /// Whether anything of it was later than the clock.
    pub(super) fn had_future(&self) -> bool {
        self.future.is_some() || self.is_unusable
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
            && self.future.is_none()
            && !self.is_global
    }

    /// What it keeps of a parent.
    pub(crate) fn parent_state(&self, name: &str) -> Option<&State> {
        self.parent_state.get(name)?.as_object()
    }
}
