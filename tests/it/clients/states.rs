//! States that move: what this framework leaves, the Python CDK goes on with, and the other way round.

use std::process::Command;
use std::time::Duration;

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Received, Reply, RunningApi};
use tests::clients::Client;
use tests::process::finished;
use tests::root::root;

use crate::behaviour::{Folder, Nothing};

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", records = "data", streams(Charges, Messages))]
struct Shop;

/// As `tests/clients/manifest.yaml` has it.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Shop,
    cursor_field = "created",
    incremental(
        start = "2024-01-01",
        end = "2024-03-05",
        param_start = "since",
        param_end = "until",
        format = "%s",
        step = "P30D",
    ),
)]
struct Charges {
    id: u64,
    created: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Shop,
    path = "channels/{channel}/messages",
    slices(channels, slice = String, as = "channel"),
    cursor_field = "ts",
    incremental(start = "2024-01-01", end = "2024-03-05", param_start = "since", param_end = "until", format = "%s"),
)]
struct Messages {
    id: u64,
    ts: u64,
}

async fn channels(_: &SliceCx<'_, Messages>) -> Result<[String; 3]> {
    Ok(["a", "b", "c"].map(str::to_owned))
}

const STREAMS: [&str; 2] = ["charges", "messages"];
const NOW: &str = "2024-03-05T00:00:00Z";

/// Refuses what begins with one of `refused`: `charges?since=1706659200`.
fn api(refused: &'static [&'static str]) -> RunningApi {
    let reply = move |request: &Received, field: &str, all: &[u64]| {
        let edge = |name| request.param(name).unwrap().parse::<u64>().unwrap();
        if refused.iter().any(|refused| asked(request).starts_with(refused)) {
            return Reply::status(400);
        }
        let records = all.iter().filter(|at| (edge("since")..=edge("until")).contains(*at));
        Reply::json(json!({ "data": records.map(|at| json!({ "id": at, field: at })).collect::<Value>() }))
    };
    Api::new()
        .on("GET /charges", move |request| reply(request, "created", &[1_705_000_000, 1_707_000_000, 1_709_300_000]))
        .on("GET /channels/{channel}/messages", move |request| match request.capture("channel") {
            "a" => reply(request, "ts", &[1_706_000_000]),
            "b" => reply(request, "ts", &[1_707_000_000]),
            _ => reply(request, "ts", &[]),
        })
        .start()
}

fn asked(request: &Received) -> String {
    let (since, until) = (request.param("since").unwrap_or_default(), request.param("until").unwrap_or_default());
    format!("{}?since={since}&until={until}", request.path())
}

/// The requests of a run, sorted, and the last state of each stream.
type Ran = (Vec<String>, Value);

fn all_asked(api: &RunningApi) -> Vec<String> {
    let mut requests: Vec<_> = api.requests().iter().map(asked).collect();
    requests.sort();
    requests
}

/// The states alone: how long a sync took is another one each time.
fn states(messages: &[Value]) -> Value {
    let mut last: Vec<Value> = Vec::new();
    for message in messages.iter().filter(|message| message["type"] == "STATE") {
        let mut state = message["state"].clone();
        state.as_object_mut().unwrap().remove("sourceStats");
        if let Some(known) = state["stream"]["stream_state"].get_mut("lookback_window") {
            *known = json!(0);
        }
        last.retain(|known| known["stream"]["stream_descriptor"] != state["stream"]["stream_descriptor"]);
        last.push(state);
    }
    last.sort_by_key(|state| state["stream"]["stream_descriptor"].to_string());
    last.into()
}

/// The same for whatever order of partitions.
fn sorted(mut states: Value) -> Value {
    for state in states.as_array_mut().unwrap() {
        if let Some(partitions) = state["stream"]["stream_state"].get_mut("states").and_then(Value::as_array_mut) {
            partitions.sort_by_key(|one| one["partition"].to_string());
        }
    }
    states
}

fn ours(refused: &'static [&'static str], state: &Value) -> Ran {
    let api = api(refused);
    let output = Connector::<Shop>::new(&api, json!({})).now(NOW).state(state.clone()).read(STREAMS);
    assert_eq!(output.exit_code() == 0, refused.is_empty(), "{output}");
    (all_asked(&api), states(output.messages()))
}

fn theirs(python: &std::path::Path, state: &Value) -> Ran {
    let (api, folder) = (api(&[]), Folder::new());
    let stream = |name| {
        let stream =
            json!({ "name": name, "json_schema": {}, "supported_sync_modes": ["full_refresh", "incremental"] });
        json!({ "stream": stream, "sync_mode": "incremental", "destination_sync_mode": "append" })
    };
    let catalog = json!({ "streams": STREAMS.map(stream) });
    let mut command = Command::new(python.with_file_name("source-declarative-manifest"));
    command.env("DO_NOT_TRACK", "1").arg("read");
    let config = json!({ "server": format!("{}/", api.url()) });
    for (name, content) in [("config", &config), ("catalog", &catalog), ("state", state)] {
        command.arg(format!("--{name}")).arg(folder.file(&format!("{name}.json"), content.to_string()));
    }
    command.arg("--manifest-path").arg(root().join("tests/clients/manifest.yaml"));
    let run = finished(&mut command, &[], Duration::from_secs(120)).unwrap();
    let written = String::from_utf8(run.stdout).unwrap();
    assert_eq!(run.exit_code, Some(0), "{written}");
    let messages: Vec<Value> = written.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (all_asked(&api), states(&messages))
}

#[test]
fn a_finished_sync_leaves_the_state_of_the_python_cdk_and_each_goes_on_with_the_other_s() {
    let Some(python) = Client::StandardTests.python() else { return };
    let nothing = json!([]);

    let (our_requests, our_state) = ours(&[], &nothing);
    let (their_requests, their_state) = theirs(&python, &nothing);
    assert_eq!(our_requests, their_requests);
    assert_eq!(our_state, their_state);

    // What is asked for next is the same, whoever asks, and whoever was there before.
    let next = theirs(&python, &their_state);
    assert_eq!(ours(&[], &their_state), next);
    assert_eq!(theirs(&python, &our_state), next);
}

#[test]
fn the_python_cdk_does_not_look_at_what_an_unfinished_sync_adds() {
    let Some(python) = Client::StandardTests.python() else { return };
    const FAIL: &[&str] = &["/charges?since=1706659200", "/channels/b"];

    let (_, state) = ours(FAIL, &json!([]));
    let mut without = state.clone();
    for state in without.as_array_mut().unwrap() {
        let resume = state["stream"]["stream_state"].as_object_mut().unwrap().remove("__resume");
        assert!(resume.is_some(), "{state}");
    }

    let (requests, mut end) = theirs(&python, &state);
    let (same_requests, same_end) = theirs(&python, &without);
    assert_eq!(requests, same_requests);
    // It passes on what it does not know, where a stream has no slices: ours sees that the state is a later one by then.
    let next = ours(&[], &same_end);
    assert_eq!(ours(&[], &end), next);
    for state in end.as_array_mut().unwrap() {
        state["stream"]["stream_state"].as_object_mut().unwrap().remove("__resume");
    }
    assert_eq!(end, same_end);

    // It reads again what is behind the gap, and comes to the same end as ours, which reads the gap alone.
    let (our_requests, our_end) = ours(&[], &state);
    assert_eq!(sorted(end), sorted(our_end));
    let gap = ["/channels/b/messages?since=1704067200&until=1709596800", "/charges?since=1706659200&until=1709251199"];
    assert_eq!(our_requests, gap);
    assert!(requests.len() > gap.len(), "{requests:?}");
}
