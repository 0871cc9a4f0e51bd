//! Traffic: how many requests are in flight, over all streams and of one.
//!
//! In: requests that leave and end. Out: whether there is a place for another one.
//! Not here: who gets the place (see `gate`), how the number of places is found (see `level`).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::level::ConcurrencyLevel;

/// The requests in flight of a run.
pub(super) struct Traffic {
    pub(super) level: RefCell<ConcurrencyLevel>,
    in_flight: Cell<usize>,
    /// Whether the API refused a request because there were too many.
    pub(super) was_refused: Cell<bool>,
}

/// How many requests of one stream may be in flight, whoever reads it.
pub(crate) struct StreamLimit {
    most: usize,
    in_flight: Cell<usize>,
}

impl Traffic {
    pub(super) fn new(level: ConcurrencyLevel) -> Rc<Self> {
        Rc::new(Self { level: RefCell::new(level), in_flight: Cell::new(0), was_refused: Cell::new(false) })
    }

    /// Whether there is no place for another request.
    pub(super) fn is_full(&self) -> bool {
        self.in_flight.get() >= self.level.borrow().now()
    }

    /// A request leaves.
    pub(super) fn enter(&self) {
        self.in_flight.set(self.in_flight.get() + 1);
    }

    /// A request has ended.
    pub(super) fn leave(&self) {
        self.in_flight.set(self.in_flight.get() - 1);
    }
}

impl StreamLimit {
    pub(super) fn new(most: usize) -> Rc<Self> {
        Rc::new(Self { most: most.max(1), in_flight: Cell::new(0) })
    }

    /// Whether there is no place for another request.
    pub(super) fn is_full(&self) -> bool {
        self.in_flight.get() >= self.most
    }

    /// A request leaves.
    pub(super) fn enter(&self) {
        self.in_flight.set(self.in_flight.get() + 1);
    }

    /// A request has ended.
    pub(super) fn leave(&self) {
        self.in_flight.set(self.in_flight.get() - 1);
    }
}
