//! `circuit = n`: a host that only fails is left alone.

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Output, Reply, RunningApi};

use super::Nothing;

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    retry(tries = 2, initial = "1ms", jitter = 0),
    streams(Visit, Call, Other, Stubborn),
)]
struct Shop;

async fn sites(_: &SliceCx<'_, Visit>) -> Result<Vec<u64>> {
    Ok((0..10_000).collect())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, slices(sites, slice = u64), path = "visits/{slice}")]
struct Visit {
    id: u64,
}

async fn calls(_: &SliceCx<'_, Call>) -> Result<Vec<u64>> {
    Ok((0..10_000).collect())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, slices(calls, slice = u64), path = "calls/{slice}")]
struct Call {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, path = "others")]
struct Other {
    id: u64,
}

async fn fifty(_: &SliceCx<'_, Stubborn>) -> Result<Vec<u64>> {
    Ok((0..50).collect())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, slices(fifty, slice = u64), path = "stubborn/{slice}", circuit = none)]
struct Stubborn {
    id: u64,
}

fn failing() -> RunningApi {
    Api::new().on("GET /visits/{id}", |_| Reply::status(503)).on("GET /stubborn/{id}", |_| Reply::status(503)).start()
}

fn read<const N: usize>(api: &RunningApi, concurrency: usize, streams: [&str; N]) -> Output {
    Connector::<Shop>::new(api, json!({})).concurrency(concurrency).read(streams)
}

#[test]
fn after_twenty_failed_requests_the_rest_fails_at_once_with_one_message() {
    for concurrency in [1, 4] {
        let api = failing();

        let output = read(&api, concurrency, ["visit"]);

        let error = output.failed();
        assert!(error.contains("slices failed, the rest was not tried"), "{error}");
        assert!(error.ends_with("server error (HTTP 503, after 2 attempts)"), "{error}");
        assert_eq!(output.errors()[0].1, "transient_error");
        let sent = api.count("GET /visits/{id}");
        assert!((40..=40 + 2 * concurrency).contains(&sent), "{sent} requests with {concurrency} in flight");
    }
}

#[test]
fn a_host_that_failed_for_one_stream_is_not_asked_for_another() {
    let api =
        Api::new().on("GET /visits/{id}", |_| Reply::status(503)).on("GET /calls/{id}", |_| Reply::status(503)).start();

    let output = read(&api, 1, ["visit", "call"]);

    let sent = api.count("GET /visits/{id}") + api.count("GET /calls/{id}");
    assert!((40..=44).contains(&sent), "{sent} requests, not 40 of each stream");
    assert_eq!((output.errors().len(), output.exit_code()), (2, 1));
    let told: Vec<_> =
        output.logs().into_iter().filter(|(_, text)| text.starts_with("circuit breaker open: ")).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].1.contains("failed 20 requests in a row (the last: HTTP 503)"), "{told:?}");
}

#[test]
fn without_a_circuit_every_slice_is_tried() {
    let api = failing();

    let error = read(&api, 1, ["stubborn"]).failed();

    assert!(error.contains("50 of 50 slices failed; the first"), "{error}");
    assert_eq!(api.count("GET /stubborn/{id}"), 100);
}

#[test]
fn refusals_are_no_failures_of_the_host() {
    let api = Api::new()
        .on("GET /visits/{id}", |request| match request.capture("id").parse::<u64>() {
            Ok(id) if id % 19 == 0 => Reply::json(json!([])),
            Ok(id) if id < 60 => Reply::status(404),
            _ => Reply::status(401),
        })
        .on("GET /others", |_| Reply::json(json!([{ "id": 1 }])))
        .start();

    let output = read(&api, 1, ["visit", "other"]);

    assert_eq!(output.statuses("other").last().unwrap(), "COMPLETE");
    assert!(output.failed().contains("HTTP 404"), "{output}");
}
