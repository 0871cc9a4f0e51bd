//! Gate: decides when a request is sent, by the limit of requests in flight and by the rate limits of the API.
//!
//! In: a request as a [`Pass`]. Out: a [`Permit`], which frees the place when it is dropped. A request takes its place
//! and its rate limits at the same time, so a request that waits for a rate limit holds no place.
//! Fairness: each stream that is read has one lane for its requests and those of its parents. The lanes take turns, so
//! a stream with one request waits for at most one request of each other stream.
//! Memory: the tasks that read limit the number of waiting requests.

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

/// Lets requests pass. There is one per run.
pub(crate) struct Gate {
    traffic: Rc<Traffic>,
    /// The lanes with waiting requests, in the order of their turns.
    turns: RefCell<VecDeque<Rc<Lane>>>,
    limits: RefCell<HashMap<String, Weak<StreamLimit>>>,
    /// The rate limits by their stream (`None`: the source) and position.
    budgets: RefCell<Budgets>,
    tickets: Cell<u64>,
    /// Whether a request has become the first in its lane since the last look.
    has_news: Cell<bool>,
    /// When the gate is checked again because a rate limit allows a request.
    alarm: RefCell<Option<(Instant, AbortHandle)>>,
}

type Budgets = HashMap<(Option<String>, usize), Rc<Budget>>;

/// Tolerance of a rate limit's wait. It does not count for `max_wait`.
const CAUTION: Duration = Duration::from_secs(2);

/// The reason why a request waits.
enum GateObstacle {
    /// Too many requests are in flight.
    Place,
    /// The pace of the stream does not allow it yet.
    Pace(Instant),
    Budget(Ready, String),
}

impl Gate {
    /// `most`: the maximum of requests in flight for all streams, at least one. The gate adapts the number below it.
    pub(crate) fn new(most: usize) -> Rc<Self> {
        Self::with(ConcurrencyLevel::new(most.max(1)))
    }

    /// A fixed number of requests in flight, to compare with the adaptive number.
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

    /// The maximum of requests in flight for all streams.
    pub(crate) fn most(&self) -> usize {
        self.traffic.level.borrow().most()
    }

    /// The current limit of requests in flight for all streams.
    pub(crate) fn level(&self) -> usize {
        self.traffic.level.borrow().now()
    }

    /// Whether the API has refused a request because there were too many.
    pub(crate) fn was_refused(&self) -> bool {
        self.traffic.was_refused.get()
    }

    /// The limit of the stream with this name, shared by all of its readers.
    pub(crate) fn limit(&self, stream: &str, most: usize) -> Rc<StreamLimit> {
        let mut limits = self.limits.borrow_mut();
        if let Some(limit) = limits.get(stream).and_then(Weak::upgrade) {
            return limit;
        }
        let limit = StreamLimit::new(most);
        limits.insert(stream.to_owned(), Rc::downgrade(&limit));
        limit
    }

    /// The rate limit of this stream (`None`: of the source) at this position, shared by all of its requests.
    pub(crate) fn budget(&self, stream: Option<&str>, at: usize, make: impl FnOnce() -> Rc<Budget>) -> Rc<Budget> {
        let key = (stream.map(str::to_owned), at);
        // Kept to the end of the run: a later reader of the stream continues with the same quota.
        self.budgets.borrow_mut().entry(key).or_insert_with(make).clone()
    }

    /// A permit, when it is the request's turn.
    ///
    /// # Errors
    /// If a rate limit allows the request only after a longer wait than it accepts.
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
        // The request after one that is dropped must be checked again.
        let _leaves = Leaves { gate: self, lane: &pass.lane, number };
        self.wake_waiting();
        match woken.await {
            Ok(outcome) => outcome,
            // A gate lives longer than the requests that wait for it.
            Err(_) => std::future::pending().await,
        }
    }

    fn permit(self: &Rc<Self>, pass: &Pass, ticket: Option<&Rc<Ticket>>) -> Result<Permit, GateObstacle> {
        let limit = pass.limit.as_ref();
        if self.traffic.is_full() || limit.is_some_and(|limit| limit.is_full()) {
            return Err(GateObstacle::Place);
        }
        let now = Instant::now();
        // A declared rate limit has precedence over the pace.
        let paced = if pass.budgets.is_empty() { pass.lane.pace.borrow().ready(now) } else { None };
        if let Some(at) = paced {
            return Err(GateObstacle::Pace(at));
        }
        let ready: Vec<Ready> =
            pass.budgets.iter().map(|(budget, weight)| budget.ready(now, *weight, ticket)).collect();
        let all = ready.iter().fold(Ready::Now, |all, ready| all.and(*ready));
        if all != Ready::Now {
            let budgets = pass.budgets.iter().map(|(budget, _)| budget).zip(ready);
            // A request that waits for one rate limit does not block requests with other limits.
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

    /// Lets all requests pass that may, lane by lane.
    fn wake_waiting(self: &Rc<Self>) {
        // Lanes checked since the last request passed.
        let mut idle = 0;
        loop {
            let Some(lane) = self.turns.borrow_mut().pop_front() else { return };
            let passed = self.pass_one(&lane) | self.has_news.take();
            // A lane without waiting requests leaves the round, and does not count as checked.
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

    /// Lets the first request of a lane pass that may.
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
        // A request that was dropped in the meantime returns its permit.
        woken.is_some_and(|waiting| waiting.wake.send(outcome).is_ok())
    }

    /// A request waits for a rate limit. Returns an error if the wait is too long.
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

    /// Schedules the next check of the gate.
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

/// Removes a request that waits no longer from its lane.
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
