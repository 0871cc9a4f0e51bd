//! Gate: decides when a request may be sent, by the number of requests in flight (per run and per stream) and by the
//! budgets of the API.
//!
//! In: a request with its [`Pass`]. Out: a [`Permit`], which frees its place when it is dropped. Place and budgets are
//! taken together: a request that waits for a budget does not hold a place, and a request that has passed its budgets
//! is sent at once.
//! Fairness: waiting requests are in one lane per stream (together with the requests of its parents). The lanes take
//! turns, so a stream with one request waits for one request of each other stream, however many they have.
//! Memory: the number of waiting requests is limited by the number of reading tasks.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::rc::{Rc, Weak};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::AbortHandle;
use tokio::time::Instant;

use super::lane::{Lane, Pass, WaitTooLong, Waiting};
use super::level::ConcurrencyLevel;
use super::limit::Budget;
use super::permit::{Permit, Wake};
use super::ticket::Ticket;
use super::traffic::{StreamLimit, Traffic};
use super::window::Ready;

/// Decides when requests may be sent. One per run.
pub(crate) struct Gate {
    traffic: Rc<Traffic>,
    /// The lanes with waiting requests, in the order of their turns.
    turns: RefCell<VecDeque<Rc<Lane>>>,
    limits: RefCell<HashMap<String, Weak<StreamLimit>>>,
    /// By stream (`None` for the source's budgets) and index.
    budgets: RefCell<Budgets>,
    tickets: Cell<u64>,
    /// Whether a request became the first in its queue and must be checked again.
    has_news: Cell<bool>,
    /// Time of the next check, when a budget allows a request.
    alarm: RefCell<Option<(Instant, AbortHandle)>>,
}

type Budgets = HashMap<(Option<String>, usize), Rc<Budget>>;

/// Safety margin of the budgets' waits. Not counted against the longest wait.
const CAUTION: Duration = Duration::from_secs(2);

/// Why a request must wait.
enum GateObstacle {
    /// Too many requests are in flight.
    Place,
    /// The learned pace allows the next request at this time.
    Pace(Instant),
    Budget(Ready, String),
}

impl Gate {
    /// `most` is the maximum number of requests in flight over all streams, at least 1. The actual number adapts.
    pub(crate) fn new(most: usize) -> Rc<Self> {
        Self::with(ConcurrencyLevel::new(most.max(1)))
    }

    /// A fixed number of requests in flight, to compare with an adaptive one.
    #[cfg(test)]
    pub(crate) fn fixed(most: usize) -> Rc<Self> {
        Self::with(ConcurrencyLevel::fixed(most))
    }

    fn with(level: ConcurrencyLevel) -> Rc<Self> {
        Rc::new(Self {
            traffic: Traffic::new(level),
            turns: RefCell::default(),
            limits: RefCell::default(),
            budgets: RefCell::default(),
            tickets: Cell::new(0),
            has_news: Cell::new(false),
            alarm: RefCell::default(),
        })
    }

    /// Maximum number of requests in flight over all streams.
    pub(crate) fn most(&self) -> usize {
        self.traffic.level.borrow().most()
    }

    /// Current number of allowed requests in flight over all streams.
    pub(crate) fn level(&self) -> usize {
        self.traffic.level.borrow().now()
    }

    /// Whether the API rejected a request because of a rate limit.
    pub(crate) fn was_refused(&self) -> bool {
        self.traffic.was_refused.get()
    }

    /// The limit of the stream with this name, shared by all its readers.
    pub(crate) fn limit(&self, stream: &str, most: usize) -> Rc<StreamLimit> {
        let mut limits = self.limits.borrow_mut();
        if let Some(limit) = limits.get(stream).and_then(Weak::upgrade) {
            return limit;
        }
        let limit = StreamLimit::new(most);
        limits.insert(stream.to_owned(), Rc::downgrade(&limit));
        limit
    }

