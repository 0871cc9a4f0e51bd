//! Joining: a channel that the app is not in is joined before it is read, once a run.

use cdk_core::testing::{Api, Connector, Output, Reply, read};
use serde_json::{Value, json};
use source_slack::Slack;

use crate::api::{Workspace, asked, channel, config, config_with};

const READERS: [&str; 4] = ["channels", "channel_members", "channel_messages", "threads"];

/// Ten channels that the app is not in.
fn strange() -> Workspace {
    let channel = |number| channel(&format!("C{number}"), json!({ "is_member": false }));
    Workspace { channels: (0..10).map(channel).collect(), ..Workspace::small() }
}

/// The channels that were joined, in their own order.
fn joined(asked: &[String]) -> Vec<&str> {
    let mut joined: Vec<&str> =
        asked.iter().filter_map(|request| request.strip_prefix("conversations.join?channel=")).collect();
    joined.sort_unstable();
    joined
}

fn ids(output: &Output, stream: &str) -> usize {
    let mut ids: Vec<Value> = output.records(stream).iter().map(|record| record["channel_id"].clone()).collect();
    ids.sort_by_key(Value::to_string);
    ids.dedup();
    ids.len()
}

#[test]
fn a_channel_is_joined_once_a_run_whoever_reads_it() {
    for concurrency in [1, 4, 10] {
        let api = strange().api().start();

        let output = Connector::<Slack>::new(&api, config()).concurrency(concurrency).read(READERS).succeeded();

        let asked = asked(&api);
        assert_eq!(joined(&asked), (0..10).map(|number| format!("C{number}")).collect::<Vec<_>>());
        for stream in &READERS[1..] {
            assert_eq!(ids(&output, stream), 10, "{stream}");
        }
    }
}

#[test]
fn it_is_joined_before_it_is_read() {
    let api = strange().api().start();

    read::<Slack>(&api, config(), ["threads", "channel_members"]).succeeded();

    let asked = asked(&api);
    let first = |start: &str| asked.iter().position(|request| request.starts_with(start));
    for number in 0..10 {
        let join = first(&format!("conversations.join?channel=C{number}"));
        assert!(join.is_some() && join < first(&format!("conversations.history?channel=C{number}")), "C{number}");
        assert!(join < first(&format!("conversations.members?channel=C{number}")), "C{number}");
    }
}

#[test]
fn listing_channels_joins_none() {
    let api = strange().api().start();

    read::<Slack>(&api, config(), ["channels"]).succeeded();

    assert_eq!(asked(&api).len(), 1);
}

#[test]
fn nothing_is_joined_where_the_config_forbids_it() {
    let api = strange().api().start();

    let output = read::<Slack>(&api, config_with("join_channels", json!(false)), READERS).succeeded();

    assert_eq!(joined(&asked(&api)), [] as [&str; 0]);
    assert_eq!((ids(&output, "channel_members"), ids(&output, "channel_messages")), (10, 0));
}

#[test]
fn what_cannot_be_joined_is_not_tried() {
    let channels = vec![
        channel("C1", json!({})),
        channel("C2", json!({ "is_member": false, "is_archived": true })),
        channel("C3", json!({ "is_archived": true })),
        channel("G1", json!({ "is_private": true })),
    ];
    let api = Workspace { channels, ..Workspace::small() }.api().start();

    let output = read::<Slack>(&api, config_with("include_private_channels", json!(true)), READERS).succeeded();

    assert_eq!(joined(&asked(&api)), [] as [&str; 0]);
    assert_eq!(ids(&output, "channel_messages"), 3, "all but the archived one that nobody can join any more");
}

#[test]
fn a_join_that_is_refused_fails_that_channel_alone_and_is_not_tried_again() {
    let channels = vec![channel("C1", json!({})), channel("C2", json!({ "is_member": false }))];
    let missing =
        json!({ "ok": false, "error": "missing_scope", "needed": "channels:join", "provided": "channels:read" });
    let refused = Api::new().on("POST /api/conversations.join", move |_| Reply::json(missing.clone()));
    let api = Workspace { channels, ..Workspace::small() }.routed(refused).start();

    let output = read::<Slack>(&api, config(), ["channel_messages"]);

    let error = output.failed();
    assert!(error.contains("channels:join"), "{error}");
    assert_eq!(ids(&output, "channel_messages"), 1, "those of the other channel are read");
    assert_eq!(api.count("POST /api/conversations.join"), 1);
}
