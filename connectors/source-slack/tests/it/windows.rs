//! Windows: messages are asked for a stretch of days at a time, from `start_date` on, and none falls between two.

use cdk_core::testing::read;
use serde_json::{Value, json};
use source_slack::Slack;

use crate::api::{Workspace, asked, config, config_with, message, start};

const DAY: i64 = 86_400;

/// The windows that are asked for: what stands at `oldest` and `latest`.
fn windows(asked: &[String]) -> Vec<(&str, &str)> {
    asked
        .iter()
        .filter(|request| request.starts_with("conversations.history"))
        .map(|request| {
            let of = |name: &str| {
                request
                    .split(['?', '&'])
                    .find_map(|entry| entry.strip_prefix(name)?.strip_prefix('='))
                    .unwrap_or("open")
            };
            (of("oldest"), of("latest"))
        })
        .collect()
}

#[test]
fn a_window_has_as_many_days_as_the_config_says() {
    let api = Workspace::with_messages(Vec::new()).api().start();

    read::<Slack>(&api, config_with("channel_messages_window_size", json!(60)), ["channel_messages"]).succeeded();

    let asked = asked(&api);
    let expected = [("day 0", "end of day 59"), ("day 60", "end of day 119"), ("day 120", "now")];
    assert_eq!(windows(&asked), expected);
}

#[test]
fn without_a_word_it_has_a_hundred() {
    let api = Workspace::with_messages(Vec::new()).api().start();

    read::<Slack>(&api, config(), ["channel_messages"]).succeeded();

    let asked = asked(&api);
    assert_eq!(windows(&asked), [("day 0", "end of day 99"), ("day 100", "now")]);
}

#[test]
fn no_message_falls_between_two_windows_or_into_both() {
    let edge = start() + 100 * DAY;
    let at = |ts: String| message(0, json!({ "ts": ts }));
    let messages: Vec<Value> = [
        format!("{}.000000", start()),
        format!("{}.999998", edge - 1),
        format!("{}.999999", edge - 1),
        format!("{edge}.000000"),
        format!("{edge}.000001"),
    ]
    .map(at)
    .to_vec();
    let mut expected: Vec<Value> = messages.iter().map(|message| message["ts"].clone()).collect();
    let api = Workspace::with_messages(messages).api().start();

    let output = read::<Slack>(&api, config(), ["channel_messages"]).succeeded();

    let mut found: Vec<Value> = output.records("channel_messages").iter().map(|record| record["ts"].clone()).collect();
    found.sort_by_key(Value::to_string);
    expected.sort_by_key(Value::to_string);
    assert_eq!(found, expected);
}

#[test]
fn messages_before_the_start_are_not_read() {
    let api = Workspace::with_messages(vec![message(-1, json!({})), message(1, json!({}))]).api().start();

    let output = read::<Slack>(&api, config(), ["channel_messages"]).succeeded();

    assert_eq!(output.records("channel_messages").len(), 1);
}

#[test]
fn a_start_in_the_future_counts_as_now() {
    let api = Workspace::with_messages(vec![message(1, json!({}))]).api().start();

    let output = read::<Slack>(&api, config_with("start_date", json!("2999-01-01T00:00:00Z")), ["channel_messages"]);

    assert_eq!(output.succeeded().records("channel_messages"), [] as [Value; 0]);
    // Of the channels, and of the messages from now on.
    assert_eq!(asked(&api).len(), 2);
}
