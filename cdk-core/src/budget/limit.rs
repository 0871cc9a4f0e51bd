//! Rate limit: its rates, and the quota from the API's headers.
//!
//! In: requests with their weight, and their responses. Out: when the next request may be sent.
//! The request that has waited longest goes first, so that light requests do not starve a heavy one.
//! Not here: waiting (see `gate`).

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use tokio::time::Instant;

use super::learned::Learned;
use super::rate::Rate;
use super::report::QuotaReport;
use super::ticket::Ticket;
use super::window::{RateWindow, Ready};

/// A rate limit of the run. Streams that share it hold the same value.
pub(crate) struct Budget {
    windows: RefCell<Vec<RateWindow>>,
    learned: Option<RefCell<Learned>>,
    /// Where a response, also a success, names a wait before the next request.
    wait_at: Option<WaitAt>,
    /// The time until which the API wants no request.
    closed_until: Cell<Option<Instant>>,
    /// The request that waits longest.
    first: RefCell<Weak<Ticket>>,
}

/// Where a response names a wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum WaitAt {
    Header(String),
    /// A path in the JSON body.
    Json(Vec<String>),
}

impl Budget {
    /// `is_learned`: whether the API's headers are used. `wait_at`: where a response names a wait.
    pub(crate) fn new(rates: Vec<Rate>, burst: Option<u32>, is_learned: bool, wait_at: Option<WaitAt>) -> Rc<Self> {
        let windows = rates.into_iter().map(|rate| RateWindow::new(rate, burst)).collect();
        let learned = is_learned.then(RefCell::default);
        Rc::new(Self {
            windows: RefCell::new(windows),
            learned,
            wait_at,
            closed_until: Cell::new(None),
            first: RefCell::default(),
        })
    }

    /// The rates as text.
    pub(crate) fn text(&self) -> String {
        let windows = self.windows.borrow();
        let mut texts: Vec<&str> = windows.iter().map(RateWindow::text).collect();
        texts.extend(self.learned.as_ref().map(|_| "quota of the API"));
        if texts.is_empty() && self.wait_at.is_some() {
            texts.push("wait requested by the API");
        }
        texts.join(", ")
    }

    /// When a request with this ticket may be sent.
    pub(super) fn ready(&self, now: Instant, weight: u32, ticket: Option<&Rc<Ticket>>) -> Ready {
        let first = self.first.borrow().upgrade();
        let is_behind = first.is_some_and(|first| ticket.is_none_or(|own| own.number > first.number));
        let closed = self.closed_until.get().filter(|until| *until > now).map_or(Ready::Now, Ready::At);
        if is_behind {
            return if closed == Ready::Now { Ready::OnAnswer } else { closed };
        }
        let windows =
            self.windows.borrow_mut().iter_mut().fold(Ready::Now, |ready, window| ready.and(window.ready(now, weight)));
        let learned = self.learned.as_ref().map_or(Ready::Now, |learned| learned.borrow().ready(now, weight));
        windows.and(learned).and(closed)
    }

    /// The request waits for this rate limit longest, so later requests wait for it.
    pub(super) fn wait(&self, ticket: &Rc<Ticket>) {
        let mut first = self.first.borrow_mut();
        if first.upgrade().is_none_or(|first| ticket.number < first.number) {
            *first = Rc::downgrade(ticket);
        }
    }

    /// The request does not wait for this rate limit. Returns whether other requests waited for it until now.
    pub(super) fn let_pass(&self, ticket: &Rc<Ticket>) -> bool {
        let mut first = self.first.borrow_mut();
        let was_first = first.upgrade().is_some_and(|first| first.number == ticket.number);
        if was_first {
            *first = Weak::new();
        }
        was_first
    }

    /// The API refused a request for this time.
    pub(super) fn close(&self, until: Instant) {
        self.closed_until.set(self.closed_until.get().max(Some(until)));
    }

    pub(super) fn wait_at(&self) -> Option<&WaitAt> {
        self.wait_at.as_ref()
    }

    pub(super) fn take(&self, now: Instant, weight: u32) {
        for window in self.windows.borrow_mut().iter_mut() {
            window.take(now, weight);
        }
        if let Some(learned) = &self.learned {
            learned.borrow_mut().take(now, weight);
        }
    }

    /// A request has ended. `report`: what the response says of the quota, if one arrived.
    pub(super) fn answered(&self, left: Instant, now: Instant, weight: u32, report: Option<QuotaReport<'_>>) {
        for window in self.windows.borrow_mut().iter_mut() {
            window.answered(left, now, weight);
        }
        if let Some(learned) = &self.learned {
            learned.borrow_mut().answered(left, now, weight, report);
        }
    }
}
