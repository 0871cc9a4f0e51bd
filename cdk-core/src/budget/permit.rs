//! Permit: a request in flight. Its end informs the limits that let it pass.
//!
//! In: the end of the request. Out: a free place, and the result for the level, the pace and the rate limits.
//! Not here: which request may pass (`gate`).

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use tokio::time::Instant;

use super::limit::{Budget, WaitAt};
use super::pace::Pace;
use super::report::QuotaReport;
use super::traffic::{StreamLimit, Traffic};

/// The gate, which lets the next request pass.
pub(super) trait Wake {
    /// A place is free.
    fn wake(self: Rc<Self>);
}

/// A request in flight.
pub(crate) struct Permit {
    pub(super) gate: Rc<dyn Wake>,
    pub(super) traffic: Rc<Traffic>,
    pub(super) pace: Rc<RefCell<Pace>>,
    pub(super) limit: Option<Rc<StreamLimit>>,
    pub(super) budgets: Vec<(Rc<Budget>, u32)>,
    pub(super) left: Instant,
    /// Since when the request waited only for a rate limit.
    pub(crate) held_since: Option<Instant>,
    pub(super) is_answered: bool,
}

impl Permit {
    /// Whether a limit needs the quota of a successful response.
    pub(crate) fn has_budgets(&self) -> bool {
        !self.budgets.is_empty()
    }

    /// The response has arrived, with its quota.
    pub(crate) fn answered(&mut self, report: QuotaReport<'_>) {
        self.over(Some(report));
        // The refusal does not name its rate limit, so the other limits are not blocked.
        if let (Some((budget, _)), Some(wait)) = (self.budgets.first(), report.refused) {
            budget.close(Instant::now() + wait);
        }
    }

    /// Blocks a rate limit until the wait is over that the response names for it, whatever its status. `wait` reads the
    /// wait.
    pub(crate) fn hold_back(&self, wait: impl Fn(&WaitAt) -> Option<Duration>) {
        for (budget, _) in &self.budgets {
            if let Some(wait) = budget.wait_at().and_then(&wait) {
                budget.close(Instant::now() + wait);
            }
        }
    }

    /// No response arrived.
    pub(crate) fn failed(&mut self) {
        if !self.is_answered {
            let is_full = self.traffic.is_full();
            self.traffic.level.borrow_mut().answered(self.left, Instant::now(), false, is_full);
        }
        self.over(None);
    }

    fn over(&mut self, report: Option<QuotaReport<'_>>) {
        if std::mem::replace(&mut self.is_answered, true) {
            return;
        }
        let now = Instant::now();
        for (budget, weight) in &self.budgets {
            budget.answered(self.left, now, *weight, report);
        }
        let Some(report) = report else { return };
        let traffic = &self.traffic;
        if report.refused.is_none() {
            let is_full = traffic.is_full();
            traffic.level.borrow_mut().answered(self.left, now, report.is_good, is_full);
            self.pace.borrow_mut().answered(now);
            return;
        }
        traffic.was_refused.set(true);
        // The rate limit is blocked instead.
        if self.budgets.is_empty() {
            let mut pace = self.pace.borrow_mut();
            pace.refused(self.left, now);
            traffic.level.borrow_mut().refused(self.left, now, pace.rate(now).unwrap_or(0.0));
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.over(None);
        self.traffic.leave();
        if let Some(limit) = &self.limit {
            limit.leave();
        }
        Rc::clone(&self.gate).wake();
    }
}
