//! Which channels are read: by name, by kind, by who is in them.

use cdk_core::testing::{Output, read};
use serde_json::{Value, json};
use source_slack::Slack;

use crate::api::{Workspace, asked, channel, config, config_with};

/// A public channel and a private one.
fn mixed() -> Workspace {
    let channels = vec![channel("C1", json!({})), channel("G1", json!({ "is_private": true }))];
    Workspace { channels, ..Workspace::small() }
}

fn ids(output: &Output, stream: &str, field: &str) -> Vec<Value> {
    output.records(stream).iter().map(|record| record[field].clone()).collect()
}

#[test]
fn private_channels_are_read_where_the_config_says_so() {
    for (value, types, expected) in [
        (json!(true), "public_channel,private_channel", &["C1", "G1"][..]),
        (json!(false), "public_channel", &["C1"]),
        (Value::Null, "public_channel", &["C1"]),
    ] {
        let api = mixed().api().start();

        let output = read::<Slack>(&api, config_with("include_private_channels", value), ["channels"]).succeeded();

        assert_eq!(ids(&output, "channels", "id"), expected);
        assert_eq!(asked(&api), [format!("conversations.list?limit=999&types={types}")]);
    }
}

#[test]
fn only_channels_of_the_filter_are_read_and_asked_for() {
    let streams = ["channels", "channel_members", "channel_messages", "threads"];
    for names in [json!(["c2"]), json!(["#c2", "gone"])] {
        let api = Workspace::small().api().start();

        let output = read::<Slack>(&api, config_with("channel_filter", names), streams).succeeded();

        assert_eq!(ids(&output, "channels", "id"), ["C2"]);
        for stream in &streams[1..] {
            let channels = ids(&output, stream, "channel_id");
            assert!(!channels.is_empty() && channels.iter().all(|channel| channel == "C2"), "{stream}: {channels:?}");
        }
        assert!(asked(&api).iter().all(|request| !request.contains("channel=C1")), "{:?}", asked(&api));
    }
}

#[test]
fn an_empty_filter_is_none() {
    for names in [json!([]), Value::Null] {
        let api = Workspace::small().api().start();

        let output = read::<Slack>(&api, config_with("channel_filter", names), ["channels"]).succeeded();

        assert_eq!(ids(&output, "channels", "id"), ["C1", "C2"]);
    }
}

#[test]
fn members_say_which_channel_they_are_of() {
    let api = Workspace::small().api().start();

    let output = read::<Slack>(&api, config(), ["channel_members"]).succeeded();

    let member = |member: &str, channel: &str| json!({ "member_id": member, "channel_id": channel });
    let expected = [member("U1", "C1"), member("U2", "C1"), member("U1", "C2"), member("U2", "C2")];
    assert_eq!(output.records("channel_members"), expected);
}

#[test]
fn messages_that_the_app_may_not_read_are_not_asked_for() {
    let channels = vec![
        channel("C1", json!({ "is_member": false })),
        channel("C2", json!({ "is_member": false, "is_archived": true })),
        channel("C3", json!({ "is_archived": true })),
        channel("G1", json!({ "is_private": true })),
    ];
    let api = Workspace { channels, ..Workspace::small() }.api().start();
    let mut config = config_with("join_channels", json!(false));
    config["include_private_channels"] = json!(true);

    let output = read::<Slack>(&api, config, ["channels", "channel_messages"]).succeeded();

    assert_eq!(ids(&output, "channels", "id"), ["C1", "C2", "C3", "G1"], "they are listed all the same");
    assert_eq!(ids(&output, "channel_messages", "channel_id"), ["C3", "C3", "G1", "G1"]);
    assert!(asked(&api).iter().all(|request| !request.contains("channel=C1") && !request.contains("channel=C2")));
}
