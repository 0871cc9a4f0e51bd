//! `cursor_field` alone: every record is looked at, and those that are older than the last sync are dropped.

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Reply};

use crate::behaviour::Nothing;

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    streams(Whole, Fraction, Letters, Moment, Day, Local, Deep, Renamed, Filled, Asked),
)]
struct Kinds;

macro_rules! kinds {
    ($($name:ident $ty:ty),*) => {$(
        #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
        #[stream(source = Kinds, path = "records", cursor_field = "at")]
        struct $name {
            id: u64,
            at: Option<$ty>,
        }
    )*};
}
kinds!(Whole i64, Fraction f64, Letters String, Moment Timestamp, Day Date, Local DateTime);

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Kinds, path = "records", cursor_field = "meta.at")]
struct Deep {
    id: u64,
    meta: Meta,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Meta {
    at: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Kinds, path = "records", cursor_field = "updatedAt")]
#[serde(rename_all = "camelCase")]
struct Renamed {
    id: u64,
    updated_at: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Kinds, path = "records", cursor_field = "touched", add(touched = first(record.updated, record.created)))]
struct Filled {
    id: u64,
    touched: u64,
    updated: Option<u64>,
    created: Option<u64>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Kinds, path = "records", cursor_field = "at", params(since = "{state.at}"))]
struct Asked {
    id: u64,
    at: u64,
}

/// The ids of the records, and the last state.
fn synced(stream: &str, records: &Value, state: Option<Value>) -> (Vec<u64>, Value) {
    let records = records.clone();
    let api = Api::new().on("GET /records", move |_| Reply::json(records.clone())).start();
    let mut connector = Connector::<Kinds>::new(&api, json!({}));
    if let Some(state) = state {
        connector = connector.state(of(stream, &state));
    }
    let output = connector.read([stream]).succeeded();
    let ids = output.records(stream).iter().map(|record| record["id"].as_u64().unwrap()).collect();
    (ids, output.states(stream).pop().unwrap())
}

pub(super) fn of(stream: &str, state: &Value) -> Value {
    json!([{ "type": "STREAM", "stream": { "stream_descriptor": { "name": stream }, "stream_state": state } }])
}

#[test]
fn every_kind_of_cursor_is_compared_by_what_it_means() {
    // Each in its order; the text alone would often say another one.
    for (stream, [old, last, new]) in [
        ("whole", [json!(-3), json!(9), json!(10)]),
        (
            "whole",
            [json!(9_007_199_254_740_992_u64), json!(9_007_199_254_740_993_u64), json!(9_007_199_254_740_994_u64)],
        ),
        ("fraction", [json!(-0.5), json!(9.5), json!(10.25)]),
        ("letters", [json!("a"), json!("b"), json!("c")]),
        ("letters", [json!("9"), json!("10"), json!("100")]),
        ("letters", [json!("1700000000.9"), json!("1700000001.000001"), json!("1700000001.1")]),
        (
            "letters",
            [json!("2024-01-01T23:30:00-05:00"), json!("2024-01-02T05:00:00Z"), json!("2024-01-02T07:30:00+02:00")],
        ),
        (
            "moment",
            [json!("2024-01-01T23:30:00-05:00"), json!("2024-01-02T05:00:00Z"), json!("2024-01-02T07:30:00+02:00")],
        ),
        (
            "moment",
            [json!("2024-01-01T00:00:00Z"), json!("2024-01-01T00:00:00.5Z"), json!("2024-01-01T00:00:00.25+00:00")],
        ),
        ("day", [json!("2023-12-31"), json!("2024-01-01"), json!("2024-01-10")]),
        ("local", [json!("2024-01-01T09:00:00"), json!("2024-01-01T10:00:00"), json!("2024-01-01T10:00:00.001")]),
    ] {
        let is_backward = stream == "moment" && new == json!("2024-01-01T00:00:00.25+00:00");
        let records = json!([{ "id": 2, "at": last }, { "id": 1, "at": old }, { "id": 3, "at": null }]);
        let (ids, state) = synced(stream, &records, None);
        assert_eq!((ids, &state), (vec![2, 1, 3], &json!({ "at": last })), "{stream} {old} {last}");

        // What is as new as the last one is read again: another record may be of the same moment.
        let records = json!([{ "id": 1, "at": old }, { "id": 4, "at": new }, { "id": 2, "at": last }]);
        let (ids, next) = synced(stream, &records, Some(state));
        let (read, greatest) = if is_backward { (vec![2], &last) } else { (vec![4, 2], &new) };
        assert_eq!((ids, next), (read, json!({ "at": greatest })), "{stream} {old} {last} {new}");
    }
}