    /// The budget of the stream (`None` for the source) with this index, shared by all its requests.
    pub(crate) fn budget(&self, stream: Option<&str>, at: usize, make: impl FnOnce() -> Rc<Budget>) -> Rc<Budget> {
        let key = (stream.map(str::to_owned), at);
        // Kept until the end of the run: quota that a stream used is also used for the next reader.
        self.budgets.borrow_mut().entry(key).or_insert_with(make).clone()
    }

    /// Waits until the request may be sent, and returns its permit.
    ///
    /// # Errors
    /// If a budget requires a wait longer than the maximum of the pass.
    pub(crate) async fn enter(self: &Rc<Self>, pass: &Pass) -> Result<Permit, WaitTooLong> {
        let is_alone = self.turns.borrow().is_empty();
        if is_alone && let Ok(permit) = self.permit(pass, None) {
            return Ok(permit);
        }
        self.tickets.set(self.tickets.get() + 1);
        let number = self.tickets.get();
        let ticket = Rc::new(Ticket::new(number));
        let (wake, woken) = oneshot::channel();
        let is_first = pass.lane.waiting.borrow().is_empty();
        pass.lane.waiting.borrow_mut().push_back(Waiting { pass: pass.clone(), ticket, wake });
        if is_first {
            self.turns.borrow_mut().push_back(pass.lane.clone());
        }
        // If a waiting request is cancelled, the next one in the queue must be notified.
        let _leaves = Leaves { gate: self, lane: &pass.lane, number };
        self.wake_waiting();
        match woken.await {
            Ok(outcome) => outcome,
            // The gate exists longer than the requests that wait for it.
            Err(_) => std::future::pending().await,
        }
    }

    fn permit(self: &Rc<Self>, pass: &Pass, ticket: Option<&Rc<Ticket>>) -> Result<Permit, GateObstacle> {
        let limit = pass.limit.as_ref();
        if self.traffic.is_full() || limit.is_some_and(|limit| limit.is_full()) {
            return Err(GateObstacle::Place);
        }
        let now = Instant::now();
        // A declared budget replaces the learned pace.
        let paced = if pass.budgets.is_empty() { pass.lane.pace.borrow().ready(now) } else { None };
        if let Some(at) = paced {
            return Err(GateObstacle::Pace(at));
        }
        let ready: Vec<Ready> =
            pass.budgets.iter().map(|(budget, weight)| budget.ready(now, *weight, ticket)).collect();
        let all = ready.iter().fold(Ready::Now, |all, ready| all.and(*ready));
        if all != Ready::Now {
            let budgets = pass.budgets.iter().map(|(budget, _)| budget).zip(ready);
            // A request that waits for one budget does not block the others.
            let (longest, others): (Vec<_>, Vec<_>) = budgets.partition(|(_, ready)| *ready == all);
            let text = longest.first().map(|(budget, _)| budget.text()).unwrap_or_default();
            if let Some(ticket) = ticket {
                longest.iter().for_each(|(budget, _)| budget.wait(ticket));
                let freed = others.iter().filter(|(budget, _)| budget.let_pass(ticket)).count();
                self.has_news.set(self.has_news.get() || freed > 0);
            }
            return Err(GateObstacle::Budget(all, text));
        }
        self.traffic.enter();
        if let Some(limit) = limit {
            limit.enter();
        }
        for (budget, weight) in &pass.budgets {
            budget.take(now, *weight);
        }
        pass.lane.pace.borrow_mut().take(now);
        let held_since = ticket.and_then(|ticket| ticket.held_since.get());
        Ok(Permit {
            gate: self.clone(),
            traffic: self.traffic.clone(),
            pace: pass.lane.pace.clone(),
            limit: limit.cloned(),
            budgets: pass.budgets.clone(),
            left: now,
            held_since,
            is_answered: false,
        })
    }

