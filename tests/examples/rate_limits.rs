//! Rate limits, measured: how much of the time that an API allows a connector uses, and whether the API ever refuses it.
//!
//! `cargo run --release -p tests --example rate_limits` (about a minute). A server that counts and answers 429 beyond its limit is read by eight
//! slices at a time: with a stated budget of 100 requests a second, and with one of 600 in 30 s that only headers tell of.
//! Out: the time beside the time that the limit permits, the share of the first window that was used, and refusals.
//! The exit code is 1 where a promise is broken: no refusal, within 5 % of the time, at least 95 % of the window.

use std::collections::VecDeque;
use std::error::Error;
use std::io::{Write, stdout};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Reply};

const STATED: usize = 100;
const STATED_SECS: usize = 1;
const LEARNED: usize = 600;
const LEARNED_SECS: usize = 30;
/// The first goes at once, so there is one window less to wait for.
const WINDOWS: usize = 11;

#[derive(Deserialize, JsonSchema)]
struct Nothing {}

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", concurrency = 8, streams(Stated, Learned))]
struct Limits;

async fn windows(_: &SliceCx<'_, Stated>) -> Result<Vec<usize>> {
    Ok((0..STATED * WINDOWS).collect())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Limits, slices(windows, slice = usize), path = "{slice}", rate_limit("100/1s"))]
struct Stated {
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
    let (took, refused) = stated();
    let permitted = (STATED_SECS * (WINDOWS - 1)) as f64;
    let ratio = took / permitted;
    writeln!(
        out,
        "stated, {STATED}/{STATED_SECS}s: {took:.3} s of {permitted:.0} s permitted ({ratio:.3}), {refused} refused"
    )?;
    let (used, refused_learned) = learned();
    let share = used as f64 / LEARNED as f64;
    writeln!(
        out,
        "from_headers, {LEARNED} in {LEARNED_SECS} s: {used} in the first window ({share:.3}), {refused_learned} refused"
    )?;
    match refused + refused_learned == 0 && ratio <= 1.05 && share >= 0.95 {
        true => Ok(()),
        false => Err("not what is promised: no refusal, 5 % of the time at most, 95 % of the window at least".into()),
    }
}

/// Against a server that allows so many in any second: the seconds from the first request to the last, and refusals.
fn stated() -> (f64, usize) {
    let (counted, all) = (Mutex::new(VecDeque::new()), Arc::new(Mutex::new(Vec::new())));
    let refused = Arc::new(AtomicUsize::new(0));
    let (asked, no) = (Arc::clone(&all), Arc::clone(&refused));
    let api = Api::new().on("GET /{id}", move |_| {
        let now = Instant::now();
        asked.lock().unwrap_or_else(PoisonError::into_inner).push(now);
        let mut counted = counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.retain(|at: &Instant| at.elapsed().as_secs_f64() < STATED_SECS as f64);
        if counted.len() >= STATED {
            no.fetch_add(1, Ordering::SeqCst);
            return Reply::status(429).header("Retry-After", "1");
        }
        counted.push_back(now);
        Reply::json(json!([]))
    });
    let api = api.start();
    Connector::<Limits>::new(&api, json!({})).concurrency(8).read(["stated"]).succeeded();
    let all = all.lock().unwrap_or_else(PoisonError::into_inner);
    let took = all.iter().max().zip(all.iter().min()).map_or(0.0, |(last, first)| (*last - *first).as_secs_f64());
    (took, refused.load(Ordering::SeqCst))
}

/// Against a server that tells of a fixed window in its headers: how much of the first one was used, and refusals.
fn learned() -> (usize, usize) {
    let (begun, counts) = (Instant::now(), Mutex::new([0_usize; 8]));
    let (first, refused) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (used, no) = (Arc::clone(&first), Arc::clone(&refused));
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
    (first.load(Ordering::SeqCst), refused.load(Ordering::SeqCst))
}
