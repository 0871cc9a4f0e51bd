//! Traffic: the number of requests in flight, in the run and per stream.
//!
//! In: requests that are sent and end. Out: whether a place is free.
//! Not here: the order of requests (see `gate`), the number of places (see `level`).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::level::ConcurrencyLevel;

/// The requests in flight of a run.
pub(super) struct Traffic {
    pub(super) level: RefCell<ConcurrencyLevel>,
    in_flight: Cell<usize>,
    /// Whether the API rejected a request because of a rate limit.
    pub(super) was_refused: Cell<bool>,
}

/// Limits the requests in flight of one stream, over all its readers.
pub(crate) struct StreamLimit {
    most: usize,
    in_flight: Cell<usize>,
}

impl Traffic {
    pub(super) fn new(level: ConcurrencyLevel) -> Rc<Self> {
        Rc::new(Self { level: RefCell::new(level), in_flight: Cell::new(0), was_refused: Cell::new(false) })
    }

    /// Whether all places are in use.
    pub(super) fn is_full(&self) -> bool {
        self.in_flight.get() >= self.level.borrow().now()
    }

    /// Records that a request is sent.
    pub(super) fn enter(&self) {
        self.in_flight.set(self.in_flight.get() + 1);
    }

    /// Records that a request has ended.
    pub(super) fn leave(&self) {
        self.in_flight.set(self.in_flight.get() - 1);
    }
}

impl StreamLimit {
    pub(super) fn new(most: usize) -> Rc<Self> {
        Rc::new(Self { most: most.max(1), in_flight: Cell::new(0) })
    }

    /// Whether all places are in use.
    pub(super) fn is_full(&self) -> bool {
        self.in_flight.get() >= self.most
    }

    /// Records that a request is sent.
    pub(super) fn enter(&self) {
        self.in_flight.set(self.in_flight.get() + 1);
    }

    /// Records that a request has ended.
    pub(super) fn leave(&self) {
        self.in_flight.set(self.in_flight.get() - 1);
    }
}
