//! `retention`: APIs that forget, and syncs that are taken up.

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Output, Reply, RunningApi};

use super::cursors::of;
use crate::behaviour::Nothing;

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", streams(Change))]
struct Log;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Log,
    path = "changes",
    cursor_field = "at",
    incremental(start = "2024-01-01", param_start = "from", param_end = "to", format = "%s", step = "P30D", retention = "P30D"),
)]
struct Change {
    id: u64,
    at: u64,
}

const NOW: &str = "2024-03-05T12:00:00Z";
const NOW_SECONDS: u64 = 1_709_640_000;

fn read(api: &RunningApi, now: &str, state: Option<Value>) -> Output {
    let connector = Connector::<Log>::new(api, json!({})).now(now);
    let connector = match state {
        Some(state) => connector.state(of("change", &state)),
        None => connector,
    };
    connector.read(["change"])
}

fn api() -> RunningApi {
    Api::new().on("GET /changes", |_| Reply::json(json!([]))).start()
}

/// Where each window that was asked for begins and ends.
fn windows(api: &RunningApi) -> Vec<(String, String)> {
    let edge = |request: &cdk_core::testing::Received, name| request.param(name).unwrap_or_default().to_owned();
    let mut windows: Vec<_> = api.requests().iter().map(|one| (edge(one, "from"), edge(one, "to"))).collect();
    windows.sort();
    windows
}

fn warnings(output: &Output) -> Vec<String> {
    let all = output.logs().into_iter().filter(|(level, text)| level == "WARN" && text.contains("`change`"));
    all.map(|(_, text)| text).collect()
}

#[test]
fn a_state_that_is_older_than_what_the_api_keeps_is_left_with_one_warning() {
    let (old, young) = (NOW_SECONDS - 31 * 86_400, NOW_SECONDS - 29 * 86_400);
    for (since, windows_of, first, warned) in [(old, 3, 1_704_067_200, 1), (young, 1, young, 0)] {
        let api = api();

        let output = read(&api, NOW, Some(json!({ "at": since }))).succeeded();

        let windows = windows(&api);
        assert_eq!((windows.len(), &windows[0].0), (windows_of, &first.to_string()));
        let warnings = warnings(&output);
        assert_eq!(warnings.len(), warned);
        assert!(warnings.iter().all(|text| text.contains(&since.to_string())), "{warnings:?}");
    }
}

#[test]
fn a_state_does_not_grow_old_where_nothing_changes() {
    let half = NOW_SECONDS - 15 * 86_400;
    for (since, then) in [(NOW_SECONDS - 86_400, NOW_SECONDS - 86_400), (NOW_SECONDS - 20 * 86_400, half)] {
        let output = read(&api(), NOW, Some(json!({ "at": since }))).succeeded();
        assert_eq!(output.states("change").last().unwrap(), &json!({ "at": then.to_string() }));
    }
}

#[test]
fn a_sync_that_is_taken_up_ends_where_it_was_to_end() {
    let broken = Api::new()
        .on("GET /changes", |request| match request.param("from") {
            Some("1706659200") => Reply::status(400),
            _ => Reply::json(json!([])),
        })
        .start();
    let cut_off = read(&broken, NOW, None).states("change").pop().unwrap();

    let api = api();
    let later = read(&api, "2024-03-20T12:00:00Z", Some(cut_off)).succeeded();

    assert_eq!(windows(&api), [("1706659200".to_owned(), "1709251199".to_owned())]);
    let half = NOW_SECONDS - 15 * 86_400;
    assert_eq!(later.states("change").last().unwrap(), &json!({ "at": half.to_string() }));
}
