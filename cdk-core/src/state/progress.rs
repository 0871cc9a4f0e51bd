//! Progress: how far a stream is read, over all of its partitions.
//!
//! In: a saved state; partitions as they are found, pages as they are written, windows as they end. Out: the windows to
//! read.
//! Memory: a state per partition, up to [`MOST_PARTITIONS`] partitions and [`MOST_BYTES`] of text. Beyond that, one
//! value for all as in the Python CDK, and the partitions that are being read.
//! Not here: its form as a state (see `written`), one partition (see `track`), the begin of a partition (see `begin`).

use std::cell::{Ref, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use jiff::Timestamp;
use serde_json::Value;

use super::partitions::{ActivePartition, PartitionStates};
use super::range::CursorRange;
use super::rules::Rules;
use super::saved::{Future, Saved, SavedTrack};
use super::shape::{State, one};
use super::track::{Track, UnfinishedWindow};
use super::value::CursorValue;
use super::watermark::{Mark, Watermark, key};

/// Partitions with their own state. Source: the Python CDK's `SWITCH_TO_GLOBAL_LIMIT`.
pub(crate) const MOST_PARTITIONS: usize = 10_000;
/// Maximum size of the states as text: platforms accept messages of a few MB.
pub(crate) const MOST_BYTES: usize = 512 << 10;
/// Maximum of unfinished partitions in a state.
pub(super) const MOST_OPEN: usize = 1_000;
/// Maximum of failed partitions in a state. With more of them, a later run reads all partitions from the first failed
/// one on.
const MOST_LEFT: usize = 1_000;

/// The result of a page.
#[derive(Debug, Default)]
pub(crate) struct PageEnd {
    /// The greatest cursor of the slice so far.
    pub(crate) recent: Option<CursorValue>,
    /// Whether all records of the slice so far were in the order of the cursor.
    pub(crate) is_sorted: bool,
    /// The token of the next page.
    pub(crate) token: Option<Value>,
    /// Whether only a part of the page is written; the token is then the one of this page.
    pub(crate) is_part: bool,
}

/// A window that is to be read.
#[derive(Debug)]
pub(crate) struct NextWindow {
    pub(crate) number: u64,
    pub(crate) left: UnfinishedWindow,
    /// The partition's state of the last complete sync: `{"updated": "…"}`.
    pub(crate) state: Option<Rc<State>>,
}

pub(crate) struct StreamProgress {
    pub(super) rules: Rules,
    pub(super) inner: RefCell<ProgressState>,
    /// Parents whose state is part of this stream's state.
    pub(super) parents: Vec<(String, Rc<StreamProgress>)>,
    /// Whether its state, or that of a parent, had a value in the future.
    pub(super) had_future: bool,
}

pub(super) struct ProgressState {
    pub(super) partitions: PartitionStates,
    /// Old states with one text per partition.
    pub(super) legacy: BTreeMap<String, CursorValue>,
    /// The partition of each open window.
    open: BTreeMap<u64, String>,
    numbers: u64,
    pub(super) watermark: Watermark,
    /// Partitions that an earlier run of this sync has read, without their names.
    pub(super) skip: Option<Mark>,
    pub(super) global: Option<CursorValue>,
    pub(super) lookback: u64,
    pub(super) is_global: bool,
    /// The greatest cursor of this sync.
    pub(super) recent: Option<CursorValue>,
    /// When this sync began, possibly in an earlier run.
    pub(super) began: Timestamp,
    /// When this run began. Later values are in the future.
    pub(super) now: Timestamp,
    /// The ignored part of the state, until it is logged, and its partitions.
    pub(super) future: Option<Future>,
    pub(super) late: BTreeSet<String>,
    pub(super) is_global_late: bool,
    pub(super) parent_state: State,
    pub(super) custom: State,
    pub(super) is_date_range: bool,
    pub(super) has_changed: bool,
    /// Whether a saved state is ignored by a full refresh.
    is_unused: bool,
}

impl StreamProgress {
    pub(crate) fn new(rules: Rules, saved: Saved, now: Timestamp, parents: Vec<(String, Rc<StreamProgress>)>) -> Self {
        // A full refresh continues an interrupted full refresh. An incremental state does not cover everything.
        let is_other = rules.is_custom || (rules.cursor.is_some() && !saved.is_full_refresh);
        let is_unused = rules.is_full_refresh && is_other && !saved.is_empty();
        let saved = if is_unused { Saved::default() } else { saved };
        let had_future = saved.had_future() || parents.iter().any(|(_, parent)| parent.had_future);
        let mut partitions = PartitionStates::default();
        for (partition, saved) in saved.tracks {
            let SavedTrack { since, from, done, left, finished } = saved;
            let track = Track { since, from, done, left: left.into(), finished, ..Track::default() };
            match rules.is_sliced {
                true => partitions.keep(key(&partition), track),
                false => drop(partitions.active.insert(key(&partition), ActivePartition { track, order: None })),
            }
        }
        let inner = ProgressState {
            partitions,
            legacy: saved.legacy,
            open: BTreeMap::new(),
            numbers: 0,
            watermark: Watermark::default(),
            skip: saved.skip,
            global: saved.global,
            lookback: saved.lookback,
            is_global: saved.is_global,
            recent: saved.recent,
            began: saved.began.unwrap_or(now),
            now,
            future: saved.future,
            late: saved.late,
            is_global_late: saved.is_global_late,
            parent_state: saved.parent_state,
            custom: saved.custom,
            is_date_range: saved.is_date_range,
            has_changed: false,
            is_unused,
        };
        Self { rules, inner: RefCell::new(inner), parents, had_future }
    }

    /// Whether a saved state is ignored, because the sync reads everything.
    pub(crate) fn leaves_state(&self) -> bool {
        self.inner().is_unused
    }

    /// The parent with this name, if its state is part of this state.
    pub(crate) fn parent(&self, name: &str) -> Option<Rc<StreamProgress>> {
        self.parents.iter().find(|(known, _)| known == name).map(|(_, parent)| parent.clone())
    }

    /// The next window of this partition.
    pub(crate) fn take(&self, key: &str) -> Option<NextWindow> {
        let mut inner = self.inner.borrow_mut();
        let inner = &mut *inner;
        let cut = self.rules.cursor.as_ref().map(|cursor| &cursor.cut);
        let track = &mut inner.partitions.active.get_mut(key)?.track;
        let left = track.take(inner.numbers, cut)?;
        let state = match &self.rules.cursor {
            // Minus the lookback: the request must ask for what is read.
            Some(cursor) => track.since.as_ref().map(|since| {
                let from = track.from.as_ref().filter(|from| *from < since).unwrap_or(since);
                Rc::new(one(&cursor.field, from))
            }),
            None => None,
        };
        let number = inner.numbers;
        inner.numbers += 1;
        inner.open.insert(number, key.to_owned());
        Some(NextWindow { number, left, state })
    }

    /// All partitions are found. False if they are not those of the earlier run, so everything is to be read.
    pub(crate) fn all_found(&self) -> bool {
        let mut inner = self.inner.borrow_mut();
        let all = inner.watermark.all();
        let is_same = inner.skip.is_none_or(|skip| skip.count < all.count || skip == all);
        if is_same {
            return true;
        }
        inner.restart();
        self.parents.iter().for_each(|(_, parent)| parent.inner.borrow_mut().restart());
        false
    }

    /// Whether the partitions of the earlier run are among those found. Called before each partition.
    pub(crate) fn is_as_before(&self) -> bool {
        let mut inner = self.inner.borrow_mut();
        let all = inner.watermark.all();
        let is_same = inner.skip.is_none_or(|skip| skip.count != all.count || skip == all);
        if !is_same {
            inner.restart();
            self.parents.iter().for_each(|(_, parent)| parent.inner.borrow_mut().restart());
        }
        is_same
    }

    /// A page of a window is written.
    pub(crate) fn page(&self, number: u64, page: PageEnd) {
        let mut inner = self.inner.borrow_mut();
        let inner = &mut *inner;
        let Some(entry) = inner.open.get(&number).and_then(|key| inner.partitions.active.get_mut(key)) else { return };
        let Some(open) = entry.track.open.get_mut(&number) else { return };
        inner.has_changed = true;
        open.token = page.token.filter(|_| self.rules.keeps_token);
        open.is_ahead = page.is_part || open.token.is_none();
        // A record after its window is read again, so the state must not cover it.
        let recent = match (page.recent, &open.window.end) {
            (Some(recent), Some(end)) => Some(recent.min(end.clone())),
            (recent, _) => recent,
        };
        // The next sync must find changes during this sync, so the state is not later than the begin of the sync.
        let recent = match &self.rules.cursor {
            Some(cursor) => recent.map(|recent| cursor.cut.kind.no_later(recent, inner.began)),
            None => recent,
        };
        open.recent = open.recent.take().max(recent.clone());
        inner.recent = inner.recent.take().max(recent.clone());
        let ascending = self.rules.cursor.as_ref().filter(|cursor| cursor.is_ascending && page.is_sorted);
        open.up_to = recent.filter(|_| ascending.is_some() && !self.rules.is_exact);
    }

    /// The custom state so far.
    pub(crate) fn custom(&self) -> State {
        self.inner().custom.clone()
    }

    /// The custom state after a slice.
    pub(crate) fn set_custom(&self, state: State) {
        let mut inner = self.inner.borrow_mut();
        inner.has_changed = true;
        inner.custom = state;
    }

    /// A window has ended.
    pub(crate) fn ended(&self, number: u64, is_complete: bool) {
        let mut inner = self.inner.borrow_mut();
        let inner = &mut *inner;
        let Some(key) = inner.open.remove(&number) else { return };
        inner.has_changed = true;
        let Some(entry) = inner.partitions.active.get_mut(&key) else { return };
        let cut = self.rules.cursor.as_ref().map(|cursor| &cursor.cut);
        if is_complete {
            entry.track.end(number, cut);
        } else {
            entry.track.fail(number);
        }
        if entry.track.finished.is_some() || entry.track.has_failed {
            inner.settled(&key, self.rules.is_sliced);
        }
    }

    /// Whether a later run can continue a slice at its next page.
    pub(crate) fn resumes_pages(&self) -> bool {
        self.rules.keeps_token
    }

    /// Whether a run that begins with the current state writes no record again.
    pub(crate) fn covers_all_written(&self) -> bool {
        let inner = self.inner();
        let unfinished = || inner.partitions.active.values().filter(|entry| !entry.track.is_over());
        // A full refresh does not continue from a custom state, and a failed slice keeps that state from advancing.
        let has_failed = || inner.partitions.active.values().any(|entry| entry.track.has_failed);
        if self.rules.is_custom && (self.rules.is_full_refresh || has_failed()) {
            return false;
        }
        let is_named = unfinished().count() <= MOST_OPEN && (!inner.is_global || inner.watermark.is_gap_free());
        is_named && unfinished().flat_map(|entry| entry.track.unfinished()).all(|window| !window.is_ahead)
    }

    /// Whether a stream without slices is read to its end.
    pub(crate) fn is_whole(&self) -> bool {
        let inner = self.inner();
        !self.rules.is_sliced && inner.partitions.active.values().all(|entry| entry.track.is_over())
    }

    /// Whether anything was read since the last call.
    pub(crate) fn takes_change(&self) -> bool {
        std::mem::take(&mut self.inner.borrow_mut().has_changed)
    }

    pub(super) fn inner(&self) -> Ref<'_, ProgressState> {
        self.inner.borrow()
    }
}

