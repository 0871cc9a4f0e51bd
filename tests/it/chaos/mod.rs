//! Chaos: 200 runs through a proxy that resets, stalls, truncates, delays, drips and lies, each with the ending that its seed
//! says beforehand.
//!
//! A request that fails at most four times costs nothing: every record, once. One that fails for good costs its stream, by its one
//! failure type, and no other. `CDK_CHAOS_SEED=17` runs one scenario alone and prints what happened.
//! What deliberate mistakes in the framework it catches: `MUTANTS.md`.

mod fault;
mod judge;
mod plan;
mod proxy;
mod source;
mod world;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use cdk_core::testing::{Api, Connector, Received, Reply, RunningApi};
use serde_json::json;

use fault::READ_TIMEOUT;
use plan::Plan;
use proxy::Proxy;
use source::Chaos;

const SCENARIOS: u64 = 200;
/// At once: they wait more than they work.
const THREADS: usize = 8;
/// Many times what the slowest one takes: a run that is not over by then hangs.
const DEADLINE: Duration = Duration::from_secs(60);

/// The server itself, which makes no mistakes.
fn server(plan: &Plan) -> RunningApi {
    let pages = plan.listings.iter().flat_map(|listing| &listing.pages);
    let pages: BTreeMap<String, String> = pages.map(|page| (page.target.clone(), page.body.clone())).collect();
    let answer = Arc::new(move |request: &Received| {
        let query: Vec<String> = request.query().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let target = if query.is_empty() {
            request.path().to_owned()
        } else {
            format!("{}?{}", request.path(), query.join("&"))
        };
        let Some(page) = pages.get(&target) else { return Reply::status(404) };
        let reply = Reply::bytes(page.clone()).header("Content-Type", "application/json");
        if request.header("x-zipped").is_some() { reply.gzip() } else { reply }
    });
    let nested = answer.clone();
    Api::new().on("GET /{a}", move |request| answer(request)).on("GET /{a}/{b}", move |request| nested(request)).start()
}

/// Runs a scenario: what was wrong with it, and what happened.
fn run(plan: Plan) -> (Vec<String>, String) {
    let plan = Arc::new(plan);
    let server = server(&plan);
    let address = server.url().trim_start_matches("http://").parse().unwrap();
    let script = plan.clone();
    let proxy = Proxy::start(address, Box::new(move |target, n| script.fault(target, n)));
    let connector = Connector::<Chaos>::unserved(json!({})).concurrency(plan.concurrency);
    let connector = connector.arg("--url-base").arg(proxy.url());
    let connector = connector.arg("--read-timeout").arg(format!("{}ms", READ_TIMEOUT.as_millis()));

    let output = connector.read(plan.streams.as_slice());

    let mut wrong = judge::judged(&plan, &output, &proxy.asked());
    wrong.extend(proxy.wrong());
    (wrong, format!("what happened:\n  {}\nthe run: {output}", proxy.told().join("\n  ")))
}

/// As [`run`], on a thread of its own, which may panic or hang.
fn watched(seed: u64) -> (Vec<String>, String) {
    let plan = Plan::new(seed);
    let told = format!(
        "seed {} (CDK_CHAOS_SEED={seed} runs it alone): {:?}, {} at once\nthe script:\n  {}\n",
        plan.seed,
        plan.streams,
        plan.concurrency,
        plan.script().join("\n  ")
    );
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let outcome = catch_unwind(AssertUnwindSafe(|| run(plan)));
        let outcome = outcome.unwrap_or_else(|panic| {
            let text =
                panic.downcast_ref::<String>().cloned().or(panic.downcast_ref::<&str>().map(|&text| text.into()));
            (vec![format!("a panic: {}", text.unwrap_or_default())], String::new())
        });
        // Nobody listens where it took too long.
        drop(sender.send(outcome));
    });
    let (wrong, happened) = receiver
        .recv_timeout(DEADLINE)
        .unwrap_or_else(|_| (vec![format!("it hangs: not over after {DEADLINE:?}")], String::new()));
    (wrong, told + &happened)
}

#[test]
fn every_scenario_ends_as_its_seed_says() {
    if let Some(seed) = std::env::var("CDK_CHAOS_SEED").ok().filter(|seed| !seed.is_empty()) {
        let (wrong, told) = watched(seed.parse().unwrap());
        assert!(wrong.is_empty(), "{}\n{told}", wrong.join("\n"));
        println!("{told}");
        return;
    }
    let (next, failed) = (AtomicU64::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= SCENARIOS {
                        break;
                    }
                    let (wrong, told) = watched(seed);
                    if !wrong.is_empty() {
                        failed.lock().unwrap().push((seed, wrong, told));
                    }
                }
            });
        }
    });
    let mut failed = failed.into_inner().unwrap();
    failed.sort();
    let seeds: Vec<u64> = failed.iter().map(|(seed, ..)| *seed).collect();
    // The first few tell what there is to tell.
    let told = failed.iter().take(3).map(|(_, wrong, told)| format!("{}\n{told}", wrong.join("\n")));
    assert!(
        failed.is_empty(),
        "{} scenarios ended otherwise: {seeds:?}\n\n{}",
        seeds.len(),
        told.collect::<Vec<_>>().join("\n\n")
    );
}

#[test]
fn at_least_140_of_the_200_recover_and_every_fault_occurs() {
    let plans: Vec<Plan> = (0..SCENARIOS).map(Plan::new).collect();

    let recovering = plans.iter().filter(|plan| plan.recovers()).count();
    assert!((140..=170).contains(&recovering), "{recovering} of {SCENARIOS}");

    let mut often = BTreeMap::<String, usize>::new();
    for plan in &plans {
        for fault in plan.faults() {
            // Without its numbers, but for a status.
            let name = format!("{fault:?}");
            let name = if name.contains("Status") { name } else { name.replace(|c: char| c.is_ascii_digit(), "") };
            *often.entry(name).or_default() += 1;
        }
    }
    // Harmless, passing and lasting ones; each place and each status counts.
    assert_eq!(often.len(), 11 + 23 + 7, "{often:#?}");
    assert!(often.values().all(|times| *times >= 3), "{often:#?}");
}
