//! `rate_limit(…)`: requests leave as fast as the API allows and no faster, over all streams and slices of a run.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use cdk_core::prelude::*;
use cdk_core::stream::SliceContext;
use cdk_core::testing::{Api, Connector, Output, Received, Reply, RunningApi};

#[derive(Deserialize, JsonSchema)]
struct Config {
    searches: u64,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com/v1",
    concurrency = 8,
    retry(tries = 2, max_wait = "2s"),
    rate_limit("40/1s"),
    rate_limit("{config.searches}/500ms", path = "search/*", method = "GET"),
    rate_limit(path = "exports/**", weight = 10),
    streams(Visit, Call, Search, Export, Hourly, Free, Learned),
)]
struct Shop;

async fn hundred(_: &SliceContext<'_, Config>) -> Result<Vec<u64>> {
    Ok((0..100).collect())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, slices(hundred, slice = u64), path = "visits/{slice}")]
struct Visit {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, slices(hundred, slice = u64), path = "calls/{slice}")]
struct Call {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, slices(hundred, slice = u64), path = "search/{slice}")]
struct Search {
    id: u64,
}

async fn ten(_: &SliceCx<'_, Export>) -> Result<Vec<u64>> {
    Ok((0..10).collect())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, slices(ten, slice = u64), path = "exports/{slice}/rows")]
struct Export {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, path = "hourly", paginate = "page", rate_limit("1/1h"))]
struct Hourly {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, slices(hundred, slice = u64), path = "free/{slice}", rate_limit = none)]
struct Free {
    id: u64,
}

async fn many(_: &SliceCx<'_, Learned>) -> Result<Vec<u64>> {
    Ok((0..900).collect())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, slices(many, slice = u64), path = "learned/{slice}", rate_limit = none, rate_limit(from_headers))]
struct Learned {
    id: u64,
}

#[derive(Deserialize, JsonSchema)]
struct Perhaps {
    rate: Option<u32>,
}

#[derive(Source)]
#[source(config = Perhaps, url_base = "https://api.example.com/v1", rate_limit("{config.rate}/500ms"), streams(Bounded))]
struct Settable;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Settable, slices(sixteen, slice = u64), path = "visits/{slice}")]
struct Bounded {
    id: u64,
}

async fn sixteen(_: &SliceCx<'_, Bounded>) -> Result<Vec<u64>> {
    Ok((0..16).collect())
}

/// Counts as a strict server does: so many in any such time, and 429 for the rest.
struct Strict {
    limit: usize,
    period: Duration,
    counted: Mutex<VecDeque<(Instant, usize)>>,
}

impl Strict {
    fn new(limit: usize, period: Duration) -> Self {
        Self { limit, period, counted: Mutex::default() }
    }

    fn reply(&self, weight: usize) -> Reply {
        let now = Instant::now();
        let mut counted = self.counted.lock().unwrap();
        counted.retain(|(at, _)| *at + self.period > now);
        if counted.iter().map(|(_, weight)| weight).sum::<usize>() + weight > self.limit {
            return Reply::status(429).header("Retry-After", "1");
        }
        counted.push_back((now, weight));
        Reply::json(json!([{ "id": 1 }]))
    }
}

/// A server that allows 40 requests a second, with the weight that it gives to each path.
fn strict() -> RunningApi {
    let server = Strict::new(40, Duration::from_secs(1));
    let weight = |request: &Received| if request.path().contains("exports") { 10 } else { 1 };
    let reply = std::sync::Arc::new(move |request: &Received| server.reply(weight(request)));
    let route = |reply: &std::sync::Arc<_>| {
        let reply: std::sync::Arc<dyn Fn(&Received) -> Reply + Send + Sync> = std::sync::Arc::clone(reply) as _;
        move |request: &Received| reply(request)
    };
    Api::new()
        .on("GET /v1/visits/{id}", route(&reply))
        .on("GET /v1/calls/{id}", route(&reply))
        .on("GET /v1/search/{id}", route(&reply))
        .on("GET /v1/exports/{id}/rows", route(&reply))
        .on("GET /v1/hourly", |_| Reply::json(json!([{ "id": 1 }])))
        .on("GET /v1/free/{id}", |_| Reply::json(json!([])))
        .start()
}

fn read<const N: usize>(api: &RunningApi, streams: [&str; N]) -> (Output, Duration) {
    let begun = Instant::now();
    let output = Connector::<Shop>::new(api, json!({ "searches": 10 })).concurrency(8).read(streams);
    (output, begun.elapsed())
}

fn refused(output: &Output) -> bool {
    output.logs().iter().any(|(_, text)| text.contains("HTTP 429"))
}

#[test]
fn a_strict_server_never_refuses_eight_slices_at_a_time() {
    let (output, took) = read(&strict(), ["visit"]);

    let output = output.succeeded();
    assert!(!refused(&output), "{output}");
    assert_eq!(output.records("visit").len(), 100);
    // Forty at once, forty a second later, the rest after two.
    assert!(took >= Duration::from_secs(2), "{took:?}");
    let summary = output.logs().into_iter().find(|(_, text)| text.contains("100 records")).unwrap().1;
    assert!(summary.contains(" s waiting for rate limits"), "{summary}");
}

