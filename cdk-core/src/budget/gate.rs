//! Gate: when a request may leave: how many are in flight at once, over all streams and for each of them, and what the
//! budgets of its API allow.
//!
//! In: who asks, as a [`Pass`]. Out: a [`Permit`]; the place is free again when it is dropped. Place and budgets are taken
//! together: what waits for a budget holds no place, and what has left a budget leaves at once.
//! Fairness: waiting requests stand in one lane for each stream that is read (its parents' requests among them). The lanes
//! take turns, so a stream with one request waits for one of each other stream, however many those have.
//! Memory: what waits is bounded by the tasks that read.

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

/// Lets requests pass. One a run.
pub(crate) struct Gate {
    traffic: Rc<Traffic>,
    /// The lanes in which somebody waits, in turn.
    turns: RefCell<VecDeque<Rc<Lane>>>,
    limits: RefCell<HashMap<String, Weak<StreamLimit>>>,
    /// By whose they are (`None`: the source's) and their place there.
    budgets: RefCell<Budgets>,
    tickets: Cell<u64>,
    /// Whether a request stands behind another no longer, and is to be looked at again.
    has_news: Cell<bool>,
    /// When the gate is looked at again because a budget allows something by then.
    alarm: RefCell<Option<(Instant, AbortHandle)>>,
}

type Budgets = HashMap<(Option<String>, usize), Rc<Budget>>;

/// By how much budgets wait longer than they need to; of no matter for the longest wait.
const CAUTION: Duration = Duration::from_secs(2);

/// What keeps a request.
enum GateObstacle {
    /// Too many are in flight.
    Place,
    /// It was found how often the API lets them leave.
    Pace(Instant),
    Budget(Ready, String),
}

impl Gate {
    /// `most`: requests in flight over all streams, at least one; how many there are of them finds itself.
    pub(crate) fn new(most: usize) -> Rc<Self> {
        Self::with(ConcurrencyLevel::new(most.max(1)))
    }

    /// Always so many requests in flight: what a level that finds itself is compared with.
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

    /// Requests in flight over all streams, at most.
    pub(crate) fn most(&self) -> usize {
        self.traffic.level.borrow().most()
    }

    /// Requests in flight over all streams, as they are let pass now.
    pub(crate) fn level(&self) -> usize {
        self.traffic.level.borrow().now()
    }

    /// Whether the API refused any request because there were too many.
    pub(crate) fn was_refused(&self) -> bool {
        self.traffic.was_refused.get()
    }

    /// The limit of the stream of that name: the same for all who read it.
    pub(crate) fn limit(&self, stream: &str, most: usize) -> Rc<StreamLimit> {
        let mut limits = self.limits.borrow_mut();
        if let Some(limit) = limits.get(stream).and_then(Weak::upgrade) {
            return limit;
        }
        let limit = StreamLimit::new(most);
        limits.insert(stream.to_owned(), Rc::downgrade(&limit));
        limit
    }

    /// The budget of that stream (`None`: of the source) at that place: the same for all whose requests are of it.
    pub(crate) fn budget(&self, stream: Option<&str>, at: usize, make: impl FnOnce() -> Rc<Budget>) -> Rc<Budget> {
        let key = (stream.map(str::to_owned), at);
        // Kept to the end of the run: what a stream has used up is used up for the next one.
        self.budgets.borrow_mut().entry(key).or_insert_with(make).clone()
    }

    /// A permit, once it is this request's turn.
    ///
    /// # Errors
    /// Where a budget allows it only after a longer wait than it may take.
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
        // Whoever waits behind one that goes away must hear of it.
        let _leaves = Leaves { gate: self, lane: &pass.lane, number };
        self.wake_waiting();
        match woken.await {
            Ok(outcome) => outcome,
            // A gate outlives those who wait at it.
            Err(_) => std::future::pending().await,
        }
    }

    fn permit(self: &Rc<Self>, pass: &Pass, ticket: Option<&Rc<Ticket>>) -> Result<Permit, GateObstacle> {
        let limit = pass.limit.as_ref();
        if self.traffic.is_full() || limit.is_some_and(|limit| limit.is_full()) {
            return Err(GateObstacle::Place);
        }
        let now = Instant::now();
        // A budget that is declared knows better.
        let paced = if pass.budgets.is_empty() { pass.lane.pace.borrow().ready(now) } else { None };
        if let Some(at) = paced {
            return Err(GateObstacle::Pace(at));
        }
        let ready: Vec<Ready> =
            pass.budgets.iter().map(|(budget, weight)| budget.ready(now, *weight, ticket)).collect();
        let all = ready.iter().fold(Ready::Now, |all, ready| all.and(*ready));
        if all != Ready::Now {
            let budgets = pass.budgets.iter().map(|(budget, _)| budget).zip(ready);
            // What waits for one budget keeps nobody from another.
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

    /// Lets in whoever may pass, lane by lane.
    fn wake_waiting(self: &Rc<Self>) {
        // Lanes looked at since somebody passed.
        let mut idle = 0;
        loop {
            let Some(lane) = self.turns.borrow_mut().pop_front() else { return };
            let passed = self.pass_one(&lane) | self.has_news.take();
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
        // Whoever went away meanwhile gives it back by dropping it.
        woken.is_some_and(|waiting| waiting.wake.send(outcome).is_ok())
    }

    /// A request waits for a budget; gives why it will not.
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

    /// Sees to it that the gate is looked at by then.
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

/// Takes one who waits no longer out of the lane.
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
