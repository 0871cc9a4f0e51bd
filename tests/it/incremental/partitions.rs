//! Slices with a cursor each: the Python CDK's per-partition state.

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Received, Reply, RunningApi};

use super::cursors::of;

#[derive(Deserialize, JsonSchema)]
struct Config {
    channels: Vec<String>,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Message, Reaction))]
struct Chat;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Chat,
    path = "channels/{channel}/messages",
    slices(channels, slice = String, as = "channel"),
    cursor_field = "ts",
    incremental(start = 100, param_start = "oldest"),
)]
struct Message {
    id: u64,
    ts: u64,
}

async fn channels(cx: &SliceCx<'_, Message>) -> Result<Vec<String>> {
    Ok(cx.config().channels.clone())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Chat,
    path = "messages/{parent.id}/reactions",
    parent(Message, key = "id", as = "message_id", incremental),
    cursor_field = "at",
)]
struct Reaction {
    id: u64,
    at: u64,
}

fn config(channels: &[&str]) -> Value {
    json!({ "channels": channels })
}

/// Each channel has what is newer than what is asked for.
fn api(messages: &'static [(&'static str, u64, u64)]) -> RunningApi {
    Api::new()
        .on("GET /channels/{channel}/messages", move |request| {
            let oldest: u64 = request.param("oldest").unwrap().parse().unwrap();
            let of = messages.iter().filter(|(channel, _, ts)| *channel == request.capture("channel") && *ts >= oldest);
            Reply::json(of.map(|(_, id, ts)| json!({ "id": id, "ts": ts })).collect::<Value>())
        })
        .on("GET /messages/{id}/reactions", |request| {
            let id: u64 = request.capture("id").parse().unwrap();
            Reply::json(json!([{ "id": id * 10, "at": 1_000 + id }]))
        })
        .start()
}

fn asked(api: &RunningApi) -> Vec<String> {
    let one = |request: &Received| match request.param("oldest") {
        Some(oldest) => format!("{} {oldest}", request.path()),
        None => request.path().to_owned(),
    };
    api.requests().iter().map(one).collect()
}

const MESSAGES: &[(&str, u64, u64)] = &[("a", 1, 200), ("a", 2, 300), ("b", 3, 250)];

#[test]
fn each_slice_has_a_cursor_of_its_own() {
    let api = api(MESSAGES);
    let output = Connector::<Chat>::new(&api, config(&["a", "b", "empty"]))
        .now("2024-01-01T00:00:00Z")
        .read(["message"])
        .succeeded();

    assert_eq!(
        output.states("message").last().unwrap(),
        &json!({
            "use_global_cursor": false,
            "states": [
                { "partition": { "channel": "a" }, "cursor": { "ts": 300 } },
                { "partition": { "channel": "b" }, "cursor": { "ts": 250 } },
                { "partition": { "channel": "empty" }, "cursor": { "ts": 100 } },
            ],
            "state": { "ts": 300 },
            "lookback_window": 0,
        })
    );
}

#[test]
fn a_slice_that_is_new_begins_at_the_global_cursor_less_the_time_that_the_sync_took() {
    let state = json!({
        "use_global_cursor": false,
        "states": [{ "partition": { "channel": "a" }, "cursor": { "ts": 300 } }],
        "state": { "ts": 300 },
        "lookback_window": 0,
        "parent_state": {},
    });
    let api = api(MESSAGES);
    let connector = Connector::<Chat>::new(&api, config(&["a", "new"])).state(of("message", &state));

    connector.read(["message"]).succeeded();

    assert_eq!(asked(&api), ["/channels/a/messages 300", "/channels/new/messages 300"]);
}

#[test]
fn a_flat_state_and_one_by_the_partition_s_text_are_understood() {
    for (state, want) in [
        (json!({ "ts": 260 }), ["/channels/a/messages 260", "/channels/b/messages 260"]),
        (json!({ "a": { "ts": 260 }, "b": { "ts": 240 } }), ["/channels/a/messages 260", "/channels/b/messages 240"]),
        (
            json!({ "use_global_cursor": true, "state": { "ts": "270" } }),
            ["/channels/a/messages 270", "/channels/b/messages 270"],
        ),
    ] {
        let api = api(MESSAGES);
        Connector::<Chat>::new(&api, config(&["a", "b"])).state(of("message", &state)).read(["message"]).succeeded();
        assert_eq!(asked(&api), want, "{state}");
    }
}

