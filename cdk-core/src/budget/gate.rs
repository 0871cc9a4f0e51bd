//! Gate: how many requests are in flight at once, over all streams and for each of them.
//!
//! In: who asks, as a [`Pass`]. Out: a [`Permit`]; the place is free again when it is dropped.
//! Fairness: waiting requests stand in one lane for each stream that is read (its parents' requests among them). The lanes
//! take turns, so a stream with one request waits for one of each other stream, however many those have.
//! Memory: what waits is bounded by the tasks that read.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::rc::{Rc, Weak};

use tokio::sync::oneshot;

/// Lets requests pass. One a run.
pub(crate) struct Gate {
    most: usize,
    in_flight: Cell<usize>,
    /// The lanes in which somebody waits, in turn.
    turns: RefCell<VecDeque<Rc<Lane>>>,
    limits: RefCell<HashMap<String, Weak<Limit>>>,
}

/// Where the requests of one stream wait, in the order in which they came.
#[derive(Default)]
pub(crate) struct Lane {
    waiting: RefCell<VecDeque<Waiting>>,
}

/// How many requests of one stream may be in flight, whoever reads it.
pub(crate) struct Limit {
    most: usize,
    in_flight: Cell<usize>,
}

/// What a request shows at the gate.
#[derive(Clone)]
pub(crate) struct Pass {
    pub(crate) lane: Rc<Lane>,
    pub(crate) limit: Option<Rc<Limit>>,
}

/// A request in flight.
pub(crate) struct Permit {
    gate: Rc<Gate>,
    limit: Option<Rc<Limit>>,
}

struct Waiting {
    limit: Option<Rc<Limit>>,
    wake: oneshot::Sender<Permit>,
}

impl Gate {
    /// `most`: requests in flight over all streams, at least one.
    pub(crate) fn new(most: usize) -> Rc<Self> {
        let (in_flight, turns, limits) = (Cell::new(0), RefCell::default(), RefCell::default());
        Rc::new(Self { most: most.max(1), in_flight, turns, limits })
    }

    /// Requests in flight over all streams, at most.
    pub(crate) fn most(&self) -> usize {
        self.most
    }

    /// The limit of the stream of that name: the same for all who read it.
    pub(crate) fn limit(&self, stream: &str, most: usize) -> Rc<Limit> {
        let mut limits = self.limits.borrow_mut();
        if let Some(limit) = limits.get(stream).and_then(Weak::upgrade) {
            return limit;
        }
        let limit = Rc::new(Limit { most: most.max(1), in_flight: Cell::new(0) });
        limits.insert(stream.to_owned(), Rc::downgrade(&limit));
        limit
    }

    /// A permit, once it is this request's turn.
    pub(crate) async fn enter(self: &Rc<Self>, pass: &Pass) -> Permit {
        let is_alone = self.turns.borrow().is_empty();
        if is_alone && let Some(permit) = self.permit(pass.limit.as_ref()) {
            return permit;
        }
        let (wake, woken) = oneshot::channel();
        let is_first = pass.lane.waiting.borrow().is_empty();
        pass.lane.waiting.borrow_mut().push_back(Waiting { limit: pass.limit.clone(), wake });
        if is_first {
            self.turns.borrow_mut().push_back(pass.lane.clone());
        }
        self.wake();
        match woken.await {
            Ok(permit) => permit,
            // A gate outlives those who wait at it.
            Err(_) => std::future::pending().await,
        }
    }

    fn permit(self: &Rc<Self>, limit: Option<&Rc<Limit>>) -> Option<Permit> {
        if self.in_flight.get() >= self.most || limit.is_some_and(|limit| limit.in_flight.get() >= limit.most) {
            return None;
        }
        self.in_flight.set(self.in_flight.get() + 1);
        if let Some(limit) = limit {
            limit.in_flight.set(limit.in_flight.get() + 1);
        }
        Some(Permit { gate: self.clone(), limit: limit.cloned() })
    }

    /// Lets in whoever may pass, lane by lane.
    fn wake(self: &Rc<Self>) {
        // Lanes looked at since somebody passed.
        let mut idle = 0;
        loop {
            let Some(lane) = self.turns.borrow_mut().pop_front() else { return };
            let passed = self.pass_one(&lane);
            // A lane that nobody waits in any more leaves the round, and is none that was looked at in vain.
            let waits = !lane.waiting.borrow().is_empty();
            if waits {
                self.turns.borrow_mut().push_back(lane);
            }
            idle = if passed { 0 } else { idle + usize::from(waits) };
            if idle >= self.turns.borrow().len() {
                return;
            }
        }
    }

    /// Lets the first one of a lane in that may pass.
    fn pass_one(self: &Rc<Self>, lane: &Lane) -> bool {
        let mut waiting = lane.waiting.borrow_mut();
        waiting.retain(|waiting| !waiting.wake.is_closed());
        let found = (0..waiting.len()).find_map(|at| Some((at, self.permit(waiting[at].limit.as_ref())?)));
        let Some((at, permit)) = found else { return false };
        let woken = waiting.remove(at);
        drop(waiting);
        // Whoever went away meanwhile gives it back by dropping it.
        woken.is_some_and(|waiting| waiting.wake.send(permit).is_ok())
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.gate.in_flight.set(self.gate.in_flight.get() - 1);
        if let Some(limit) = &self.limit {
            limit.in_flight.set(limit.in_flight.get() - 1);
        }
        self.gate.wake();
    }
}
