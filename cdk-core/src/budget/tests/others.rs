//! A wait of one request does not block other requests.

use std::rc::Rc;
use std::time::Duration;

use tokio::time::Instant;

use super::super::{Budget, Gate, Lane, Pass, QuotaReport, Rate};
use super::local;
use super::rates::stated;

fn of(budgets: &[&Rc<Budget>]) -> Pass {
    let budgets = budgets.iter().map(|budget| (Rc::clone(budget), 1)).collect();
    Pass { lane: Rc::<Lane>::default(), budgets, ..Pass::default() }
}

async fn seconds(gate: &Rc<Gate>, pass: &Pass) -> u64 {
    let begun = Instant::now();
    let passed = tokio::time::timeout(Duration::from_secs(3_600), gate.enter(pass)).await;
    drop(passed.expect("it passes").unwrap());
    begun.elapsed().as_secs()
}

#[test]
fn who_waits_behind_one_that_goes_away_is_woken() {
    local(async {
        let (gate, budget) = (Gate::new(8), stated(&["1/10s"], None));
        drop(gate.enter(&of(&[&budget])).await.unwrap());
        let [first, second] = [of(&[&budget]), of(&[&budget])];
        let gone = tokio::task::spawn_local({
            let gate = gate.clone();
            async move { drop(gate.enter(&first).await) }
        });
        tokio::task::yield_now().await;
        let waiting = tokio::task::spawn_local({
            let gate = gate.clone();
            async move { seconds(&gate, &second).await }
        });
        tokio::task::yield_now().await;

        gone.abort();

        assert_eq!(waiting.await.unwrap(), 10);
    });
}

#[test]
fn what_is_held_by_one_budget_keeps_nobody_from_another() {
    local(async {
        let (gate, common, own) = (Gate::new(8), stated(&["2/1s"], None), stated(&["100/1m"], None));
        let mut refused = gate.enter(&of(&[&own, &common])).await.unwrap();
        drop(gate.enter(&of(&[&common])).await.unwrap());
        let held = of(&[&own, &common]);
        let held = tokio::task::spawn_local({
            let gate = gate.clone();
            // It waits for both, and then for its own budget only.
            async move { seconds(&gate, &held).await }
        });
        tokio::task::yield_now().await;
        refused.answered(QuotaReport { quota: None, refused: Some(Duration::from_secs(1_800)), is_good: false });
        drop(refused);

        for _ in 0..10 {
            let waited = seconds(&gate, &of(&[&common])).await;
            assert!(waited <= 1, "{waited} s");
        }
        assert_eq!(held.await.unwrap(), 1_800);
    });
}

#[test]
fn of_a_long_window_no_request_is_freed_early() {
    local(async {
        let rate = Rate::parsed("100/1h").unwrap();
        let (gate, pass) = (Gate::new(8), of(&[&Budget::new(vec![rate], None, false, None)]));
        drop(gate.enter(&pass).await.unwrap());
        tokio::time::sleep(Duration::from_secs(3)).await;
        for _ in 0..99 {
            drop(gate.enter(&pass).await.unwrap());
        }
        let last = Instant::now();

        // One place is free one hour after the first request, the next one an hour after the others.
        drop(gate.enter(&pass).await.unwrap());
        drop(gate.enter(&pass).await.unwrap());

        assert!(last.elapsed() >= Duration::from_secs(3_600), "{:?}", last.elapsed());
    });
}

#[test]
fn a_rate_of_one_an_hour_is_within_a_longest_wait_of_an_hour() {
    local(async {
        let (gate, budget) = (Gate::new(8), stated(&["1/1h"], None));
        let pass = Pass { max_wait: Some(Duration::from_secs(3_600)), ..of(&[&budget]) };
        drop(gate.enter(&pass).await.unwrap());

        assert!(gate.enter(&pass).await.is_ok());
    });
}
