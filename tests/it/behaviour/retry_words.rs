//! `retry`, `should_retry`, `backoff_time`: what a source and its streams say about attempts, and what is told of waits.

use cdk_core::SourceDef;
use cdk_core::prelude::*;
use cdk_core::stream::{Attempt, Retry};
use cdk_core::testing::{self, Api, Connector, Output, Reply, RunningApi};

use super::{Item, Nothing};

/// The seed's example: Slack says how long to wait in `Retry-After`, and that something is wrong in a 200.
#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://slack.example.com/api",
    should_retry = is_busy,
    backoff_time = wait_of,
    streams(User, Channel, Member, Own, Plain),
)]
struct Slack;

fn is_ratelimited(attempt: &Attempt<'_>) -> bool {
    attempt.json().is_some_and(|body| body["error"] == "ratelimited")
}

fn is_busy(cx: &SourceCx<'_, Nothing>) -> Result<bool> {
    let attempt = cx.attempt()?;
    Ok(attempt.is_retried_by_default() || is_ratelimited(attempt))
}

fn wait_of(cx: &SourceCx<'_, Nothing>) -> Result<Option<Duration>> {
    let attempt = cx.attempt()?;
    let told = attempt.header("Retry-After").and_then(|seconds| seconds.parse().ok()).map(Duration::from_secs);
    Ok(Some(told.unwrap_or(Duration::from_millis(100))))
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Slack, path = "users.list", records = "members", retry(tries = 3))]
struct User {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Slack, path = "conversations.list", records = "channels", primary_key = "id")]
struct Channel {
    id: u64,
}

/// Decides by its parent.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Slack, parent = Channel, path = "members/{parent.id}", should_retry = of_the_first, backoff_time = at_once)]
struct Member {
    id: u64,
}

fn of_the_first(cx: &Cx<'_, Member>) -> Result<bool> {
    Ok(cx.parent()?.id == 1 && cx.attempt()?.status().is_some_and(|status| status == 404))
}

fn at_once(_: &Cx<'_, Member>) -> Result<Option<Duration>> {
    Ok(Some(Duration::ZERO))
}

/// Takes no answer for final, and gives no reason for an error.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Slack, path = "own", should_retry = never)]
struct Own {
    id: u64,
}

fn never(cx: &Cx<'_, Own>) -> Result<bool> {
    let attempt = cx.attempt()?;
    match attempt.status().map(|status| status.as_u16()) {
        Some(200) => Ok(false),
        None => Err(Error::config(format!("no answer: {}", attempt.what()))),
        status => Err(Error::config(format!("{status:?}"))),
    }
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Slack, path = "plain", records = ".")]
struct Plain {
    id: u64,
}

fn limited() -> Reply {
    Reply::json(json!({ "ok": false, "error": "ratelimited" }))
}

/// The waits that were told.
fn waits(output: &Output) -> Vec<String> {
    let told = output.logs().into_iter().filter_map(|(_, text)| Some(text.split_once("; retry in ")?.1.to_owned()));
    told.collect()
}

#[test]
fn slacks_example_waits_as_long_as_the_header_says_or_its_own_default() {
    let users = [
        limited().with_status(429).header("Retry-After", "0"),
        limited(),
        Reply::json(json!({ "ok": true, "members": [{ "id": 1 }] })),
    ];
    let api = Api::new().on_each("GET /api/users.list", users).start();

    let output = testing::read::<Slack>(&api, json!({}), ["user"]).succeeded();

    assert_eq!(waits(&output), ["0.0 s (attempt 2 of 3)", "0.1 s (attempt 3 of 3)"]);
    assert_eq!(output.records("user"), [json!({ "id": 1 })]);
}

#[test]
fn a_200_that_is_an_error_to_the_end_fails_its_stream() {
    let api = Api::new().on("GET /api/users.list", |_| limited().header("Retry-After", "0")).start();

    let output = testing::read::<Slack>(&api, json!({}), ["user"]);

    let want = "stream `user`: page 1: the API rejected the request (HTTP 200: ratelimited, after 3 attempts)";
    assert_eq!(output.errors(), [(want.to_owned(), "transient_error".to_owned())]);
    assert_eq!(api.count("GET /api/users.list"), 3);
}

#[test]
fn a_streams_function_takes_the_place_of_the_sources_and_sees_the_parent() {
    let api = Api::new()
        .on("GET /api/conversations.list", |_| Reply::json(json!({ "channels": [{ "id": 1 }, { "id": 2 }] })))
        .on("GET /api/members/{id}", |_| Reply::json(json!({ "message": "gone" })).with_status(404))
        .start();

    let error = testing::read::<Slack>(&api, json!({}), ["member"]).failed();

    assert!(
        error
            .contains("2 of 2 slices failed; the first: parent channel (id = 1): page 1: the API rejected the request"),
        "{error}"
    );
    assert_eq!((api.count("GET /api/members/1"), api.count("GET /api/members/2")), (5, 1));
}

#[test]
fn the_error_of_a_function_fails_the_stream_at_once() {
    for (reply, want) in [
        (Reply::reset(), "hook `should_retry`: no answer: connection lost"),
        (Reply::bytes("[{"), "hook `should_retry`: no answer: the body ends too early, after 2 bytes"),
        (Reply::status(500), "hook `should_retry`: Some(500)"),
    ] {
        let api = Api::new().on_each("GET /api/own", [reply]).start();

        let output = testing::read::<Slack>(&api, json!({}), ["own"]);

        let (error, failure_type) = output.errors().remove(0);
        assert!(error.starts_with(&format!("stream `own`: page 1: {want}")), "{error}");
        assert_eq!((failure_type.as_str(), api.count("GET /api/own")), ("config_error", 1));
    }
}

