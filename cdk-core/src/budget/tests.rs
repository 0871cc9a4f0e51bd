use std::cell::RefCell;
use std::rc::Rc;

use super::{Gate, Lane, Pass};

mod learned;
mod levels;
mod others;
mod rates;

/// Runs on one thread, like a connector.
fn local(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, test);
}

fn pass(lane: &Rc<Lane>) -> Pass {
    Pass { lane: lane.clone(), ..Pass::default() }
}

/// The requests that were sent, in order. Each takes one second.
type Course = Rc<RefCell<Vec<(&'static str, u64)>>>;

fn request(gate: &Rc<Gate>, pass: &Pass, name: &'static str, course: &Course) -> tokio::task::JoinHandle<()> {
    let (gate, pass, course, begun) = (gate.clone(), pass.clone(), course.clone(), tokio::time::Instant::now());
    tokio::task::spawn_local(async move {
        let _permit = gate.enter(&pass).await;
        course.borrow_mut().push((name, begun.elapsed().as_secs()));
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    })
}

#[test]
fn lanes_take_turns_however_long_they_are() {
    local(async {
        let (gate, course) = (Gate::new(1), Course::default());
        let (long, short) = (pass(&Rc::default()), pass(&Rc::default()));
        let mut requests: Vec<_> = (0..100).map(|_| request(&gate, &long, "long", &course)).collect();
        requests.push(request(&gate, &short, "short", &course));
        for request in requests {
            request.await.unwrap();
        }

        let course = course.borrow();
        let short = course.iter().find(|(name, _)| *name == "short").unwrap();
        assert!(short.1 <= 2, "{short:?}");
        assert_eq!(course.last(), Some(&("long", 100)));
    });
}

#[test]
fn as_many_pass_as_there_may_be_in_flight() {
    local(async {
        let (gate, course) = (Gate::new(4), Course::default());
        let lane = pass(&Rc::default());
        let requests: Vec<_> = (0..10).map(|_| request(&gate, &lane, "a", &course)).collect();
        for request in requests {
            request.await.unwrap();
        }

        let at: Vec<u64> = course.borrow().iter().map(|(_, at)| *at).collect();
        assert_eq!(at, [0, 0, 0, 0, 1, 1, 1, 1, 2, 2]);
    });
}

#[test]
fn a_streams_own_limit_holds_whoever_reads_it_and_lets_others_pass() {
    local(async {
        let (gate, course) = (Gate::new(8), Course::default());
        let limited = || Pass { limit: Some(gate.limit("employees", 1)), ..Pass::default() };
        let passes = [limited(), limited()];
        let mut requests: Vec<_> =
            passes.iter().flat_map(|pass| (0..2).map(|_| request(&gate, pass, "limited", &course))).collect();
        requests.push(request(&gate, &pass(&passes[0].lane), "free", &course));
        for request in requests {
            request.await.unwrap();
        }

        let mut course = course.borrow().clone();
        course.sort_unstable();
        assert_eq!(course, [("free", 0), ("limited", 0), ("limited", 1), ("limited", 2), ("limited", 3)]);
    });
}

#[test]
fn who_goes_away_while_waiting_takes_no_place() {
    local(async {
        let (gate, course) = (Gate::new(1), Course::default());
        let lane = pass(&Rc::default());
        let first = request(&gate, &lane, "first", &course);
        let gone = request(&gate, &lane, "gone", &course);
        let last = request(&gate, &lane, "last", &course);
        tokio::task::yield_now().await;
        gone.abort();
        first.await.unwrap();
        last.await.unwrap();

        assert_eq!(*course.borrow(), [("first", 0), ("last", 1)]);
    });
}

#[test]
fn a_lane_that_nobody_waits_in_any_more_keeps_no_other_out() {
    local(async {
        let (gate, course) = (Gate::new(1), Course::default());
        let [first, gone, gone_too, last] =
            ["first", "gone", "gone", "last"].map(|name| request(&gate, &pass(&Rc::default()), name, &course));
        tokio::task::yield_now().await;
        gone.abort();
        gone_too.abort();
        first.await.unwrap();
        tokio::time::timeout(std::time::Duration::from_secs(60), last).await.expect("it passes").unwrap();

        assert_eq!(*course.borrow(), [("first", 0), ("last", 1)]);
    });
}
