//! What is new: messages by channel, threads of messages that are read, and states of Airbyte's own connector.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use cdk_core::testing::{Api, Connector, Output, RunningApi};
use serde_json::{Value, json};
use source_slack::Slack;

use crate::api::{Workspace, asked, channel, config, config_with, message, refusal, start, ts};

const DAY: i64 = 86_400;

fn read(api: &RunningApi, config: Value, stream: &str, state: Option<Value>) -> Output {
    let mut connector = Connector::<Slack>::new(api, config);
    if let Some(state) = state {
        connector = connector.state(json!([{
            "type": "STREAM",
            "stream": { "stream_descriptor": { "name": stream }, "stream_state": state },
        }]));
    }
    connector.read([stream])
}

fn last_state(output: &Output, stream: &str) -> Value {
    output.states(stream).pop().expect("a STATE is written")
}

/// A message that begins a thread of so many replies.
fn thread(after: i64, replies: i64) -> Value {
    message(after, json!({ "thread_ts": ts(after), "reply_count": replies, "latest_reply": ts(after + replies) }))
}

fn reply(of: i64, after: i64) -> Value {
    message(after, json!({ "thread_ts": ts(of), "parent_user_id": "U1" }))
}

/// Two channels with messages, one of them with threads, and one without any.
fn workspace() -> Workspace {
    let messages = vec![
        thread(DAY, 2),
        reply(DAY, DAY + 1),
        reply(DAY, DAY + 2),
        message(50 * DAY, json!({})),
        thread(120 * DAY, 1),
        reply(120 * DAY, 120 * DAY + 1),
        thread(140 * DAY, 1),
        reply(140 * DAY, 140 * DAY + 1),
    ];
    let channels = ["C1", "C2"].map(|id| channel(id, json!({}))).to_vec();
    Workspace { channels, messages, ..Workspace::default() }
}

/// A value of the state: seconds since the start, as Airbyte's connector writes it.
fn float(after: i64) -> String {
    format!("{}.0001", start() + after)
}

fn partition(channel: &str, float_ts: &str) -> Value {
    json!({ "partition": { "channel": channel, "parent_slice": {} }, "cursor": { "float_ts": float_ts } })
}

#[test]
fn each_channel_has_a_state_in_the_shape_of_airbytes_connector() {
    let mut workspace = workspace();
    workspace.channels.push(channel("C3", json!({ "is_member": false, "is_archived": true })));

    let output = read(&workspace.api().start(), config(), "channel_messages", None).succeeded();

    let mut state = last_state(&output, "channel_messages");
    assert!(state["lookback_window"].as_u64().is_some_and(|seconds| seconds < 60), "{state}");
    state["lookback_window"] = json!(0);
    let last = float(140 * DAY);
    assert_eq!(
        state,
        json!({
            "use_global_cursor": false,
            "states": [partition("C1", &last), partition("C2", &last)],
            "state": { "float_ts": last },
            "lookback_window": 0,
        })
    );
}

#[test]
fn a_channel_without_messages_keeps_the_start() {
    let output = read(&Workspace::with_messages(Vec::new()).api().start(), config(), "channel_messages", None);

    let state = last_state(&output.succeeded(), "channel_messages");
    assert_eq!(state["states"], json!([partition("C1", &format!("{}.0", start()))]));
}

#[test]
fn the_next_sync_begins_at_the_last_message_less_the_lookback() {
    let state = last_state(&read(&workspace().api().start(), config(), "channel_messages", None), "channel_messages");
    for (days, oldest) in [(0, "12096000 s"), (10, "11232000 s")] {
        let api = workspace().api().start();
        let config = config_with("lookback_window", json!(days));

        let output = read(&api, config, "channel_messages", Some(state.clone())).succeeded();

        let asked = asked(&api);
        let windows: Vec<_> = asked.iter().filter(|request| request.contains("history")).collect();
        assert_eq!(windows.len(), 2, "{asked:?}");
        assert!(windows.iter().all(|window| window.contains(oldest) || window.contains(".0001")), "{windows:?}");
        // In each of the two channels the last message again: another one may be of the same moment.
        assert_eq!(output.records("channel_messages").len(), 2);
        assert_eq!(last_state(&output, "channel_messages")["states"], state["states"]);
    }
}

