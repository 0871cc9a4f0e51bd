//! `incremental(…)`: windows of time and of numbers, and what a state says once they end.

use std::sync::{Arc, Mutex};

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Output, Reply, RunningApi};

use super::cursors::of;

#[derive(Deserialize, JsonSchema)]
struct Config {
    start_date: Option<String>,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    paginate = cursor(token = "next", param = "cursor"),
    records = "data",
    streams(Charge, Issue, Number, Feed, Path),
)]
struct Shop;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Shop,
    path = "charges",
    cursor_field = "created",
    incremental(
        start = "{config.start_date}",
        end = now,
        param_start = "created[gte]",
        param_end = "created[lte]",
        format = "%s",
        step = "P30D",
        lookback = "PT1H",
        granularity = "PT1S",
    ),
)]
struct Charge {
    id: u64,
    created: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Shop,
    path = "issues",
    cursor_field = "updated_at",
    incremental(start = "{config.start_date}", param_start = "since", order = asc),
)]
struct Issue {
    id: u64,
    updated_at: Timestamp,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Shop,
    path = "numbers",
    cursor_field = "id",
    incremental(start = 1, end = 10, param_start = "from", param_end = "to", step = "4"),
)]
struct Number {
    id: i64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, path = "feed", cursor_field = "at", incremental(order = desc))]
struct Feed {
    id: u64,
    at: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Shop,
    path = "by/{window.start}/{window.end}",
    method = "POST",
    body = json(filter(from = "{window.start}", to = "until {window.end}")),
    cursor_field = "day",
    incremental(start = "2024-01-30", step = "P1M", drop_outside),
)]
struct Path {
    id: u64,
    day: Date,
}

const NOW: &str = "2024-03-05T12:00:00Z";

fn connector(api: &RunningApi) -> Connector<Shop> {
    Connector::<Shop>::new(api, json!({ "start_date": "2024-01-01" })).now(NOW)
}

fn page(records: Value) -> Reply {
    Reply::json(json!({ "data": records }))
}

/// The values of two parameters in each request, sorted by the first.
fn asked(api: &RunningApi, names: [&str; 2]) -> Vec<[String; 2]> {
    let value = |request: &cdk_core::testing::Received, name| request.param(name).unwrap_or_default().to_owned();
    let mut asked: Vec<_> = api.requests().iter().map(|request| names.map(|name| value(request, name))).collect();
    asked.sort();
    asked
}

const CREATED: [&str; 2] = ["created[gte]", "created[lte]"];

#[test]
fn windows_touch_at_the_granularity_and_end_now() {
    let api = Api::new().on("GET /charges", |_| page(json!([]))).start();

    let output = connector(&api).read(["charge"]).succeeded();

    let windows = asked(&api, CREATED);
    let windows: Vec<[i64; 2]> =
        windows.iter().map(|window| window.clone().map(|edge| edge.parse().unwrap())).collect();
    assert_eq!(
        windows,
        [[1_704_067_200, 1_706_659_199], [1_706_659_200, 1_709_251_199], [1_709_251_200, 1_709_640_000]]
    );
    // Nothing was found: the next sync begins where this one did.
    assert_eq!(output.states("charge").last().unwrap(), &json!({ "created": "1704067200" }));
}

#[test]
fn the_next_sync_goes_on_behind_the_greatest_cursor_less_the_lookback() {
    let api = Api::new()
        .on("GET /charges", |request| match request.param("created[gte]") {
            Some("1706659200") => page(json!([{ "id": 1, "created": 1_708_000_000 }])),
            _ => page(json!([])),
        })
        .start();
    let first = connector(&api).read(["charge"]).succeeded();
    assert_eq!(first.states("charge").last().unwrap(), &json!({ "created": "1708000000" }));

    let again = Api::new().on("GET /charges", |_| page(json!([]))).start();
    let second = connector(&again).state(first.state()).read(["charge"]).succeeded();

    assert_eq!(asked(&again, CREATED), [["1707996400", "1709640000"]]);
    assert_eq!(second.states("charge").last().unwrap(), &json!({ "created": "1708000000" }));
}

#[test]
fn a_state_older_than_the_start_does_not_count() {
    let api = Api::new().on("GET /charges", |_| page(json!([]))).start();

    connector(&api).state(of("charge", &json!({ "created": 1_600_000_000 }))).read(["charge"]).succeeded();

    assert_eq!(asked(&api, CREATED)[0][0], "1704067200");
}

#[test]
fn a_state_that_has_come_to_the_end_asks_for_nothing_behind_it() {
    let api = Api::new().on("GET /numbers", |_| page(json!([{ "id": 10 }]))).start();
    let output = connector(&api).state(of("number", &json!({ "id": 11 }))).read(["number"]).succeeded();

    assert!(api.requests().is_empty());
    assert_eq!(output.states("number"), [json!({ "id": 11 })]);
}

#[test]
fn whole_numbers_have_windows_too() {
    let api = Api::new()
        .on("GET /numbers", |request| {
            let to: i64 = request.param("to").unwrap().parse().unwrap();
            page(json!([{ "id": to }]))
        })
        .start();

    let output = connector(&api).read(["number"]).succeeded();

    assert_eq!(asked(&api, ["from", "to"]), [["1", "4"], ["5", "8"], ["9", "10"]]);
    assert_eq!(output.states("number").last().unwrap(), &json!({ "id": 10 }));
}

