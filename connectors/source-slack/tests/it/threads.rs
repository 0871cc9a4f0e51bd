//! Threads: replies are asked for below messages that have some, and nowhere else.

use cdk_core::testing::read;
use serde_json::{Value, json};
use source_slack::Slack;

use crate::api::{Workspace, asked, config, message, start, ts};

fn replies_asked_for(messages: Vec<Value>) -> Vec<String> {
    let api = Workspace::with_messages(messages).api().start();
    read::<Slack>(&api, config(), ["threads"]).succeeded();
    asked(&api).into_iter().filter(|request| request.starts_with("conversations.replies")).collect()
}

#[test]
fn replies_are_asked_for_only_below_messages_that_have_some() {
    let messages = vec![
        message(10, json!({})),
        message(20, json!({ "thread_ts": ts(20), "reply_count": 1 })),
        message(30, json!({ "thread_ts": ts(30), "reply_count": 0 })),
        message(40, json!({ "subtype": "channel_join" })),
        // Sent to the channel too: a reply of the thread above.
        message(50, json!({ "thread_ts": ts(20), "subtype": "thread_broadcast" })),
        // A thread by its own word, without a count.
        message(60, json!({ "thread_ts": ts(60) })),
        // Its first message was deleted, its replies were not.
        message(70, json!({ "thread_ts": ts(70), "reply_count": 3, "subtype": "tombstone" })),
    ];

    let asked = replies_asked_for(messages);

    assert_eq!(
        asked,
        ["70 s", "60 s", "20 s"]
            .map(|time| format!("conversations.replies?channel=C1&inclusive=true&latest=now&limit=999&ts={time}"))
    );
}

#[test]
fn no_thread_is_no_request() {
    assert_eq!(replies_asked_for((0..5).map(|number| message(number, json!({}))).collect()), [] as [String; 0]);
}

#[test]
fn a_thread_is_its_first_message_and_its_replies() {
    let first = json!({ "thread_ts": ts(60), "reply_count": 2, "reply_users_count": 1, "reply_users": ["U1"] });
    let reply = json!({ "thread_ts": ts(60), "parent_user_id": "U1" });
    let messages = vec![message(60, first), message(120, reply.clone()), message(180, reply)];
    let mut expected = messages.clone();
    for (message, after) in expected.iter_mut().zip([60, 120, 180]) {
        message["channel_id"] = json!("C1");
        message["float_ts"] = json!((start() + after) as f64 + 0.0001);
    }
    let api = Workspace::with_messages(messages).api().start();

    let output = read::<Slack>(&api, config(), ["threads"]).succeeded();

    assert_eq!(output.records("threads"), expected);
}
