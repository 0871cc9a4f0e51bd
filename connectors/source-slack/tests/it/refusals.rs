//! What Slack refuses, with 200 and `"ok": false`: told once, at the stream that it is of, with what to do, and without the token.

use cdk_core::testing::{Api, Connector, Output, Reply, check};
use serde_json::{Value, json};
use source_slack::Slack;

use crate::api::{TOKEN, Workspace, announced, asked, channel, config, message, refusal, ts};

/// A read with everything told that may be told, in which the token must not stand.
fn read(api: Api, streams: &[&str]) -> (Output, Vec<String>) {
    let api = api.start();
    let output = Connector::<Slack>::new(&api, config()).arg("--debug").read(streams);
    assert!(output.lines().iter().all(|line| !line.contains(TOKEN)), "the token is printed: {output}");
    (output, asked(&api))
}

fn status(output: &Output, stream: &str) -> String {
    output.statuses(stream).pop().unwrap_or_default()
}

/// The only error's type.
fn failure_type(output: &Output) -> String {
    output.errors().remove(0).1
}

/// Words of Slack about the token.
const OF_THE_TOKEN: [&str; 6] =
    ["invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type"];

#[test]
fn a_bad_token_fails_the_check() {
    for word in OF_THE_TOKEN {
        let api = Api::new().on("GET /api/users.list", move |_| refusal(word)).start();

        let output = check::<Slack>(&api, config());

        let (status, message) = output.connection_status().unwrap();
        assert_eq!((status.as_str(), output.exit_code()), ("FAILED", 0));
        assert!(message.contains(word) && message.contains("OAuth & Permissions"), "{message}");
        assert_eq!(asked(&api).len(), 1, "it is not tried again");
    }
}

#[test]
fn a_bad_token_fails_every_stream_with_one_error_each() {
    let streams = announced();
    let streams: Vec<&str> = streams.keys().map(String::as_str).collect();
    for word in OF_THE_TOKEN {
        let (output, asked) = read(Api::new().on("* /api/{method}", move |_| refusal(word)), &streams);

        let errors = output.errors();
        assert_eq!((output.exit_code(), errors.len()), (1, 5), "{output}");
        for stream in &streams {
            let of_it = |(message, kind): &&(String, String)| {
                message.starts_with(&format!("stream `{stream}`: ")) && message.contains(word) && kind == "config_error"
            };
            assert_eq!(errors.iter().filter(of_it).count(), 1, "{stream}: {errors:?}");
            assert_eq!(status(&output, stream), "INCOMPLETE", "{stream}");
        }
        assert!(asked.len() <= 5, "one request a stream at most: {asked:?}");
    }
}

#[test]
fn a_token_that_goes_bad_on_the_way_fails_what_is_left() {
    let revoked = Api::new().on("GET /api/conversations.history", |_| refusal("token_revoked"));

    let (output, asked) = read(Workspace::small().routed(revoked), &["users", "channel_messages"]);

    assert!(output.failed().contains("token_revoked"), "{output}");
    assert_eq!(
        (status(&output, "users"), status(&output, "channel_messages")),
        ("COMPLETE".to_owned(), "INCOMPLETE".to_owned())
    );
    assert!(
        asked.iter().filter(|request| request.starts_with("conversations.history")).count() <= 4,
        "none is tried again: {asked:?}"
    );
}

#[test]
fn a_missing_scope_is_named() {
    let answer = json!({ "ok": false, "error": "missing_scope", "needed": "users:read", "provided": "channels:read" });
    let api = Workspace::small().routed(Api::new().on("GET /api/users.list", move |_| Reply::json(answer.clone())));

    let (output, _) = read(api, &["users", "channels"]);

    let error = output.failed();
    assert!(error.starts_with("stream `users`: ") && error.contains("does not have the scope users:read"), "{error}");
    assert_eq!(failure_type(&output), "config_error");
    assert_eq!(status(&output, "channels"), "COMPLETE");
}

#[test]
fn what_an_admin_forbids_is_a_matter_of_the_config() {
    for word in ["no_permission", "org_login_required", "team_access_not_granted", "restricted_action"] {
        let (output, _) = read(Api::new().on("GET /api/users.list", move |_| refusal(word)), &["users"]);

        let error = output.failed();
        assert!(error.contains(word) && error.contains("admin"), "{error}");
        assert_eq!(failure_type(&output), "config_error");
    }
}

#[test]
fn a_channel_that_is_not_readable_after_all_is_no_empty_one() {
    for word in ["not_in_channel", "channel_not_found"] {
        let channels = ["C1", "C2"].map(|id| channel(id, json!({}))).to_vec();
        let refused = Api::new().on("GET /api/conversations.history", move |request| match request.param("channel") {
            Some("C1") => refusal(word),
            _ => Reply::json(json!({ "ok": true, "messages": [message(1, json!({}))], "has_more": false })),
        });

        let (output, _) = read(Workspace { channels, ..Workspace::small() }.routed(refused), &["channel_messages"]);

        let error = output.failed();
        assert!(error.contains("channel c1") && error.contains(word), "{error}");
        assert_eq!(
            (failure_type(&output).as_str(), status(&output, "channel_messages").as_str()),
            ("config_error", "INCOMPLETE")
        );
        assert!(output.records("channel_messages").iter().all(|record| record["channel_id"] == "C2"), "{output}");
    }
}

#[test]
fn a_thread_that_is_gone_is_a_warning() {
    let messages = vec![message(60, json!({ "thread_ts": ts(60), "reply_count": 1 }))];
    let gone = Api::new().on("GET /api/conversations.replies", |_| refusal("thread_not_found"));

    let (output, _) = read(Workspace::with_messages(messages).routed(gone), &["threads"]);

    let output = output.succeeded();
    assert_eq!((output.records("threads"), status(&output, "threads").as_str()), (Vec::<Value>::new(), "COMPLETE"));
    let told = |(level, text): &(String, String)| {
        level == "WARN" && text.contains(&ts(60)) && text.contains("no longer exists")
    };
    assert!(output.logs().iter().any(told), "{output}");
}

#[test]
fn what_passes_is_tried_again() {
    for word in ["ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"] {
        let whole =
            Reply::json(json!({ "ok": true, "members": [{ "id": "U1" }], "response_metadata": { "next_cursor": "" } }));
        let busy = refusal(word).header("Retry-After", "0");

        let (output, asked) = read(Api::new().on_each("GET /api/users.list", [busy.clone(), busy, whole]), &["users"]);

        assert_eq!(output.succeeded().records("users"), [json!({ "id": "U1" })], "{word}");
        assert_eq!(asked.len(), 3, "{word}");
    }
}

#[test]
fn any_other_word_is_told_as_slack_says_it() {
    let (output, asked) = read(Api::new().on("GET /api/users.list", |_| refusal("invalid_cursor")), &["users"]);

    assert!(output.failed().contains("error from Slack: invalid_cursor"), "{output}");
    assert_eq!((failure_type(&output).as_str(), asked.len()), ("system_error", 1));
}