/// The statuses of a stream; with `limited` where that is the reason, and whether it says until when.
fn statuses(output: &Output, stream: &str) -> Vec<String> {
    let statuses = output.of_type("TRACE").map(|message| &message["trace"]["stream_status"]);
    let of_stream = statuses.filter(|status| status["stream_descriptor"]["name"] == stream);
    let told = of_stream.map(|status| {
        let reason = &status["reasons"][0];
        let until = reason["rate_limited"]["quota_reset"].as_i64();
        let word = status["status"].as_str().unwrap_or_default();
        match (reason["type"].as_str(), until) {
            (None, _) => word.to_owned(),
            (Some(reason), None) => format!("{word} {reason}"),
            (Some(reason), Some(until)) => {
                let wait = until - Timestamp::now().as_millisecond();
                assert!(wait.abs() < 60_000, "{wait} ms from now");
                format!("{word} {reason} until")
            }
        }
    });
    told.collect()
}

fn plain() -> RunningApi {
    let busy = || limited().with_status(429).header("Retry-After", "0");
    let down = Reply::status(503).header("Retry-After", "0");
    Api::new()
        .on_each("GET /api/plain", [busy(), down, busy(), Reply::json(json!([{ "id": 1 }]))])
        .on_each("GET /api/conversations.list", [busy(), Reply::json(json!({ "channels": [{ "id": 1 }] }))])
        .on("GET /api/members/1", |_| Reply::json(json!([])))
        .start()
}

#[test]
fn a_rate_limit_is_a_status_of_the_stream_with_its_end() {
    let output = testing::read::<Slack>(&plain(), json!({}), ["plain"]).succeeded();

    let limited = "RUNNING RATE_LIMITED until";
    assert_eq!(statuses(&output, "plain"), ["STARTED", limited, limited, "RUNNING", "COMPLETE"]);
}

#[test]
fn a_parents_rate_limit_is_a_status_of_the_stream_that_waits() {
    let output = testing::read::<Slack>(&plain(), json!({}), ["member"]).succeeded();

    assert_eq!(statuses(&output, "member"), ["STARTED", "RUNNING RATE_LIMITED until", "COMPLETE"]);
    assert!(statuses(&output, "channel").is_empty(), "it is not read by itself");
}

#[test]
fn check_tells_of_no_status() {
    let users = [limited().with_status(429).header("Retry-After", "0"), Reply::json(json!({ "members": [] }))];
    let api = Api::new().on_each("GET /api/users.list", users).start();

    let output = testing::check::<Slack>(&api, json!({}));

    assert_eq!(output.connection_status().unwrap().0, "SUCCEEDED");
    assert_eq!(output.of_type("TRACE").count(), 0, "{output}");
}

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", retry(tries = 2, max_wait = "1s"), streams(Inherits, Replaces))]
struct Patient;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Patient, path = "things")]
struct Inherits {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Patient, path = "things", retry(max_wait = "2s"))]
struct Replaces {
    id: u64,
}

#[test]
fn a_streams_word_takes_the_place_of_the_sources_as_a_whole() {
    for (stream, tries, max_wait) in [("inherits", 2, "1s"), ("replaces", 5, "2s")] {
        let api = Api::new().on("GET /things", |_| Reply::status(503).header("Retry-After", "0")).start();
        let error = testing::read::<Patient>(&api, json!({}), [stream]).failed();
        assert!(error.ends_with(&format!("(HTTP 503, after {tries} attempts)")), "{error}");
        assert_eq!(api.count("GET /things"), tries);

        let api = Api::new().on("GET /things", |_| Reply::status(503).header("Retry-After", "3")).start();
        let error = testing::read::<Patient>(&api, json!({}), [stream]).failed();
        assert!(error.ends_with(&format!("a longer wait than `max_wait` ({max_wait}))")), "{error}");
    }
}

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", retry(tries = 2), should_retry = of_conflicts, streams = tables)]
struct Tables;

fn of_conflicts(cx: &SourceCx<'_, Nothing>) -> Result<bool> {
    Ok(cx.attempt()?.status().is_some_and(|status| status == 409))
}

async fn tables(cx: &StreamsCx<'_, Nothing>) -> Result<Vec<Stream<Nothing>>> {
    cx.send(cx.get("tables")?).await?;
    Ok(Vec::new())
}

#[test]
fn what_a_source_says_holds_for_the_function_that_finds_its_streams() {
    for (status, tries) in [(409, 2), (503, 1)] {
        let api = Api::new().on("GET /tables", move |_| Reply::status(status).header("Retry-After", "0")).start();

        testing::discover::<Tables>(&api, json!({})).failed();

        assert_eq!(api.count("GET /tables"), tries);
    }
}

struct Wrong;

impl Source for Wrong {
    type Config = Nothing;
    const NAME: &'static str = "wrong";
    const VERSION: &'static str = "0";

    fn definition() -> SourceDef<Self::Config> {
        let things = || StreamDef::<Item, Nothing>::new("things").source::<Wrong>();
        SourceDef::new().url_base("https://api.example.com").retry(Retry::new().max_time("a while")).stream_def(things)
    }
}

#[test]
fn a_word_that_cannot_be_meant_is_an_error_before_any_command() {
    let error = Connector::<Wrong>::unserved(json!({})).discover().failed();

    let want = "retry: `max_time`: invalid duration `a while`; use a form like `500ms`, `10s`, `1h 30m` or `PT10M`";
    assert!(error.ends_with(want), "{error}");
}
