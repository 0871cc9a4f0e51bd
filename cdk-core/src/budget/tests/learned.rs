//! Quotas that an API reports, with the servers of `rates`.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use tokio::time::Instant;

use super::super::{Budget, Gate, Pass, QuotaReport};
use super::local;
use super::rates::{Counts, Server, read};
use crate::http::Quota;

#[test]
fn a_learned_quota_is_used_up_and_never_overrun() {
    for (there, back) in [(1, 1), (5, 5), (30, 90)] {
        local(async move {
            let period = Duration::from_secs(60);
            let server = Server::new(Counts::Fixed, 600, period);
            // Until the second window has begun.
            let budget = Budget::new(Vec::new(), None, true, None);
            let used = Rc::new(Cell::new(0));
            tokio::task::spawn_local({
                let (used, server) = (used.clone(), server.clone());
                async move {
                    tokio::time::sleep(period - Duration::from_millis(1)).await;
                    used.set(server.asked.get());
                }
            });

            let took = read(&server, &budget, 1_100, there, back).await;

            assert_eq!(server.refused.get(), 0, "{there} + {back} ms");
            assert!(used.get() >= 570, "{} of 600 in the first window, {there} + {back} ms", used.get());
            assert!(took < period * 2, "{took:?}");
        });
    }
}

#[test]
fn the_rest_of_a_learned_quota_is_spread_over_the_rest_of_its_time() {
    local(async {
        let (gate, begun) = (Gate::new(1), Instant::now());
        let pass = Pass { budgets: vec![(Budget::new(Vec::new(), None, true, None), 1)], ..Pass::default() };
        let mut at = Vec::new();
        for left in (0..20).rev() {
            let mut permit = gate.enter(&pass).await.unwrap();
            at.push(begun.elapsed().as_secs_f64());
            let reset = Duration::from_secs(100).checked_sub(begun.elapsed());
            let quota = Quota { left: Some(f64::from(left)), limit: Some(20.0), reset };
            permit.answered(QuotaReport { quota: Some(&quota), refused: None, is_good: true });
        }

        assert!(at[9] < 0.1, "half of it goes at full speed: {at:?}");
        let gaps: Vec<f64> = at[10..].windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(gaps.iter().all(|gap| (8.0..12.0).contains(gap)), "{gaps:?}");
    });
}

#[test]
fn where_an_api_tells_of_no_quota_nothing_is_held_back() {
    local(async {
        let (gate, begun) = (Gate::new(8), Instant::now());
        let pass = Pass { budgets: vec![(Budget::new(Vec::new(), None, true, None), 1)], ..Pass::default() };
        for _ in 0..100 {
            gate.enter(&pass).await.unwrap().answered(QuotaReport { quota: None, refused: None, is_good: true });
        }
        assert!(begun.elapsed() < Duration::from_millis(10));
    });
}

fn learned() -> Pass {
    Pass { budgets: vec![(Budget::new(Vec::new(), None, true, None), 1)], ..Pass::default() }
}

fn quota(left: f64, reset: Option<u64>) -> Quota {
    Quota { left: Some(left), limit: None, reset: reset.map(Duration::from_secs) }
}

/// Whether two requests may be in flight.
async fn lets_two_pass(gate: &Rc<Gate>, pass: &Pass) -> bool {
    let _one = gate.enter(pass).await.unwrap();
    tokio::time::timeout(Duration::from_secs(1), gate.enter(pass)).await.is_ok()
}

#[test]
fn half_a_quota_is_none() {
    local(async {
        let (gate, pass) = (Gate::new(8), learned());

        gate.enter(&pass).await.unwrap().answered(QuotaReport {
            quota: Some(&quota(3.0, None)),
            refused: None,
            is_good: true,
        });

        assert!(lets_two_pass(&gate, &pass).await);
    });
}

#[test]
fn one_refusal_of_an_api_without_headers_does_not_slow_the_rest() {
    local(async {
        let (gate, pass, begun) = (Gate::new(8), learned(), Instant::now());
        let refused = Some(Duration::from_secs(1));
        gate.enter(&pass).await.unwrap().answered(QuotaReport { quota: None, refused, is_good: false });
        gate.enter(&pass).await.unwrap().answered(QuotaReport { quota: None, refused: None, is_good: true });

        assert!(lets_two_pass(&gate, &pass).await);
        assert!(begun.elapsed() < Duration::from_secs(4));
    });
}

#[test]
fn a_request_without_an_answer_says_nothing_of_the_quota() {
    local(async {
        let (gate, pass) = (Gate::new(8), learned());

        drop(gate.enter(&pass).await.unwrap());

        assert!(!lets_two_pass(&gate, &pass).await, "one goes ahead and asks");
    });
}

#[test]
fn a_shorter_window_counts_while_a_longer_one_is_known() {
    local(async {
        let (gate, pass) = (Gate::new(8), learned());
        let told = async |left, reset| {
            let mut permit = gate.enter(&pass).await.unwrap();
            tokio::time::sleep(Duration::from_millis(10)).await;
            permit.answered(QuotaReport { quota: Some(&quota(left, Some(reset))), refused: None, is_good: true });
        };
        told(5_000.0, 80_000).await;
        told(0.0, 50).await;

        let begun = Instant::now();
        drop(gate.enter(&pass).await.unwrap());

        assert!((50..53).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
    });
}