#[test]
fn a_partition_s_place_is_told_where_its_state_does_not_fit() {
    let api = Api::new().start();
    for (state, told) in [
        (json!({ "states": [{ "partition": { "channel": "a" } }] }), "stream_state.states[0].cursor: missing"),
        (
            json!({ "states": [{ "partition": { "channel": "a" }, "cursor": { "x": 1 } }] }),
            "stream_state.states[0].cursor: the cursor field `ts` is missing",
        ),
        (
            json!({ "states": [{ "partition": [], "cursor": {} }] }),
            "stream_state.states[0].partition: expected an object",
        ),
        (json!({ "states": 7 }), "stream_state.states: expected a list"),
        (
            json!({ "use_global_cursor": true, "state": { "x": 1 } }),
            "stream_state.state: the cursor field `ts` is missing",
        ),
        (
            json!({ "lookback_window": "soon", "states": [] }),
            "stream_state.lookback_window: expected a number of seconds",
        ),
    ] {
        let output = Connector::<Chat>::new(&api, config(&["a"])).state(of("message", &state)).read(["message"]);
        let told = format!("stream `message`: state[0].stream.{told}");
        assert!(output.failed().starts_with(&told), "{}", output.failed());
    }
    assert!(api.requests().is_empty());
}

#[test]
fn an_incremental_parent_is_read_by_its_own_state_within_the_child_s() {
    let first_api = api(MESSAGES);
    let now = "2024-01-01T00:00:00Z";
    let first = Connector::<Chat>::new(&first_api, config(&["a", "b"])).now(now).read(["reaction"]).succeeded();
    assert_eq!(first.records("reaction").len(), 3);
    let state = first.states("reaction").pop().unwrap();
    assert_eq!(state["parent_state"]["message"]["state"], json!({ "ts": 300 }));
    assert_eq!(state["parent_state"]["message"]["states"].as_array().unwrap().len(), 2);

    let second_api = api(&[("a", 1, 200), ("a", 2, 300), ("b", 3, 250), ("b", 4, 400)]);
    let second = Connector::<Chat>::new(&second_api, config(&["a", "b"]))
        .now(now)
        .state(first.state())
        .read(["reaction"])
        .succeeded();

    let asked: Vec<_> = asked(&second_api).into_iter().filter(|path| path.contains("reactions")).collect();
    assert_eq!(asked, ["/messages/2/reactions", "/messages/3/reactions", "/messages/4/reactions"]);
    assert_eq!(second.states("reaction").last().unwrap()["parent_state"]["message"]["state"], json!({ "ts": 400 }));
}

#[test]
fn a_slice_that_fails_keeps_its_state_and_the_others_go_on() {
    let api = Api::new()
        .on("GET /channels/{channel}/messages", |request| match request.capture("channel") {
            "b" => Reply::status(400),
            _ => Reply::json(json!([{ "id": 1, "ts": 500 }])),
        })
        .start();
    let state = json!({
        "use_global_cursor": false,
        "states": [
            { "partition": { "channel": "a" }, "cursor": { "ts": 300 } },
            { "partition": { "channel": "b" }, "cursor": { "ts": 250 } },
        ],
        "state": { "ts": 300 },
        "lookback_window": 3,
    });

    let output = Connector::<Chat>::new(&api, config(&["a", "b"])).state(of("message", &state)).read(["message"]);

    assert!(output.failed().contains("HTTP 400"));
    let mut last = output.states("message").pop().unwrap();
    assert!(last.as_object_mut().unwrap().remove("__resume").is_some());
    assert_eq!(
        last["states"],
        json!([
            { "partition": { "channel": "a" }, "cursor": { "ts": 500 } },
            { "partition": { "channel": "b" }, "cursor": { "ts": 250 } },
        ])
    );
    // The global value waits for all of them.
    assert_eq!((&last["state"], &last["lookback_window"]), (&json!({ "ts": 300 }), &json!(3)));

    // A run that takes it up reads what is left.
    let rest = self::api(MESSAGES);
    let connector = Connector::<Chat>::new(&rest, config(&["a", "b"])).state(output.state());
    connector.read(["message"]).succeeded();
    assert_eq!(asked(&rest), ["/channels/b/messages 250"]);
}
