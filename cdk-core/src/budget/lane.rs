//! Lane: the queue of the requests of one stream, and the pass of a request.
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

/// The queue of the requests of one stream, in order of arrival.
#[derive(Default)]
pub(crate) struct Lane {
    pub(super) waiting: RefCell<VecDeque<Waiting>>,
    /// Shared with the requests in flight.
    pub(super) pace: Rc<RefCell<Pace>>,
}

impl Lane {
    /// Requests per second, if rate limit errors have led to a limit.
    pub(crate) fn rate(&self) -> Option<f64> {
        self.pace.borrow().rate(Instant::now())
    }
}

/// The limits that apply to a request at the gate.
#[derive(Clone, Default)]
pub(crate) struct Pass {
    pub(crate) lane: Rc<Lane>,
    pub(crate) limit: Option<Rc<StreamLimit>>,
    /// The budgets of the request, with its weight in each. The most specific budget is first.
    pub(crate) budgets: Vec<(Rc<Budget>, u32)>,
    /// Maximum wait for a budget; `None` without a limit.
    pub(crate) max_wait: Option<Duration>,
    /// Called before a wait for a budget, with its duration and the budget. Returns whether it was logged.
    pub(crate) on_wait: Option<OnWait>,
}

pub(crate) type OnWait = Rc<dyn Fn(Duration, &str) -> bool>;

/// The error of a request whose wait for a budget is longer than the maximum.
#[derive(Debug)]
pub(crate) struct WaitTooLong {
    pub(crate) wait: Duration,
    pub(crate) most: Duration,
    /// Description of the budget.
    pub(crate) budget: String,
}

/// A waiting request.
pub(super) struct Waiting {
    pub(super) pass: Pass,
    pub(super) ticket: Rc<Ticket>,
    pub(super) wake: oneshot::Sender<Result<Permit, WaitTooLong>>,
}
