//! Range: windows of cursors, those that are finished, and what lies between them.
//!
//! In: windows that end in any order. Out: merged ranges, and the windows that are left, cut to a stream's step.
//! Windows do not overlap and leave no gap: one ends a step of the granularity before the next begins.
//! Not here: cursors themselves (see `value`).

use serde_json::Value;

use super::value::{CursorKind, CursorValue, Stride};

/// A range of cursors, both ends included; `None` is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CursorRange {
    pub(crate) start: Option<CursorValue>,
    pub(crate) end: Option<CursorValue>,
}

impl CursorRange {
    /// One of its ends, as a request says it: numbers where the format is one.
    pub(crate) fn edge(&self, which: &str) -> Option<Value> {
        match which {
            "start" => self.start.as_ref().map(CursorValue::request_value),
            "end" => self.end.as_ref().map(CursorValue::request_value),
            _ => None,
        }
    }

    /// Whether a cursor lies in it.
    pub(crate) fn holds(&self, value: &CursorValue) -> bool {
        self.start.as_ref().is_none_or(|start| start <= value) && self.end.as_ref().is_none_or(|end| value <= end)
    }
}

/// A window that is finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FinishedWindow {
    pub(crate) window: CursorRange,
    /// The greatest cursor of its records; none where it had none.
    pub(crate) recent: Option<CursorValue>,
}

/// How the windows of a stream are cut.
#[derive(Clone, Debug)]
pub(crate) struct Cut {
    pub(crate) kind: CursorKind,
    /// How long a window is; none: all that is left is one.
    pub(crate) step: Option<Stride>,
    /// The distance of neighbours; none: cursors have no neighbours.
    pub(crate) granularity: Option<Stride>,
}

impl Cut {
    /// The neighbour above.
    pub(super) fn after(&self, value: &CursorValue) -> CursorValue {
        match &self.granularity {
            Some(granularity) => self.kind.plus(value, granularity),
            None => value.clone(),
        }
    }

    /// Where the steps of the granularity are that windows begin and end at.
    pub(super) fn aligned(&self, value: CursorValue) -> CursorValue {
        match &self.granularity {
            Some(granularity) => self.kind.floor(value, granularity),
            None => value,
        }
    }

    /// The neighbour below.
    pub(super) fn before(&self, value: &CursorValue) -> CursorValue {
        match &self.granularity {
            Some(granularity) => self.kind.minus(value, granularity),
            None => value.clone(),
        }
    }

    /// Whether nothing lies between the end of one and the start of another that does not begin before it.
    fn touch(&self, end: Option<&CursorValue>, start: Option<&CursorValue>) -> bool {
        match (end, start) {
            (Some(end), Some(start)) => self.after(end) >= *start,
            _ => true,
        }
    }

    /// Puts a finished window among the others, which are in order and do not touch.
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

    /// What of `all` no finished window covers, in order.
    pub(super) fn left(&self, all: &CursorRange, done: &[FinishedWindow]) -> Vec<CursorRange> {
        let mut left = Vec::new();
        let mut start = all.start.clone();
        for done in done {
            if let Some(first) = &done.window.start {
                let end = self.before(first);
                // Without neighbours the end of what is left is the finished window's own first cursor.
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

    /// Cuts the first window off; the rest where there is one.
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