#[test]
fn streams_share_the_budget_of_their_source() {
    let (output, took) = read(&strict(), ["visit", "call"]);

    let output = output.succeeded();
    assert!(!refused(&output), "{output}");
    assert_eq!(output.records("visit").len() + output.records("call").len(), 200);
    assert!(took >= Duration::from_secs(4), "{took:?}");
}

#[test]
fn a_path_has_a_budget_of_its_own_beside_it_and_the_config_says_how_large() {
    let (output, took) = read(&strict(), ["search"]);

    assert_eq!(output.succeeded().records("search").len(), 100);
    // Ten each half second.
    assert!(took >= Duration::from_millis(4_500), "{took:?}");
}

#[test]
fn a_request_counts_as_much_as_its_path_weighs() {
    let (output, took) = read(&strict(), ["export"]);

    let output = output.succeeded();
    assert!(!refused(&output), "{output}");
    assert!(took >= Duration::from_secs(2), "{took:?}: four of ten a second");
}

#[test]
fn a_wait_beyond_max_wait_is_a_transient_error_that_names_the_time() {
    let (output, took) = read(&strict(), ["hourly"]);

    let (error, failure_type) = output.errors().remove(0);
    assert!(
        error.starts_with("stream `hourly`: page 2: rate limit (1/1h): the next request is allowed at 20"),
        "{error}"
    );
    assert!(error.ends_with("Z, a longer wait than `max_wait` (2s)"), "{error}");
    assert_eq!(failure_type, "transient_error");
    assert!(took < Duration::from_secs(10));
}

#[test]
fn a_stream_may_have_no_budget() {
    let (output, took) = read(&strict(), ["free"]);

    output.succeeded();
    assert!(took < Duration::from_secs(2), "{took:?}");
}

#[test]
fn a_quota_that_headers_tell_of_is_used_up_and_not_overrun() {
    const QUOTA: u64 = 300;
    let (begun, asked, first) = (Instant::now(), AtomicU64::new(0), std::sync::Arc::new(AtomicU64::new(0)));
    let used = first.clone();
    // Three seconds for three hundred requests, then as many again.
    let api = Api::new()
        .on("GET /v1/learned/{id}", move |_| {
            let millis = u64::try_from(begun.elapsed().as_millis()).unwrap();
            let (window, rest) = (millis / 3_000, 3_000 - millis % 3_000);
            // The count and the window, so that one look tells both.
            let count = asked.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |at| {
                Some(if at >> 32 == window { at + 1 } else { (window << 32) + 1 })
            });
            let count = match count.unwrap() {
                at if at >> 32 == window => (at & 0xffff_ffff) + 1,
                _ => 1,
            };
            if window == 0 {
                used.fetch_max(count, Ordering::SeqCst);
            }
            let left = QUOTA.saturating_sub(count);
            let status = if count > QUOTA { 429 } else { 200 };
            let reset = rest.div_ceil(1_000).to_string();
            Reply::json(json!([{ "id": 1 }]))
                .with_status(status)
                .header("X-RateLimit-Limit", QUOTA.to_string())
                .header("X-RateLimit-Remaining", left.to_string())
                .header("X-RateLimit-Reset", reset)
        })
        .start();

    let (output, _) = read(&api, ["learned"]);

    let output = output.succeeded();
    assert!(!refused(&output), "{output}");
    assert_eq!(output.records("learned").len(), 900);
    let first = first.load(Ordering::SeqCst);
    assert!(first >= QUOTA * 95 / 100, "{first} of {QUOTA} in the first window");
}

#[test]
fn a_rate_of_the_config_that_is_none_is_the_configs_fault() {
    let api = strict();
    let output = Connector::<Shop>::new(&api, json!({ "searches": 0 })).read(["search"]);

    let want = "stream `search`: attribute `rate_limit`: `0/500ms`: a rate is at least one request, in 1 ms to 31 days";
    assert_eq!(output.errors(), [(want.to_owned(), "config_error".to_owned())]);
}

#[test]
fn a_rate_that_the_config_leaves_out_is_none() {
    let api = Api::new().on("GET /v1/visits/{id}", |_| Reply::json(json!([]))).start();
    let time = |config: Value| {
        let begun = Instant::now();
        cdk_core::testing::read::<Settable>(&api, config, ["bounded"]).succeeded();
        begun.elapsed()
    };

    let bounded = time(json!({ "rate": 4 }));
    let free = time(json!({}));

    // Four windows of half a second, of which the first begins at once.
    assert!(bounded >= Duration::from_millis(1_490) && free < bounded, "{bounded:?} and {free:?}");
    let refused = cdk_core::testing::read::<Settable>(&api, json!({ "rate": 0 }), ["bounded"]);
    assert_eq!(refused.errors()[0].1, "config_error");
}