#[test]
fn nested_renamed_and_added_cursors_are_found() {
    let deep = json!([{ "id": 1, "meta": { "at": 5 } }, { "id": 2, "meta": { "at": 9 } }]);
    assert_eq!(synced("deep", &deep, None), (vec![1, 2], json!({ "meta.at": 9 })));
    assert_eq!(synced("deep", &deep, Some(json!({ "meta.at": 6 }))), (vec![2], json!({ "meta.at": 9 })));

    let renamed = json!([{ "id": 1, "updatedAt": 5 }, { "id": 2, "updatedAt": 9 }]);
    assert_eq!(synced("renamed", &renamed, Some(json!({ "updatedAt": 6 }))), (vec![2], json!({ "updatedAt": 9 })));

    let filled = json!([{ "id": 1, "created": 5 }, { "id": 2, "created": 1, "updated": 9 }]);
    assert_eq!(synced("filled", &filled, Some(json!({ "touched": 6 }))), (vec![2], json!({ "touched": 9 })));
}

#[test]
fn the_state_can_be_asked_for_and_the_api_filters_then() {
    let api =
        Api::new().on("GET /records", |_| Reply::json(json!([{ "id": 1, "at": 3 }, { "id": 2, "at": 8 }]))).start();
    let connector = Connector::<Kinds>::new(&api, json!({}));

    let first = connector.read(["asked"]).succeeded();
    let second = connector.state(first.state()).read(["asked"]).succeeded();

    assert_eq!(second.records("asked").len(), 2);
    let since: Vec<_> = api.requests().iter().map(|request| request.param("since").map(str::to_owned)).collect();
    assert_eq!(since, [None, Some("8".to_owned())]);
}

#[test]
fn discover_says_that_it_can_be_read_incrementally() {
    let api = Api::new().start();
    let output = Connector::<Kinds>::new(&api, json!({})).discover();
    let deep = output.streams().unwrap().into_iter().find(|stream| stream["name"] == "deep").unwrap();

    assert_eq!(deep["supported_sync_modes"], json!(["full_refresh", "incremental"]));
    assert_eq!(deep["default_cursor_field"], json!(["meta", "at"]));
    assert_eq!((&deep["source_defined_cursor"], &deep["is_resumable"]), (&json!(true), &json!(true)));
}

#[test]
fn a_full_refresh_reads_all_whatever_the_state_says() {
    let api =
        Api::new().on("GET /records", |_| Reply::json(json!([{ "id": 1, "at": 3 }, { "id": 2, "at": 8 }]))).start();
    let catalog = json!({ "streams": [{ "stream": { "name": "whole" }, "sync_mode": "full_refresh" }] });

    let connector = Connector::<Kinds>::new(&api, json!({})).state(of("whole", &json!({ "at": 8 })));
    let output = connector.read(catalog).succeeded();

    assert_eq!(output.records("whole").len(), 2);
    assert_eq!(output.states("whole"), [json!({ "at": 8 })]);
}

#[test]
fn a_state_that_does_not_fit_is_told_with_its_stream_and_place_before_any_request() {
    let api = Api::new().start();
    for (stream, state, told) in [
        ("whole", json!({ "at": "soon" }), "state[0].stream.stream_state.at: \"soon\" is not a whole number"),
        ("moment", json!({ "at": 7.5 }), "state[0].stream.stream_state.at: 7.5 is not a date and time like"),
        ("whole", json!({ "updated": 3 }), "state[0].stream.stream_state: the cursor field `at` is missing"),
        (
            "whole",
            json!({ "use_global_cursor": true }),
            "state[0].stream.stream_state.use_global_cursor: the state is one of a stream with slices",
        ),
    ] {
        let output = Connector::<Kinds>::new(&api, json!({})).state(of(stream, &state)).read([stream]);
        assert!(output.failed().starts_with(&format!("stream `{stream}`: {told}")), "{}", output.failed());
        assert_eq!(output.errors()[0].1, "config_error");
    }
    assert!(api.requests().is_empty());
}

#[test]
fn nothing_null_and_an_empty_state_begin_anew() {
    let records = json!([{ "id": 1, "at": 3 }]);
    for state in [json!({}), Value::Null, json!({ "at": null }), json!({ "__ab_no_cursor_state_message": true })] {
        assert_eq!(synced("whole", &records, Some(state)).0, [1]);
    }
}
