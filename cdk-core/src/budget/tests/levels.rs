//! Adaptive level and pace, compared with the best fixed level, on three servers. The clock is paused.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use tokio::time::Instant;

use super::super::{Gate, Pass, QuotaReport};
use super::local;

#[derive(Clone, Copy, Debug)]
enum Kind {
    /// Every response takes this time.
    Fixed(Duration),
    /// Up to this number of requests takes this time. With more, each takes longer, and in total a little longer than
    /// one after the other.
    Loaded(Duration, usize),
    /// Every response takes this time. Above this number per second, the server responds with a rate limit error and a
    /// wait.
    Limited(Duration, usize),
}

struct Server {
    kind: Kind,
    in_flight: Cell<usize>,
    counted: RefCell<VecDeque<Instant>>,
    begun: Instant,
    /// Successful responses and rate limit errors per second.
    good: RefCell<Vec<u32>>,
    refused: RefCell<Vec<u32>>,
}

impl Server {
    fn new(kind: Kind) -> Rc<Self> {
        let (begun, in_flight, counted) = (Instant::now(), Cell::new(0), RefCell::default());
        Rc::new(Self {
            kind,
            in_flight,
            counted,
            begun,
            good: RefCell::new(vec![0; 90]),
            refused: RefCell::new(vec![0; 90]),
        })
    }

    /// Whether the response is a success.
    async fn answer(&self) -> bool {
        self.in_flight.set(self.in_flight.get() + 1);
        let (time, is_good) = match self.kind {
            Kind::Fixed(time) => (time, true),
            Kind::Loaded(time, best) => {
                let load = self.in_flight.get() as f64 / best as f64;
                (time.mul_f64(if load > 1.0 { load.powf(1.2) } else { 1.0 }), true)
            }
            Kind::Limited(time, limit) => {
                let now = Instant::now();
                let mut counted = self.counted.borrow_mut();
                counted.retain(|at| *at + Duration::from_secs(1) > now);
                let is_good = counted.len() < limit;
                if is_good {
                    counted.push_back(now);
                }
                (time, is_good)
            }
        };
        tokio::time::sleep(time).await;
        self.in_flight.set(self.in_flight.get() - 1);
        let second = usize::try_from(self.begun.elapsed().as_secs()).unwrap();
        let count = if is_good { &self.good } else { &self.refused };
        if let Some(count) = count.borrow_mut().get_mut(second) {
            *count += 1;
        }
        is_good
    }
}

/// Successful responses per second, and the share of rate limit errors, from second 10 to second 40.
async fn run(kind: Kind, gate: Rc<Gate>) -> (f64, f64) {
    let server = Server::new(kind);
    let pass = Pass::default();
    let slices = (0..gate.most() * 2).map(|_| {
        let (server, gate, pass) = (server.clone(), gate.clone(), pass.clone());
        tokio::task::spawn_local(async move {
            while server.begun.elapsed() < Duration::from_secs(40) {
                let mut permit = gate.enter(&pass).await.unwrap();
                let is_good = server.answer().await;
                let refused = (!is_good).then_some(Duration::from_secs(1));
                permit.answered(QuotaReport { quota: None, refused, is_good });
                drop(permit);
                if let Some(wait) = refused {
                    tokio::time::sleep(wait).await;
                }
            }
        })
    });
    for slice in slices.collect::<Vec<_>>() {
        slice.await.unwrap();
    }
    let sum = |counts: &RefCell<Vec<u32>>| f64::from(counts.borrow()[10..40].iter().sum::<u32>());
    let (good, refused) = (sum(&server.good), sum(&server.refused));
    (good / 30.0, refused / (good + refused))
}

fn compare(kind: Kind) {
    local(async move {
        let mut best: (f64, usize) = (0.0, 0);
        for level in [4, 5, 6, 16, 32, 64] {
            let (rate, _) = run(kind, Gate::fixed(level)).await;
            if rate > best.0 {
                best = (rate, level);
            }
        }
        let gate = Gate::new(64);
        let (rate, refused) = run(kind, gate.clone()).await;
        println!("{kind:?}: best {best:?}; found {rate:.1}, {refused:.3} refused, level {}", gate.level());

        assert!(rate >= best.0 * 0.9, "{kind:?}: {rate:.1} a second; {best:?}");
        assert!(refused <= 0.05, "{kind:?}: {refused:.3} refused");
    });
}

#[test]
fn a_server_of_fixed_latency_is_used_to_the_full() {
    for millis in [20, 100, 500] {
        compare(Kind::Fixed(Duration::from_millis(millis)));
    }
}

#[test]
fn a_server_that_slows_down_under_load_is_not_pressed() {
    for (millis, best) in [(20, 5), (50, 16), (100, 30), (50, 100)] {
        compare(Kind::Loaded(Duration::from_millis(millis), best));
    }
}

#[test]
fn a_server_that_refuses_above_a_rate_is_kept_below_it() {
    for (millis, limit) in [(100, 50), (20, 200), (300, 20), (50, 10), (20, 1_000)] {
        compare(Kind::Limited(Duration::from_millis(millis), limit));
    }
}
