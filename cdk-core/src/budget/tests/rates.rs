//! Budgets with servers that count: no server rejects a request, and no time is wasted. The clock is paused.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use tokio::time::Instant;

use super::super::{Budget, Gate, Pass, QuotaReport, Rate};
use super::local;
use crate::http::Quota;

/// How a server counts.
#[derive(Clone, Copy)]
pub(super) enum Counts {
    /// In any period of this length.
    Sliding,
    /// In consecutive windows.
    Fixed,
}

pub(super) struct Server {
    counts: Counts,
    limit: usize,
    period: Duration,
    begun: Instant,
    counted: RefCell<VecDeque<Instant>>,
    pub(super) refused: Cell<usize>,
    pub(super) asked: Cell<usize>,
}

impl Server {
    pub(super) fn new(counts: Counts, limit: usize, period: Duration) -> Rc<Self> {
        let (begun, counted) = (Instant::now(), RefCell::default());
        Rc::new(Self { counts, limit, period, begun, counted, refused: Cell::new(0), asked: Cell::new(0) })
    }

    /// Counts a request. Returns the number left and the rest of the window.
    fn count(&self) -> (usize, Duration) {
        let now = Instant::now();
        self.asked.set(self.asked.get() + 1);
        let windows = u32::try_from((now - self.begun).as_millis() / self.period.as_millis()).unwrap();
        let window = self.begun + self.period * windows;
        let mut counted = self.counted.borrow_mut();
        match self.counts {
            Counts::Sliding => counted.retain(|at| *at + self.period > now),
            Counts::Fixed => counted.retain(|at| *at >= window),
        }
        if counted.len() >= self.limit {
            self.refused.set(self.refused.get() + 1);
        } else {
            counted.push_back(now);
        }
        (self.limit - counted.len(), window + self.period - now)
    }
}

/// A pseudo-random number from 0 to `most`.
fn noise(seed: &Cell<u64>, most: u64) -> u64 {
    seed.set(seed.get().wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407));
    (seed.get() >> 33) % most.max(1)
}

/// Sends `requests`, eight at a time. Each takes at most `there` milliseconds to the server and `back` milliseconds
/// back. Returns the total time.
pub(super) async fn read(server: &Rc<Server>, budget: &Rc<Budget>, requests: usize, there: u64, back: u64) -> Duration {
    let (gate, begun, left) = (Gate::new(8), Instant::now(), Rc::new(Cell::new(requests)));
    let pass = Pass { budgets: vec![(budget.clone(), 1)], ..Pass::default() };
    let slices = (0..8).map(|slice| {
        let (gate, pass, left, server) = (gate.clone(), pass.clone(), left.clone(), server.clone());
        tokio::task::spawn_local(async move {
            let seed = Cell::new(slice);
            while left.get() > 0 {
                left.set(left.get() - 1);
                let mut permit = gate.enter(&pass).await.unwrap();
                tokio::time::sleep(Duration::from_millis(noise(&seed, there))).await;
                let (remaining, reset) = server.count();
                tokio::time::sleep(Duration::from_millis(noise(&seed, back))).await;
                // In whole seconds, as servers report it.
                let reset = Duration::from_secs(reset.as_secs());
                let quota =
                    Quota { left: Some(remaining as f64), limit: Some(server.limit as f64), reset: Some(reset) };
                permit.answered(QuotaReport { quota: Some(&quota), refused: None, is_good: true });
            }
        })
    });
    for slice in slices.collect::<Vec<_>>() {
        slice.await.unwrap();
    }
    begun.elapsed()
}

pub(super) fn stated(rates: &[&str], burst: Option<u32>) -> Rc<Budget> {
    Budget::new(rates.iter().map(|rate| Rate::parsed(rate).unwrap()).collect(), burst, false, None)
}

#[test]
fn a_stated_budget_is_never_overrun_and_costs_no_time() {
    for (rate, limit, millis) in
        [("20/1s", 20, 1_000), ("100/1m", 100, 60_000), ("5/200ms", 5, 200), ("1/1s", 1, 1_000)]
    {
        for counts in [Counts::Sliding, Counts::Fixed] {
            for (there, back) in [(1, 1), (20, 20), (1, 120)] {
                local(async move {
                    let period = Duration::from_millis(millis);
                    let server = Server::new(counts, limit, period);
                    let requests = limit * 6;

                    let took = read(&server, &stated(&[rate], None), requests, there, back).await;

                    assert_eq!(
                        (server.refused.get(), server.asked.get()),
                        (0, requests),
                        "{rate}, {there} + {back} ms"
                    );
                    let permitted = period.as_secs_f64() * 5.0;
                    let on_the_way = f64::from(u32::try_from((there + back) * 6).unwrap()) / 1e3;
                    let most = permitted * 1.05 + on_the_way;
                    assert!(took.as_secs_f64() <= most, "{rate}, {there} + {back} ms: {took:?} of {permitted} s");
                });
            }
        }
    }
}

