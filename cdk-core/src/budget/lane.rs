//! Lane: where the requests of one stream wait, and what each of them shows at the gate.
//!
//! Not here: whose turn it is (see `gate`).

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

/// Where the requests of one stream wait, in the order in which they came.
#[derive(Default)]
pub(crate) struct Lane {
    pub(super) waiting: RefCell<VecDeque<Waiting>>,
    /// Shared with the requests in flight.
    pub(super) pace: Rc<RefCell<Pace>>,
}

impl Lane {
    /// Requests a second that are let pass, where the API's refusals said so.
    pub(crate) fn rate(&self) -> Option<f64> {
        self.pace.borrow().rate(Instant::now())
    }
}

/// What a request shows at the gate.
#[derive(Clone, Default)]
pub(crate) struct Pass {
    pub(crate) lane: Rc<Lane>,
    pub(crate) limit: Option<Rc<StreamLimit>>,
    /// The budgets that it is of, and what it counts as in each; the one that is most about it first.
    pub(crate) budgets: Vec<(Rc<Budget>, u32)>,
    /// The longest wait for a budget; `None`: as long as it takes.
    pub(crate) max_wait: Option<Duration>,
    /// Hears of a wait for a budget, before it: how long it is, and for what. Says whether that was worth telling.
    pub(crate) on_wait: Option<OnWait>,
}

pub(crate) type OnWait = Rc<dyn Fn(Duration, &str) -> bool>;

/// Why a request may not leave: the wait for a budget is longer than it may take.
#[derive(Debug)]
pub(crate) struct WaitTooLong {
    pub(crate) wait: Duration,
    pub(crate) most: Duration,
    /// The budget in words.
    pub(crate) budget: String,
}

/// A request that waits.
pub(super) struct Waiting {
    pub(super) pass: Pass,
    pub(super) ticket: Rc<Ticket>,
    pub(super) wake: oneshot::Sender<Result<Permit, WaitTooLong>>,
}
