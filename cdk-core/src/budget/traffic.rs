//! Traffic: the number of requests in flight, for all streams and per stream.
//!
//! In: requests that are sent and end. Out: whether there is a place for another one.
//! Not here: which request gets the place (see `gate`), the adaptive limit (see `level`).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::level::ConcurrencyLevel;

/// The requests in flight of a run.
pub(super) struct Traffic {
    pub(super) level: RefCell<ConcurrencyLevel>,
    in_flight: Cell<usize>,
    /// Whether the API has refused a request because there were too many.
    pub(super) was_refused: Cell<bool>,
}

/// The limit of requests in flight of one stream, shared by all of its readers.
pub(crate) struct StreamLimit {
    most: usize,
    in_flight: Cell<usize>,
}

impl Traffic {
    pub(super) fn new(level: ConcurrencyLevel) -> Rc<Self> {
        Rc::new(Self { level: RefCell::new(level), in_flight: Cell::new(0), was_refused: Cell::new(false) })
    }

    /// Whether all places are taken.
    pub(super) fn is_full(&self) -> bool {
        self.in_flight.get() >= self.level.borrow().now()
    }

    /// A request is sent.
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

    /// Whether all places are taken.
    pub(super) fn is_full(&self) -> bool {
        self.in_flight.get() >= self.most
    }

    /// A request is sent.
    pub(super) fn enter(&self) {
        self.in_flight.set(self.in_flight.get() + 1);
    }

    /// Records that a request has ended.
    pub(super) fn leave(&self) {
        self.in_flight.set(self.in_flight.get() - 1);
    }
}