    /// Sends the waiting requests that may be sent, lane by lane.
    fn wake_waiting(self: &Rc<Self>) {
        // Lanes that were checked since the last request was sent.
        let mut idle = 0;
        loop {
            let Some(lane) = self.turns.borrow_mut().pop_front() else { return };
            let passed = self.pass_one(&lane) | self.has_news.take();
            // An empty lane leaves the rotation and does not count as checked.
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

    /// Sends the first request of a lane, if it may be sent.
    fn pass_one(self: &Rc<Self>, lane: &Lane) -> bool {
        let mut waiting = lane.waiting.borrow_mut();
        let mut found = None;
        for (at, one) in waiting.iter().enumerate() {
            match self.permit(&one.pass, Some(&one.ticket)) {
                Ok(permit) => found = Some((at, Ok(permit))),
                Err(GateObstacle::Place) if self.traffic.is_full() => return false,
                Err(GateObstacle::Place) => {}
                Err(GateObstacle::Pace(at)) => {
                    one.ticket.held_since.set(one.ticket.held_since.get().or(Some(Instant::now())));
                    self.look_again(at);
                }
                Err(GateObstacle::Budget(ready, budget)) => {
                    found = self.held(one, ready, budget).map(|too_long| (at, Err(too_long)));
                }
            }
            if found.is_some() {
                break;
            }
        }
        let Some((at, outcome)) = found else { return false };
        let woken = waiting.remove(at);
        drop(waiting);
        // If the request was cancelled in the meantime, dropping the permit frees it.
        woken.is_some_and(|waiting| waiting.wake.send(outcome).is_ok())
    }

    /// Records that a request waits for a budget. Returns the error if the wait is too long.
    fn held(self: &Rc<Self>, one: &Waiting, ready: Ready, budget: String) -> Option<WaitTooLong> {
        let now = Instant::now();
        let Ticket { held_since, is_told, .. } = &*one.ticket;
        held_since.set(held_since.get().or(Some(now)));
        let Ready::At(at) = ready else { return None };
        let wait = at - now;
        if let Some(most) = one.pass.max_wait.filter(|most| wait > *most + CAUTION) {
            return Some(WaitTooLong { wait, most, budget });
        }
        if let Some(on_wait) = one.pass.on_wait.as_ref().filter(|_| !is_told.get()) {
            is_told.set(on_wait(wait, &budget));
        }
        self.look_again(at);
        None
    }

    /// Schedules a check of the gate at this time.
    fn look_again(self: &Rc<Self>, at: Instant) {
        let mut alarm = self.alarm.borrow_mut();
        if alarm.as_ref().is_some_and(|(alarm, _)| *alarm <= at) {
            return;
        }
        let gate = Rc::downgrade(self);
        let task = tokio::task::spawn_local(async move {
            tokio::time::sleep_until(at).await;
            if let Some(gate) = gate.upgrade() {
                gate.alarm.take();
                gate.wake_waiting();
            }
        });
        if let Some((_, later)) = alarm.replace((at, task.abort_handle())) {
            later.abort();
        }
    }
}

impl Wake for Gate {
    fn wake(self: Rc<Self>) {
        self.wake_waiting();
    }
}

/// Removes a request from its lane when it stops waiting.
struct Leaves<'a> {
    gate: &'a Rc<Gate>,
    lane: &'a Rc<Lane>,
    number: u64,
}

impl Drop for Leaves<'_> {
    fn drop(&mut self) {
        let mut waiting = self.lane.waiting.borrow_mut();
        let Some(at) = waiting.iter().position(|one| one.ticket.number == self.number) else { return };
        let gone = waiting.remove(at);
        let is_empty = waiting.is_empty();
        drop(waiting);
        drop(gone);
        if is_empty {
            self.gate.turns.borrow_mut().retain(|lane| !Rc::ptr_eq(lane, self.lane));
        }
        self.gate.wake_waiting();
    }
}
