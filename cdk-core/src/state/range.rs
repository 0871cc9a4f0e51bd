//! Range: windows of cursors, and the gaps between them.
//!
//! In: windows that end in any order. Out: merged ranges, and the windows that are left, in the stream's step.
//! Windows do not overlap and leave no gap: a window ends one granularity before the next one begins.
//! Not here: cursors (see `value`).

use serde_json::Value;

use super::value::{CursorKind, CursorValue, Stride};

/// A range of cursors, both ends included. `None`: no end on this side.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CursorRange {
    pub(crate) start: Option<CursorValue>,
    pub(crate) end: Option<CursorValue>,
}

impl CursorRange {
    /// One of the ends as a request sends it: as a number if the format is a number.
    pub(crate) fn edge(&self, which: &str) -> Option<Value> {
        match which {
            "start" => self.start.as_ref().map(CursorValue::request_value),
            "end" => self.end.as_ref().map(CursorValue::request_value),
            _ => None,
        }
    }

    /// Whether the range contains a cursor.
    pub(crate) fn holds(&self, value: &CursorValue) -> bool {
        self.start.as_ref().is_none_or(|start| start <= value) && self.end.as_ref().is_none_or(|end| value <= end)
    }
}

/// A window that is finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FinishedWindow {
    pub(crate) window: CursorRange,
    /// The greatest cursor of its records; `None` without records.
    pub(crate) recent: Option<CursorValue>,
}

/// How a range is divided into windows.
#[derive(Clone, Debug)]
pub(crate) struct Cut {
    pub(crate) kind: CursorKind,
    /// Length of a window. `None`: one window for everything.
    pub(crate) step: Option<Stride>,
    /// Distance of two cursors. `None`: cursors have no neighbours.
    pub(crate) granularity: Option<Stride>,
}

impl Cut {
    /// The next cursor.
    pub(super) fn after(&self, value: &CursorValue) -> CursorValue {
        match &self.granularity {
            Some(granularity) => self.kind.plus(value, granularity),
            None => value.clone(),
        }
    }

    /// The value rounded down to the granularity.
    pub(super) fn aligned(&self, value: CursorValue) -> CursorValue {
        match &self.granularity {
            Some(granularity) => self.kind.floor(value, granularity),
            None => value,
        }
    }

    /// The cursor before.
    pub(super) fn before(&self, value: &CursorValue) -> CursorValue {
        match &self.granularity {
            Some(granularity) => self.kind.minus(value, granularity),
            None => value.clone(),
        }
    }

    /// Whether no cursor lies between the end of one window and the start of the next.
    fn touch(&self, end: Option<&CursorValue>, start: Option<&CursorValue>) -> bool {
        match (end, start) {
            (Some(end), Some(start)) => self.after(end) >= *start,
            _ => true,
        }
    }

    /// Inserts a finished window. Finished windows are sorted and do not touch.
    pub(super) fn insert(&self, done: &mut Vec<FinishedWindow>, new: FinishedWindow) {
        done.push(new);
        done.sort_by(|one, other| one.window.start.cmp(&other.window.start));
        let mut merged: Vec<FinishedWindow> = Vec::with_capacity(done.len());
        for next in done.drain(..) {
            match merged.last_mut() {
                Some(last) if self.touch(last.window.end.as_ref(), next.window.start.as_ref()) => {
                    last.window.end = match (last.window.end.take(), next.window.end) {
                        (Some(one), Some(other)) => Some(one.max(other)),
                        _ => None,
                    };
                    last.recent = last.recent.take().max(next.recent);
                }
                _ => merged.push(next),
            }
        }
        *done = merged;
    }

    /// The parts of `all` that no finished window covers, in order.
    pub(super) fn left(&self, all: &CursorRange, done: &[FinishedWindow]) -> Vec<CursorRange> {
        let mut left = Vec::new();
        let mut start = all.start.clone();
        for done in done {
            if let Some(first) = &done.window.start {
                let end = self.before(first);
                // Without neighbours, the gap ends at the first cursor of the finished window.
                if start.as_ref().is_none_or(|start| *start <= end && (self.granularity.is_some() || *start < end)) {
                    left.push(CursorRange { start: start.clone(), end: Some(end) });
                }
            }
            let Some(end) = &done.window.end else { return left };
            start = start.max(Some(self.after(end)));
        }
        let is_any = match (&start, &all.end) {
            (Some(start), Some(end)) => start <= end,
            _ => true,
        };
        if is_any {
            left.push(CursorRange { start, end: all.end.clone() });
        }
        left.retain(|window| match (&window.start, &all.end) {
            (Some(start), Some(end)) => start <= end,
            _ => true,
        });
        left
    }

    /// Splits off the first window. The rest is `None` if nothing is left.
    pub(super) fn first(&self, window: CursorRange) -> (CursorRange, Option<CursorRange>) {
        let (Some(start), Some(end), Some(step), Some(_)) = (&window.start, &window.end, &self.step, &self.granularity)
        else {
            return (window, None);
        };
        let next = self.kind.plus(start, step);
        if next <= *start || next > *end {
            return (window, None);
        }
        let first = CursorRange { start: Some(start.clone()), end: Some(self.before(&next)) };
        (first, Some(CursorRange { start: Some(next), end: window.end }))
    }
}