impl ProgressState {
    /// Changes to one value for all partitions if there are too many.
    pub(super) fn make_room(&mut self, is_sliced: bool) {
        if !is_sliced || self.is_global || !self.partitions.are_more_than(MOST_PARTITIONS, MOST_BYTES) {
            return;
        }
        self.is_global = true;
        self.partitions.forget();
        self.legacy.clear();
    }

    /// A partition is read, or has failed and is named in the state.
    pub(super) fn settled(&mut self, key: &str, is_sliced: bool) {
        let Some(entry) = self.partitions.active.get(key) else { return };
        let Some(number) = entry.order else { return };
        if entry.track.finished.is_some() {
            self.watermark.settle(number);
            if self.is_global && is_sliced {
                self.partitions.active.remove(key);
            } else if is_sliced {
                self.partitions.close(key);
            }
            return;
        }
        let is_named = self.partitions.active.len() <= MOST_LEFT || !self.is_global;
        if is_named && entry.track.open.is_empty() {
            self.watermark.settle(number);
        }
    }

    /// The partitions of the earlier run cannot be recognised, so everything is read again.
    fn restart(&mut self) {
        self.skip = None;
        self.watermark = Watermark::default();
        self.partitions = PartitionStates::default();
        self.open.clear();
        self.recent = None;
        self.has_changed = true;
    }

    /// Cursors after this time are in the future, unless a declared window ends later.
    pub(super) fn latest(&self, all: &CursorRange) -> Timestamp {
        all.end.as_ref().and_then(CursorValue::time).map_or(self.now, |end| end.max(self.now))
    }
}
