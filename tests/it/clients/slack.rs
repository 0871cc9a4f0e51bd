//! source-slack before the outside judges: every stream, at its full width, from a small Slack.
//!
//! What the connector asks for exactly, and how Slack refuses, is in its own tests.

use std::collections::BTreeMap;
use std::sync::Arc;

use cdk_core::testing::{Api, Received, Reply, RunningApi};
use serde_json::{Value, json};
use tests::binary::{binary, run};
use tests::clients::{Verdict, pyairbyte, standard_tests};
use tests::files::Files;
use tests::options;
use tests::sample::sample;

use super::judged::all_commands_pass;

const TOKEN: &str = "xoxb-slack-t0ken-1234";
const USERS: usize = 5;
const CHANNELS: usize = 3;
/// Messages of each channel; each second one has replies.
const MESSAGES: usize = 4;
/// Messages of each thread, the first among them.
const IN_THREAD: usize = 3;

/// How many records each stream has.
const EXPECTED: [(&str, usize); 5] = [
    ("users", USERS),
    ("channels", CHANNELS),
    ("channel_members", CHANNELS * USERS),
    ("channel_messages", CHANNELS * MESSAGES),
    ("threads", CHANNELS * MESSAGES.div_ceil(2) * IN_THREAD),
];

fn config(token: &str) -> String {
    let credentials = json!({ "option_title": "API Token Credentials", "api_token": token });
    json!({ "start_date": "2026-01-01T00:00:00Z", "lookback_window": 0, "join_channels": true, "credentials": credentials })
        .to_string()
}

/// Answers a method from the schemas of the streams.
type Method = fn(&BTreeMap<String, Value>, &Received) -> Reply;

/// A Slack whose objects have every field that the schemas name.
fn slack() -> RunningApi {
    let files = Files::new();
    let config = files.with("config.json", config(TOKEN));
    let nowhere = "http://127.0.0.1:9";
    let discovered = run(&binary("source-slack"), nowhere, options!["discover", "--config", &config]).streams();
    let name = |stream: &Value| stream["name"].as_str().unwrap_or_default().to_owned();
    let schemas: BTreeMap<String, Value> =
        discovered.iter().map(|stream| (name(stream), stream["json_schema"].clone())).collect();
    let schemas = Arc::new(schemas);
    let methods: [(&str, Method); 6] = [
        ("GET /api/users.list", |schemas, request| {
            let user = |number: usize| with(sample(&schemas["users"], number), json!({ "id": format!("U{number}") }));
            listed("members", (0..USERS).map(user).collect(), request)
        }),
        ("GET /api/conversations.list", |schemas, request| {
            let fields = |number: usize| json!({ "id": format!("C{number}"), "is_member": number > 0, "is_archived": false, "is_private": false });
            let channel = |number: usize| with(sample(&schemas["channels"], number), fields(number));
            listed("channels", (0..CHANNELS).map(channel).collect(), request)
        }),
        ("GET /api/conversations.members", |_, request| {
            listed("members", (0..USERS).map(|number| json!(format!("U{number}"))).collect(), request)
        }),
        ("GET /api/conversations.history", |schemas, request| {
            let message = |number: usize| with(sample(&schemas["channel_messages"], number), threaded(number));
            // All of them were sent in the first window.
            let count = if request.param("oldest").is_some_and(|oldest| oldest.starts_with("1767225600")) {
                MESSAGES
            } else {
                0
            };
            listed("messages", (0..count).map(message).collect(), request)
        }),
        ("GET /api/conversations.replies", |schemas, request| {
            let first = request.param("ts").unwrap_or_default();
            let message = |number: usize| {
                let ts = if number == 0 { first.to_owned() } else { first.replace(".0", &format!(".{number}")) };
                with(sample(&schemas["threads"], number), json!({ "ts": ts, "thread_ts": first }))
            };
            listed("messages", (0..IN_THREAD).map(message).collect(), request)
        }),
        ("POST /api/conversations.join", |_, _| Reply::json(json!({ "ok": true }))),
    ];
    methods
        .into_iter()
        .fold(Api::new(), |api, (route, method)| {
            let schemas = schemas.clone();
            api.on(route, move |request| match request.header("authorization") {
                Some(token) if token == format!("Bearer {TOKEN}") => method(&schemas, request),
                _ => Reply::json(json!({ "ok": false, "error": "invalid_auth" })),
            })
        })
        .start()
}

/// A time, and whether something hangs below.
fn threaded(number: usize) -> Value {
    let ts = format!("{}.000000", 1_767_225_600 + 60 * number);
    json!({ "ts": ts, "thread_ts": ts, "reply_count": if number.is_multiple_of(2) { IN_THREAD - 1 } else { 0 } })
}

fn with(mut object: Value, fields: Value) -> Value {
    for (field, value) in fields.as_object().into_iter().flatten() {
        object[field] = value.clone();
    }
    object
}

/// A page of two objects.
fn listed(name: &str, objects: Vec<Value>, request: &Received) -> Reply {
    let start: usize = request.param("cursor").map_or(0, |cursor| cursor.parse().expect("the cursor is one of ours"));
    let end = objects.len().min(start + 2);
    let next = if end < objects.len() { end.to_string() } else { String::new() };
    Reply::json(json!({ "ok": true, name: objects[start..end], "response_metadata": { "next_cursor": next } }))
}

#[test]
fn every_message_of_slack_is_valid() {
    let api = slack();
    let options = options!["--need-records", "--unknown-fields", "error"];

    all_commands_pass(&binary("source-slack"), &config(TOKEN), &api.url(), TOKEN, options);
}

#[test]
fn slack_passes_airbytes_standard_tests() {
    let (api, files) = (slack(), Files::new());
    let good = files.with("config.json", config(TOKEN));
    let bad = files.with("bad.json", config("xoxb-wrong-t0ken-1234"));

    let verdict = standard_tests(&binary("source-slack"), &good, &api.url(), options!["--bad-config", &bad]);

    verdict.inspect(Verdict::assert_passed);
}

#[test]
fn slack_is_read_by_pyairbyte_twice() {
    let (api, files) = (slack(), Files::new());
    let config = files.with("config.json", config(TOKEN));
    let cache = files.path().join("cache");
    let mut options = options!["--cache-dir", &cache].to_vec();
    let expected = EXPECTED.map(|(stream, count)| format!("{stream}={count}"));
    for count in &expected {
        options.extend(options!["--expect", count]);
        // The second run reads of these what is new.
        if !["channel_messages", "threads"].iter().any(|stream| count.starts_with(stream)) {
            options.extend(options!["--expect-second-run", count]);
        }
    }

    let verdict = pyairbyte(&binary("source-slack"), &config, &api.url(), &options);

    verdict.inspect(Verdict::assert_passed);
}
