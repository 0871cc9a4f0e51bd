//! Track: how far one partition is read.
//!
//! In: the windows to read, their cursors, and their ends. Out: the next window, and the one value that covers all
//! finished work. A partition without a cursor has one window without ends, and only the token of its page says how far
//! it is.
//! Not here: several partitions (see `progress`).

use std::collections::{BTreeMap, VecDeque};

use serde_json::Value;

use super::range::{CursorRange, Cut, FinishedWindow};
use super::value::CursorValue;

/// An unfinished window.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct UnfinishedWindow {
    pub(crate) window: CursorRange,
    /// The token of the next page. `None`: the first page.
    pub(crate) token: Option<Value>,
    /// The greatest cursor so far.
    pub(crate) recent: Option<CursorValue>,
    /// If records come in order: everything up to this cursor is written, so a later run may begin here.
    pub(crate) up_to: Option<CursorValue>,
    /// Whether records are written after the place where a later run begins. That run would write them again.
    pub(crate) is_ahead: bool,
}

/// How far one partition is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Track {
    /// The value of the last complete sync.
    pub(super) since: Option<CursorValue>,
    /// Where this sync begins.
    pub(super) from: Option<CursorValue>,
    /// Finished windows of this sync, merged.
    pub(super) done: Vec<FinishedWindow>,
    /// Windows that an earlier run left.
    pub(super) left: VecDeque<UnfinishedWindow>,
    /// Windows that failed in this run. The next run reads them.
    pub(super) failed: Vec<UnfinishedWindow>,
    /// Windows that are being read, by number.
    pub(super) open: BTreeMap<u64, UnfinishedWindow>,
    /// Ranges that have not begun.
    pub(super) ahead: VecDeque<CursorRange>,
    /// Whether this sync has read the whole partition, and up to which end.
    pub(super) finished: Option<Option<CursorValue>>,
    /// Whether a slice of the partition failed in this run.
    pub(super) has_failed: bool,
}

impl Track {
    /// Begins the partition with the range to read. `lookback`: computes where a sync begins after a complete one.
    pub(super) fn begin(
        &mut self,
        cut: Option<&Cut>,
        all: CursorRange,
        lookback: impl Fn(&CursorValue) -> CursorValue,
    ) {
        self.left.extend(self.failed.drain(..));
        let Some(cut) = cut else {
            if self.finished.is_none() && self.left.is_empty() {
                self.ahead.push_back(CursorRange::default());
            }
            return;
        };
        if let Some(until) = self.finished.take() {
            // An earlier run of this sync read it. Its end may have moved since.
            match (until, &all.end) {
                (Some(until), Some(end)) if until < *end => {
                    let start = Some(cut.after(&until));
                    self.from.clone_from(&start);
                    self.ahead.push_back(CursorRange { start, end: all.end });
                }
                (until, _) => self.finished = Some(until),
            }
            return;
        }
        if self.done.is_empty() && self.left.is_empty() {
            let start = self.since.as_ref().map(&lookback).max(all.start).map(|start| cut.aligned(start));
            self.from.clone_from(&start);
            let is_none = matches!((&start, &all.end), (Some(start), Some(end)) if start > end);
            if is_none {
                self.finished = Some(all.end);
            } else {
                self.ahead.push_back(CursorRange { start, end: all.end });
            }
            return;
        }
        let mut covered = self.done.clone();
        for left in &self.left {
            cut.insert(&mut covered, FinishedWindow { window: left.window.clone(), recent: None });
        }
        let all = CursorRange { start: self.from.clone(), end: all.end };
        self.ahead.extend(cut.left(&all, &covered));
        if self.is_over() {
            self.finish(Some(cut));
        }
    }

    /// The next window to read.
    pub(super) fn take(&mut self, number: u64, cut: Option<&Cut>) -> Option<UnfinishedWindow> {
        let left = match self.left.pop_front() {
            Some(left) => left,
            None => {
                let window = self.ahead.pop_front()?;
                let (window, rest) = match cut {
                    Some(cut) => cut.first(window),
                    None => (window, None),
                };
                self.ahead.extend(rest);
                UnfinishedWindow { window, ..UnfinishedWindow::default() }
            }
        };
        self.open.insert(number, left.clone());
        Some(left)
    }

    /// A window is complete.
    pub(super) fn end(&mut self, number: u64, cut: Option<&Cut>) {
        let Some(UnfinishedWindow { window, recent, .. }) = self.open.remove(&number) else { return };
        if let Some(cut) = cut {
            cut.insert(&mut self.done, FinishedWindow { window, recent });
        }
        if self.is_over() && !self.has_failed {
            self.finish(cut);
        }
    }

    /// A window has failed. The next run reads it.
    pub(super) fn fail(&mut self, number: u64) {
        self.has_failed = true;
        self.failed.extend(self.open.remove(&number));
    }

    /// Whether no window is left.
    pub(super) fn is_over(&self) -> bool {
        self.open.is_empty() && self.left.is_empty() && self.failed.is_empty() && self.ahead.is_empty()
    }

    /// The partition is complete.
    fn finish(&mut self, cut: Option<&Cut>) {
        let until = self.done.last().and_then(|done| done.window.end.clone());
        self.since = self.value(cut);
        self.done.clear();
        self.finished = Some(until);
    }

    /// The value that covers the finished work: the greatest cursor without a gap before it, else the start.
    ///
    /// Source: the Python CDK's `ConcurrentCursor`.
    pub(super) fn value(&self, cut: Option<&Cut>) -> Option<CursorValue> {
        let (done, _) = self.stopped(cut);
        let front = done.first().filter(|done| done.window.start <= self.from);
        let recent = front.and_then(|front| front.recent.clone());
        recent.max(self.since.clone()).or_else(|| self.from.clone())
    }

    /// The finished windows and those that are left, if the run ended now.
    pub(super) fn stopped(&self, cut: Option<&Cut>) -> (Vec<FinishedWindow>, Vec<UnfinishedWindow>) {
        let mut done = self.done.clone();
        let unfinished = self.unfinished().map(|left| match (&left.up_to, cut) {
            (Some(up_to), Some(cut)) => {
                let (start, end) = (left.window.start.clone(), left.window.end.clone());
                let window = CursorRange { start, end: Some(up_to.clone()) };
                cut.insert(&mut done, FinishedWindow { window, recent: left.recent.clone() });
                let window = CursorRange { start: Some(up_to.clone()), end };
                UnfinishedWindow { window, token: None, recent: left.recent.clone(), ..UnfinishedWindow::default() }
            }
            _ => left.clone(),
        });
        let unfinished = unfinished.collect();
        (done, unfinished)
    }

    /// Unfinished windows.
    pub(super) fn unfinished(&self) -> impl Iterator<Item = &UnfinishedWindow> {
        self.open.values().chain(&self.left).chain(&self.failed)
    }
}
