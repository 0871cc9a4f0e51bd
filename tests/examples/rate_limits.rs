//! Rate limits: how much of a limit a connector uses, and whether the server rejects requests.
//!
//! `cargo run --release -p tests --example rate_limits` (about a minute). The server counts requests, and answers 429
//! above its limit. The connector has eight requests in flight. The first stream declares 100 requests per second. The
//! second one learns 600 requests per 30 s from the response headers.
//! Out: the time compared with the shortest permitted time, the used share of the first window, and the number of
//! rejected requests. The exit code is 1 if a target is missed: no rejected request, at most 5 % more than the shortest
//! time, at least 95 % of the window.

use std::collections::VecDeque;
use std::error::Error;
use std::io::{Write, stdout};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Reply};

const DECLARED: usize = 100;
const DECLARED_SECS: usize = 1;
const LEARNED: usize = 600;
const LEARNED_SECS: usize = 30;
/// The first window does not wait.
const WINDOWS: usize = 11;

#[derive(Deserialize, JsonSchema)]
struct Nothing {}

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", concurrency = 8, streams(Declared, Learned))]
struct Limits;

async fn windows(_: &SliceCx<'_, Declared>) -> Result<Vec<usize>> {
    Ok((0..DECLARED * WINDOWS).collect())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Limits, slices(windows, slice = usize), path = "{slice}", rate_limit("100/1s"))]
struct Declared {
    id: u64,
}

async fn more_than_one(_: &SliceCx<'_, Learned>) -> Result<Vec<usize>> {
    Ok((0..LEARNED + LEARNED / 4).collect())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Limits, slices(more_than_one, slice = usize), path = "{slice}", rate_limit(from_headers))]
struct Learned {
    id: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = stdout().lock();
    let (took, rejected) = declared();
    let permitted = (DECLARED_SECS * (WINDOWS - 1)) as f64;
    let ratio = took / permitted;
    writeln!(
        out,
        "declared, {DECLARED}/{DECLARED_SECS}s: {took:.3} s, at least {permitted:.0} s ({ratio:.3}), {rejected} rejected"
    )?;
    let (used, rejected_learned) = learned();
    let share = used as f64 / LEARNED as f64;
    writeln!(
        out,
        "from_headers, {LEARNED} in {LEARNED_SECS} s: {used} in the first window ({share:.3}), {rejected_learned} rejected"
    )?;
    match rejected + rejected_learned == 0 && ratio <= 1.05 && share >= 0.95 {
        true => Ok(()),
        false => Err("target missed: no rejected request, at most 5 % more time, at least 95 % of the window".into()),
    }
}

/// The server allows [`DECLARED`] requests in any second. Returns the seconds from the first request to the last, and the
/// number of rejected requests.
fn declared() -> (f64, usize) {
    let (counted, all) = (Mutex::new(VecDeque::new()), Arc::new(Mutex::new(Vec::new())));
    let rejected = Arc::new(AtomicUsize::new(0));
    let (asked, no) = (Arc::clone(&all), Arc::clone(&rejected));
    let api = Api::new().on("GET /{id}", move |_| {
        let now = Instant::now();
        asked.lock().unwrap_or_else(PoisonError::into_inner).push(now);
        let mut counted = counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.retain(|at: &Instant| at.elapsed().as_secs_f64() < DECLARED_SECS as f64);
        if counted.len() >= DECLARED {
            no.fetch_add(1, Ordering::SeqCst);
            return Reply::status(429).header("Retry-After", "1");
        }
        counted.push_back(now);
        Reply::json(json!([]))
    });
    let api = api.start();
    Connector::<Limits>::new(&api, json!({})).concurrency(8).read(["declared"]).succeeded();
    let all = all.lock().unwrap_or_else(PoisonError::into_inner);
    let took = all.iter().max().zip(all.iter().min()).map_or(0.0, |(last, first)| (*last - *first).as_secs_f64());
    (took, rejected.load(Ordering::SeqCst))
}

/// The server has fixed windows and describes them in its headers. Returns the number of requests in the first window,
/// and the number of rejected requests.
fn learned() -> (usize, usize) {
    let (begun, counts) = (Instant::now(), Mutex::new([0_usize; 8]));
    let (first, rejected) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (used, no) = (Arc::clone(&first), Arc::clone(&rejected));
    let api = Api::new().on("GET /{id}", move |_| {
        let seconds = begun.elapsed().as_secs() as usize;
        let (window, rest) = (seconds / LEARNED_SECS, LEARNED_SECS - seconds % LEARNED_SECS);
        let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = &mut counts[window.min(7)];
        *count += 1;
        if window == 0 {
            used.store(*count, Ordering::SeqCst);
        }
        if *count > LEARNED {
            no.fetch_add(1, Ordering::SeqCst);
        }
        Reply::json(json!([]))
            .with_status(if *count > LEARNED { 429 } else { 200 })
            .header("X-RateLimit-Limit", LEARNED.to_string())
            .header("X-RateLimit-Remaining", LEARNED.saturating_sub(*count).to_string())
            .header("X-RateLimit-Reset", rest.to_string())
    });
    let api = api.start();
    Connector::<Limits>::new(&api, json!({})).concurrency(8).read(["learned"]).succeeded();
    (first.load(Ordering::SeqCst), rejected.load(Ordering::SeqCst))
}
