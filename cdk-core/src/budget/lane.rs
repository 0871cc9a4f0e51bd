//! Lane: the waiting requests of one stream.
//!
//! Not here: the order between lanes (see `gate`).

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::Instant;

use super::limit::Budget;
use super::pace::Pace;
use super::permit::Permit;
use super::ticket::Ticket;
use super::traffic::StreamLimit;

/// The waiting requests of one stream, first in, first out.
#[derive(Default)]
pub(crate) struct Lane {
    pub(super) waiting: RefCell<VecDeque<Waiting>>,
    /// Shared with the requests in flight.
    pub(super) pace: Rc<RefCell<Pace>>,
}

impl Lane {
    /// The pace in requests per second, if the API has refused requests.
    pub(crate) fn rate(&self) -> Option<f64> {
        self.pace.borrow().rate(Instant::now())
    }
}

/// What the gate needs to know of a request.
#[derive(Clone, Default)]
pub(crate) struct Pass {
    pub(crate) lane: Rc<Lane>,
    pub(crate) limit: Option<Rc<StreamLimit>>,
    /// The request's rate limits with its weight in each, the most specific one first.
    pub(crate) budgets: Vec<(Rc<Budget>, u32)>,
    /// The longest accepted wait for a rate limit. `None`: no limit.
    pub(crate) max_wait: Option<Duration>,
    /// Is called before a wait for a rate limit, with its duration and the limit. Returns whether it has logged the
    /// wait.
    pub(crate) on_wait: Option<OnWait>,
}

pub(crate) type OnWait = Rc<dyn Fn(Duration, &str) -> bool>;

/// The error of a request: its wait for a rate limit would be longer than it accepts.
#[derive(Debug)]
pub(crate) struct WaitTooLong {
    pub(crate) wait: Duration,
    pub(crate) most: Duration,
    /// The rate limit as text.
    pub(crate) budget: String,
}

/// A waiting request.
pub(super) struct Waiting {
    pub(super) pass: Pass,
    pub(super) ticket: Rc<Ticket>,
    pub(super) wake: oneshot::Sender<Result<Permit, WaitTooLong>>,
}
