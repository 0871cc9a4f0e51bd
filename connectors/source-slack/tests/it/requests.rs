//! What is sent: for each stream exactly these requests, signed, and none of them twice in a run.

use cdk_core::testing::{Connector, check, read};
use serde_json::Value;
use source_slack::Slack;

use crate::api::{TOKEN, Workspace, announced, asked, config};

/// A stream, and below it its requests as [`asked`] writes them, of the small workspace in pages of one object.
const REQUESTS: &str = include_str!("requests.txt");

/// The small workspace in pages of one object.
fn in_pages_of_one() -> Workspace {
    Workspace { page: Some(1), ..Workspace::small() }
}

fn table() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut rows: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in REQUESTS.lines() {
        match line.strip_prefix("    ") {
            Some(request) => rows.last_mut().expect("a stream stands above").1.push(request),
            None => rows.push((line, Vec::new())),
        }
    }
    rows
}

#[test]
fn each_stream_asks_for_exactly_its_pages() {
    for (stream, mut expected) in table() {
        let api = in_pages_of_one().api().start();

        read::<Slack>(&api, config(), [stream]).succeeded();

        // The next page of parents may be asked for before the children of the last one, or behind them.
        let mut asked = asked(&api);
        expected.sort_unstable();
        asked.sort_unstable();
        assert_eq!(asked, expected, "{stream}");
    }
}

#[test]
fn the_requests_of_every_stream_are_known() {
    let known: Vec<&str> = table().into_iter().map(|(stream, _)| stream).collect();

    assert_eq!(known, announced().keys().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn nothing_is_asked_for_twice_in_one_run() {
    let streams: Vec<&str> = table().into_iter().map(|(stream, _)| stream).collect();
    let api = in_pages_of_one().api().start();

    Connector::<Slack>::new(&api, config()).concurrency(10).read(streams.as_slice()).succeeded();

    let mut asked = asked(&api);
    let mut expected: Vec<&str> = table().into_iter().flat_map(|(_, requests)| requests).collect();
    asked.sort_unstable();
    expected.sort_unstable();
    expected.dedup();
    assert_eq!(asked, expected);
}

#[test]
fn each_request_is_signed() {
    let streams: Vec<&str> = table().into_iter().map(|(stream, _)| stream).collect();
    let api = Workspace::small().api().start();

    read::<Slack>(&api, config(), streams.as_slice()).succeeded();

    let bearer = format!("Bearer {TOKEN}");
    assert!(api.requests().iter().all(|request| request.header("authorization") == Some(&bearer)));
}

#[test]
fn check_reads_one_page_of_users() {
    let api = in_pages_of_one().api().start();

    let output = check::<Slack>(&api, config());

    assert_eq!(output.connection_status().unwrap(), ("SUCCEEDED".to_owned(), String::new()));
    assert_eq!(asked(&api), ["users.list?limit=999"]);
}

#[test]
fn messages_of_a_channel_come_window_by_window() {
    let api = Workspace::small().api().start();

    let output = read::<Slack>(&api, config(), ["channel_messages"]).succeeded();

    let places = |field: &str| {
        output.records("channel_messages").iter().map(|record| record[field].clone()).collect::<Vec<Value>>()
    };
    assert_eq!(places("channel_id"), ["C1", "C1", "C2", "C2"]);
    let asked = asked(&api);
    let oldest: Vec<&str> =
        asked.iter().filter_map(|request| request.split_once("oldest=")).map(|(_, day)| day).collect();
    assert_eq!(oldest, ["day 0", "day 100", "day 0", "day 100"]);
}