#[test]
fn states_of_airbytes_connector_are_gone_on_with() {
    let own = json!({
        "use_global_cursor": false,
        "states": [partition("C1", &float(119 * DAY)), partition("C2", &float(139 * DAY))],
        "state": { "float_ts": float(139 * DAY) },
        "lookback_window": 2,
    });
    for (state, records) in [
        (own.clone(), 3),
        (json!({ "float_ts": float(130 * DAY) }), 2),
        (json!({ "float_ts": start() + 130 * DAY }), 2),
        (json!({ "C1": { "float_ts": start() + 130 * DAY }, "C2": { "float_ts": start() + 10 * DAY } }), 4),
    ] {
        let output = read(&workspace().api().start(), config(), "channel_messages", Some(state.clone())).succeeded();
        assert_eq!(output.records("channel_messages").len(), records, "{state}");
    }

    // Numbers in the parent's part, texts in its own; a thread that was read, and those of later messages.
    let mut parent = own;
    parent["state"] = json!({ "float_ts": (start() + 139 * DAY) as f64 + 0.0001 });
    let thread = json!({ "float_ts": ts(DAY), "parent_slice": { "channel": "C1", "parent_slice": {} } });
    let state = json!({
        "use_global_cursor": false,
        "states": [{ "partition": thread, "cursor": { "float_ts": (start() + DAY).to_string() } }],
        "state": { "float_ts": float(120 * DAY + 1) },
        "lookback_window": 3,
        "parent_state": { "channel_messages": parent },
    });
    let output = read(&workspace().api().start(), config(), "threads", Some(state)).succeeded();

    assert_eq!(output.records("threads").len(), 6);
    let last = last_state(&output, "threads");
    let of: Vec<&Value> =
        last["states"].as_array().expect("there are states").iter().map(|one| &one["partition"]).collect();
    let partition = |channel: &str, after: i64| json!({ "float_ts": ts(after), "parent_slice": { "channel": channel, "parent_slice": {} } });
    let read_now = [partition("C1", 140 * DAY), partition("C1", 120 * DAY), partition("C2", 140 * DAY)];
    assert!(read_now.iter().all(|one| of.contains(&one)) && of.len() == 4, "{last}");
    assert_eq!(last["parent_state"]["channel_messages"]["state"], json!({ "float_ts": float(140 * DAY) }));
    assert_eq!(last["state"], json!({ "float_ts": float(140 * DAY + 1) }));
}

#[test]
fn one_value_for_all_threads_is_one_for_their_messages() {
    let state = json!({ "float_ts": float(130 * DAY) });

    let output = read(&workspace().api().start(), config(), "threads", Some(state)).succeeded();

    let channels: Vec<_> = output.records("threads").iter().map(|record| record["channel_id"].clone()).collect();
    assert_eq!(channels, ["C1", "C1", "C2", "C2"]);
}

#[test]
fn a_late_reply_is_read_as_long_as_its_message_lies_in_the_lookback() {
    let first = read(&workspace().api().start(), config(), "threads", None).succeeded();
    let state = last_state(&first, "threads");
    let mut later = workspace();
    later.messages.push(reply(120 * DAY, 149 * DAY));

    for (days, is_found) in [(19, false), (21, true)] {
        let config = config_with("lookback_window", json!(days));
        let output = read(&later.clone().api().start(), config, "threads", Some(state.clone())).succeeded();

        let found = output.records("threads").iter().filter(|record| record["ts"] == ts(149 * DAY)).count();
        assert_eq!(found, if is_found { 2 } else { 0 }, "{days} days");
    }
}

/// Channel and time of each record, and the state behind them, for each STATE of a read.
fn cuts(output: &Output) -> Vec<(BTreeSet<(String, String)>, Value)> {
    let (mut seen, mut cuts) = (BTreeSet::new(), Vec::new());
    for line in output.lines() {
        let line: Value = serde_json::from_str(line).expect("a line is JSON");
        match line["type"].as_str() {
            Some("RECORD") => drop(seen.insert(key(&line["record"]["data"]))),
            Some("STATE") => cuts.push((seen.clone(), line["state"]["stream"]["stream_state"].clone())),
            _ => {}
        }
    }
    cuts
}

fn key(record: &Value) -> (String, String) {
    (record["channel_id"].to_string(), record["ts"].to_string())
}

#[test]
fn a_sync_that_is_cut_off_anywhere_and_taken_up_loses_nothing() {
    for stream in ["channel_messages", "threads"] {
        // One page a message, so that pages are left too.
        let workspace = || Workspace { page: Some(1), ..workspace() };
        let whole = read(&workspace().api().start(), config(), stream, None).succeeded();
        let all: BTreeSet<_> = whole.records(stream).iter().map(key).collect();
        let cuts = cuts(&whole);
        assert!(cuts.len() > 3, "{stream}: {} STATEs", cuts.len());

        for (mut seen, state) in cuts {
            let rest = read(&workspace().api().start(), config(), stream, Some(state.clone())).succeeded();
            seen.extend(rest.records(stream).iter().map(key));

            assert_eq!(seen, all, "{stream}: {state}");
            let (mut last, mut want) = (last_state(&rest, stream), last_state(&whole, stream));
            for state in [&mut last, &mut want] {
                state["lookback_window"] = json!(0);
                state["parent_state"]["channel_messages"]["lookback_window"] = json!(0);
                // They stand in the order in which they are found.
                state["states"].as_array_mut().expect("there are states").sort_by_key(Value::to_string);
            }
            assert_eq!(last, want, "{stream}: {state}");
        }
    }
}

#[test]
fn a_thread_that_fails_is_read_by_the_next_run() {
    let fails = Arc::new(Mutex::new(true));
    let is_failing = fails.clone();
    let inner = workspace();
    let broken = Api::new().on("GET /api/conversations.replies", move |request| {
        let is_it = request.param("ts") == Some(&ts(120 * DAY)) && *is_failing.lock().expect("nobody panics");
        if is_it { refusal("thread_is_odd") } else { inner.replies(request) }
    });
    let api = workspace().routed(broken).start();

    let first = read(&api, config(), "threads", None);
    assert!(first.failed().contains("thread_is_odd"));
    *fails.lock().expect("nobody panics") = false;
    let second = read(&api, config(), "threads", Some(last_state(&first, "threads"))).succeeded();

    let found: BTreeSet<_> = first.records("threads").iter().chain(&second.records("threads")).map(key).collect();
    assert_eq!(found.len(), 14);
    assert!(last_state(&second, "threads").get("__resume").is_none());
}
