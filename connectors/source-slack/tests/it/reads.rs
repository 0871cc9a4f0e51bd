//! What leaves: objects as Slack documents them, as they came, with what the connector adds.

use cdk_core::testing::{Api, Output, Reply, read};
use serde_json::{Value, json};
use source_slack::Slack;

use crate::api::{Workspace, channel, config, message, start};

/// A workspace with one object of each kind, with all its nested ones.
fn full() -> Workspace {
    let text = |file: &str| serde_json::from_str::<Value>(file).expect("the object is JSON");
    Workspace {
        users: vec![text(include_str!("objects/user.json"))],
        channels: vec![text(include_str!("objects/channel.json"))],
        messages: vec![text(include_str!("objects/message.json"))],
        ..Workspace::default()
    }
}

/// No value was changed.
fn assert_unchanged(output: &Output) {
    assert!(output.lines().iter().all(|line| !line.contains("\"changes\"")), "{output}");
}

#[test]
fn documented_objects_leave_as_they_came() {
    let workspace = full();
    let api = workspace.clone().api().start();

    let mut config = config();
    config["start_date"] = json!("2024-01-01T00:00:00Z");
    let output = read::<Slack>(&api, config, ["users", "channels", "channel_messages"]).succeeded();

    let mut message = workspace.messages[0].clone();
    message["channel_id"] = json!("C012AB3CD");
    message["float_ts"] = json!(1_722_950_415.204_629);
    assert_eq!(output.records("users"), workspace.users);
    assert_eq!(output.records("channels"), workspace.channels);
    assert_eq!(output.records("channel_messages"), [message]);
    assert_unchanged(&output);
}

#[test]
fn what_is_not_declared_is_passed_on() {
    let more = json!({ "a_field_of_tomorrow": { "deep": [1.10, null] }, "edited": { "user": "U1", "ts": "1.000000" } });
    let workspace = Workspace {
        channels: vec![channel("C1", more.clone())],
        messages: vec![message(1, more.clone())],
        ..Workspace::default()
    };

    let output = read::<Slack>(&workspace.api().start(), config(), ["channels", "channel_messages"]).succeeded();

    for stream in ["channels", "channel_messages"] {
        assert_eq!(output.records(stream)[0]["a_field_of_tomorrow"], more["a_field_of_tomorrow"], "{stream}");
    }
    assert_unchanged(&output);
}

#[test]
fn a_message_says_its_time_as_a_number_and_its_channel() {
    let workspace = Workspace::with_messages(vec![message(7, json!({}))]);

    let output = read::<Slack>(&workspace.api().start(), config(), ["channel_messages"]).succeeded();

    let record = &output.records("channel_messages")[0];
    assert_eq!(record["channel_id"], "C1");
    assert_eq!(record["float_ts"], (start() + 7) as f64 + 0.0001);
}

#[test]
fn a_time_that_is_none_is_an_error_that_shows_it() {
    for ts in ["soon", "NaN", "1e999"] {
        let page = Reply::json(json!({ "ok": true, "has_more": false, "messages": [message(1, json!({ "ts": ts }))] }));
        let inner = Workspace::with_messages(Vec::new());
        let api = inner.routed(Api::new().on_each("GET /api/conversations.history", [page])).start();

        let error = read::<Slack>(&api, config(), ["channel_messages"]).failed();

        assert!(error.contains(ts) && error.contains("`ts`"), "{error}");
    }
}

#[test]
fn a_list_of_members_that_is_missing_is_an_error() {
    let inner = Workspace::small();
    let page = Reply::json(json!({ "ok": true, "response_metadata": { "next_cursor": "" } }));
    let api = inner.routed(Api::new().on_each("GET /api/conversations.members", [page])).start();

    let output = read::<Slack>(&api, config(), ["channel_members"]);

    assert!(output.failed().contains("members"), "{output}");
}
