//! Pages as Slack makes them: shorter than asked for, empty with a cursor, refused for a while.

use cdk_core::testing::{Api, Output, Reply, read};
use serde_json::{Value, json};
use source_slack::Slack;

use crate::api::{Workspace, announced, asked, config, message};

/// All streams.
fn streams() -> Vec<String> {
    announced().keys().cloned().collect()
}

/// The records of all streams of the workspace.
fn records(workspace: Workspace) -> Vec<Vec<Value>> {
    let streams = streams();
    let names: Vec<&str> = streams.iter().map(String::as_str).collect();
    let output = read::<Slack>(&workspace.api().start(), config(), names.as_slice()).succeeded();
    names.iter().map(|stream| output.records(stream)).collect()
}

#[test]
fn small_pages_and_empty_ones_with_a_cursor_hold_the_same_records() {
    let whole = records(Workspace::small());

    assert!(whole.iter().all(|records| !records.is_empty()), "{whole:?}");
    for (page, begins_empty) in [(Some(1), false), (Some(2), true), (None, true)] {
        let parts = records(Workspace { page, begins_empty, ..Workspace::small() });
        assert_eq!(parts, whole, "pages of {page:?}, an empty one first: {begins_empty}");
    }
}

#[test]
fn an_empty_page_in_between_is_no_end() {
    let page = |member: &[&str], cursor: &str| {
        let members: Vec<Value> = member.iter().map(|id| json!({ "id": id })).collect();
        Reply::json(json!({ "ok": true, "members": members, "response_metadata": { "next_cursor": cursor } }))
    };
    let pages = [page(&["U1"], "a"), page(&[], "b"), page(&[], "c"), page(&["U2"], "")];
    let api = Api::new().on_each("GET /api/users.list", pages).start();

    let output = read::<Slack>(&api, config(), ["users"]).succeeded();

    assert_eq!(output.records("users"), [json!({ "id": "U1" }), json!({ "id": "U2" })]);
    assert_eq!(asked(&api)[1..], ["a", "b", "c"].map(|cursor| format!("users.list?cursor={cursor}&limit=999")));
}

#[test]
fn a_full_page_without_a_cursor_is_the_last() {
    let messages = (0..999).map(|number| message(number, json!({}))).collect();
    let workspace = Workspace::with_messages(messages);
    let api = workspace.api().start();

    let output = read::<Slack>(&api, config(), ["channel_messages"]).succeeded();

    assert_eq!(output.records("channel_messages").len(), 999);
    assert_eq!(api.count("GET /api/conversations.history"), 2, "one for each window");
}

#[test]
fn a_rate_limit_is_waited_out_and_told() {
    let methods =
        ["users.list", "conversations.list", "conversations.members", "conversations.history", "conversations.replies"];
    for (stream, busy) in streams().iter().zip(methods) {
        let (whole, _) = read_of(stream, Workspace::small());

        let (limited, output) = read_of(stream, Workspace { busy: Some(busy), page: Some(1), ..Workspace::small() });

        assert_eq!(limited, whole, "{stream}");
        let told = output.logs().into_iter().filter(|(level, text)| level == "WARN" && text.contains("429")).count();
        assert!(told > 0 && output.lines().concat().contains("RATE_LIMITED"), "{stream}: {output}");
    }
}

fn read_of(stream: &str, workspace: Workspace) -> (Vec<Value>, Output) {
    let output = read::<Slack>(&workspace.api().start(), config(), [stream]).succeeded();
    (output.records(stream), output)
}