#[test]
fn a_window_is_known_to_templates_and_months_are_those_of_the_calendar() {
    let api = Api::new()
        .on("POST /by/{from}/{to}", |request| {
            let from = request.capture("from").to_owned();
            assert_eq!(
                request.json(),
                json!({ "filter": { "from": from, "to": format!("until {}", request.capture("to")) } })
            );
            // What is not of the window is dropped, as asked for.
            page(json!([{ "id": 1, "day": from }, { "id": 2, "day": "2030-01-01" }]))
        })
        .start();

    let output = connector(&api).read(["path"]).succeeded();

    let days: Vec<_> = output.records("path").iter().map(|record| record["day"].clone()).collect();
    assert_eq!(days, ["2024-01-30", "2024-02-29"]);
    let paths: Vec<_> = api.requests().iter().map(|request| request.path().to_owned()).collect();
    assert_eq!(paths, ["/by/2024-01-30/2024-02-28", "/by/2024-02-29/2024-03-05"]);
    assert_eq!(output.states("path").last().unwrap(), &json!({ "day": "2024-02-29" }));
}

#[test]
fn a_feed_ends_where_its_records_are_older_than_the_state() {
    let api = Api::new()
        .on("GET /feed", |request| match request.param("cursor") {
            None => Reply::json(json!({ "data": [{ "id": 9, "at": 90 }, { "id": 8, "at": 80 }], "next": "b" })),
            Some("b") => Reply::json(json!({ "data": [{ "id": 7, "at": 70 }, { "id": 6, "at": 60 }], "next": "c" })),
            _ => Reply::json(json!({ "data": [{ "id": 5, "at": 50 }] })),
        })
        .start();

    let output = connector(&api).state(of("feed", &json!({ "at": 65 }))).read(["feed"]).succeeded();

    let ids: Vec<_> = output.records("feed").iter().map(|record| record["id"].clone()).collect();
    assert_eq!(ids, [9, 8, 7]);
    assert_eq!(api.requests().iter().filter(|request| request.param("cursor") == Some("c")).count(), 0);
    assert_eq!(output.states("feed").last().unwrap(), &json!({ "at": 90 }));
}

#[test]
fn an_ascending_stream_that_fails_goes_on_at_its_last_record() {
    let fails = Arc::new(Mutex::new(true));
    let failing = fails.clone();
    let api = Api::new()
        .on("GET /issues", move |request| match (request.param("since"), request.param("cursor")) {
            (Some("2024-01-01"), None) => {
                Reply::json(json!({ "data": [{ "id": 1, "updated_at": "2024-02-01T00:00:00Z" }], "next": "b" }))
            }
            (Some("2024-01-01"), _) if *failing.lock().unwrap() => Reply::status(400),
            (Some("2024-02-01T00:00:00Z"), None) => page(json!([
                { "id": 1, "updated_at": "2024-02-01T00:00:00Z" }, { "id": 2, "updated_at": "2024-02-02T00:00:00Z" }
            ])),
            other => panic!("{other:?}"),
        })
        .start();

    let first = connector(&api).read(["issue"]);
    assert!(first.failed().contains("HTTP 400"), "{first}");
    let state = first.states("issue").pop().unwrap();
    assert_eq!(state["updated_at"], "2024-02-01T00:00:00Z");

    let second = connector(&api).state(first.state()).read(["issue"]).succeeded();
    assert_eq!(second.records("issue").len(), 2);
    assert_eq!(second.states("issue").last().unwrap(), &json!({ "updated_at": "2024-02-02T00:00:00Z" }));
}

/// The windows of a first sync of which the second one fails.
fn cut_off(api_fails: bool) -> (Output, Vec<[String; 2]>) {
    let api = Api::new()
        .on("GET /charges", move |request| match request.param("created[gte]") {
            Some("1706659200") if api_fails => Reply::status(400),
            Some("1706659200") => page(json!([{ "id": 2, "created": 1_707_000_000 }])),
            Some("1709251200") => page(json!([{ "id": 3, "created": 1_709_300_000 }])),
            _ => page(json!([{ "id": 1, "created": 1_705_000_000 }])),
        })
        .start();
    let output = connector(&api).read(["charge"]);
    let asked = asked(&api, CREATED);
    (output, asked)
}

#[test]
fn a_window_that_fails_is_all_that_the_next_run_reads_again() {
    let (first, _) = cut_off(true);
    let state = first.states("charge").pop().unwrap();
    // The gap holds the value back.
    assert_eq!(state["created"], "1705000000");

    let api = Api::new().on("GET /charges", |_| page(json!([{ "id": 2, "created": 1_707_000_000 }]))).start();
    let second = connector(&api).state(first.state()).read(["charge"]).succeeded();

    assert_eq!(asked(&api, CREATED), [["1706659200", "1709251199"]]);
    assert_eq!(second.states("charge").last(), cut_off(false).0.states("charge").last());
}

#[test]
fn a_concurrent_state_of_the_python_cdk_is_gone_on_with_and_written_again() {
    let api = Api::new().on("GET /charges", |_| page(json!([{ "id": 2, "created": 1_707_000_000 }]))).start();
    let state = json!({ "state_type": "date-range", "slices": [
        { "start": "1704067200", "end": "1706659199", "most_recent_cursor_value": "1705000000" },
        { "start": "1709251200", "end": "1709640000", "most_recent_cursor_value": "1709300000" },
    ] });

    let output = connector(&api).state(of("charge", &state)).read(["charge"]).succeeded();

    assert_eq!(asked(&api, CREATED), [["1706659200", "1709251199"]]);
    let last = output.states("charge").pop().unwrap();
    assert_eq!(last["state_type"], "date-range");
    assert_eq!(last["slices"].as_array().unwrap().len(), 1);
    assert_eq!(last["slices"][0]["end"], "1709640000");
    assert_eq!(last["slices"][0]["most_recent_cursor_value"], "1709300000");
}