#[test]
fn several_rates_hold_together() {
    local(async {
        let (second, minute) = (
            Server::new(Counts::Sliding, 10, Duration::from_secs(1)),
            Server::new(Counts::Sliding, 50, Duration::from_secs(60)),
        );
        let budget = stated(&["10/1s", "50/1m"], None);

        let took = read(&second, &budget, 60, 1, 1).await;

        assert_eq!(second.refused.get(), 0);
        // Fifty in the first five seconds, the rest one minute later.
        assert!((60.0..63.0).contains(&took.as_secs_f64()), "{took:?}");
        drop(minute);
    });
}

#[test]
fn a_burst_goes_at_once_and_the_rest_follows_at_even_distances() {
    local(async {
        let budget = stated(&["60/1m"], Some(5));
        let (gate, begun) = (Gate::new(64), Instant::now());
        let pass = Pass { budgets: vec![(budget, 1)], ..Pass::default() };
        let mut at = Vec::new();
        for _ in 0..10 {
            drop(gate.enter(&pass).await.unwrap());
            at.push(begun.elapsed().as_millis() / 100);
        }

        assert_eq!(at, [0, 0, 0, 0, 0, 10, 20, 30, 40, 50]);
    });
}

#[test]
fn a_heavy_request_is_not_starved_by_light_ones() {
    local(async {
        let budget = stated(&["10/1s"], None);
        let (gate, begun) = (Gate::new(64), Instant::now());
        let pass = |weight| Pass { budgets: vec![(budget.clone(), weight)], ..Pass::default() };
        let (light, heavy) = (pass(1), pass(10));
        let ask = |pass: &Pass| {
            let (gate, pass) = (gate.clone(), pass.clone());
            tokio::task::spawn_local(async move {
                drop(gate.enter(&pass).await.unwrap());
                begun.elapsed().as_millis()
            })
        };
        let first: Vec<_> = (0..15).map(|_| ask(&light)).collect();
        let heavy = ask(&heavy);
        let last: Vec<_> = (0..15).map(|_| ask(&light)).collect();
        for one in first.into_iter().chain(last) {
            one.await.unwrap();
        }

        let heavy = heavy.await.unwrap();
        assert!((2_000..2_200).contains(&heavy), "{heavy} ms: behind the fifteen, and before the others");
    });
}

#[test]
fn a_wait_that_is_longer_than_it_may_be_is_an_error() {
    local(async {
        let gate = Gate::new(8);
        let (budgets, max_wait) = (vec![(stated(&["1/2h"], None), 1)], Some(Duration::from_secs(3_600)));
        let pass = Pass { budgets, max_wait, ..Pass::default() };
        drop(gate.enter(&pass).await.unwrap());

        let too_long = gate.enter(&pass).await.err().unwrap();

        assert_eq!((too_long.most.as_secs(), too_long.budget.as_str()), (3_600, "1/2h"));
        assert!(too_long.wait.as_secs() >= 7_200, "{too_long:?}");
    });
}

#[test]
fn what_waits_for_a_budget_holds_no_place() {
    local(async {
        let (gate, begun) = (Gate::new(1), Instant::now());
        let limited = Pass { budgets: vec![(stated(&["1/1m"], None), 1)], ..Pass::default() };
        drop(gate.enter(&limited).await.unwrap());
        let waiting = tokio::task::spawn_local({
            let gate = gate.clone();
            async move { drop(gate.enter(&limited).await.unwrap()) }
        });
        tokio::task::yield_now().await;

        drop(gate.enter(&Pass::default()).await.unwrap());

        assert!(begun.elapsed() < Duration::from_secs(1));
        waiting.await.unwrap();
        assert!(begun.elapsed() >= Duration::from_secs(60));
    });
}

#[test]
fn an_api_that_refuses_closes_the_budget_for_all() {
    local(async {
        let (gate, begun) = (Gate::new(8), Instant::now());
        let pass = Pass { budgets: vec![(stated(&["100/1s"], None), 1)], ..Pass::default() };
        let mut refused = gate.enter(&pass).await.unwrap();
        refused.answered(QuotaReport { quota: None, refused: Some(Duration::from_secs(30)), is_good: false });
        drop(refused);

        drop(gate.enter(&pass).await.unwrap());

        assert_eq!(begun.elapsed().as_secs(), 30);
    });
}
