//! Starts and states in the future, of streams with slices and of their parents.

use cdk_core::prelude::*;
use cdk_core::stream::{Incremental, StreamDef, StreamOf};
use cdk_core::testing::{Api, Connector, Reply, RunningApi};

use super::cursors::of;
use super::future::{Clock, NOW, api, from, last, read, warnings};
use crate::behaviour::Nothing;

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", streams(Shift, Break))]
struct Rota;

/// A list first, and a log of changes behind it.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Rota, path = "shifts", primary_key = "id", cursor_field = "at", incremental(format = "%s"), define = by_log)]
struct Shift {
    id: u64,
    at: u64,
}

fn by_log(stream: StreamOf<Shift>) -> StreamOf<Shift> {
    stream.behind_first_sync(log)
}

fn log(stream: StreamDef<Shift, Nothing>) -> StreamDef<Shift, Nothing> {
    let since = Incremental::new().format("%s").param_start("since").retention("P30D");
    stream.path("log").cursor_field("at").incremental(since)
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Rota, path = "shifts/{parent.id}/breaks", parent(Shift, incremental), cursor_field = "at", incremental(format = "%s"))]
struct Break {
    id: u64,
    at: u64,
}

fn rota() -> RunningApi {
    let shifts = |_: &_| Reply::json(json!([{ "id": 1, "at": 1_706_745_600 }]));
    Api::new()
        .on("GET /shifts", shifts)
        .on("GET /log", |_| Reply::json(json!([])))
        .on("GET /shifts/{id}/breaks", shifts)
        .start()
}

#[test]
fn behind_a_first_sync_a_state_in_the_future_begins_with_another_first_sync() {
    let later = |at: u64| json!({ "at": at });
    let below = |at: u64| json!({ "use_global_cursor": true, "state": { "at": 1_700_000_000 }, "parent_state": { "shift": later(at) } });
    for (stream, state, lists, logs) in [
        ("shift", later(7_473_945_600), 1, 0),
        ("shift", later(1_709_000_000), 0, 1),
        ("break", below(7_473_945_600), 1, 0),
        ("break", below(1_709_000_000), 0, 1),
    ] {
        let api = rota();
        let output =
            Connector::<Rota>::new(&api, json!({})).now(NOW).state(of(stream, &state)).read([stream]).succeeded();

        assert_eq!((api.count("GET /shifts"), api.count("GET /log")), (lists, logs), "{stream} {state}");
        let told = warnings(&output);
        assert_eq!(told.len(), lists, "{stream} {state} {told:?}");
        assert!(told.iter().all(|told| told.contains("`shift`") && told.contains("7473945600")), "{told:?}");
        for state in output.states(stream) {
            assert!(!state.to_string().contains("7473945600"), "{state}");
        }
    }
}

#[test]
fn of_several_slices_only_those_in_the_future_begin_anew() {
    let cursor = |room: &str, at: &str| json!({ "partition": { "room": room }, "cursor": { "at": at } });
    let state = json!({
        "use_global_cursor": false, "lookback_window": 3600, "state": { "at": "2024-02-20T00:00:00Z" },
        "states": [cursor("1", "2099-01-01T00:00:00Z"), cursor("2", "2024-02-10T00:00:00Z"), cursor("gone", "2077-01-01T00:00:00Z")],
    });
    let api = api(json!([]));
    let output = read(&api, "room", Some("2024-01-01"), Some(state));

    let mut asked: Vec<_> =
        api.requests().iter().map(|one| format!("{} {}", one.path(), one.param("from").unwrap())).collect();
    asked.sort();
    assert_eq!(asked, ["/rooms/1 2024-01-01", "/rooms/2 2024-02-09T00:00:00Z"]);
    assert_eq!(
        warnings(&output),
        [
            "stream `room`: 2 values of the saved state (the first is 2099-01-01T00:00:00Z) are in the future; the sync reads from \
             2024-01-01 instead"
        ]
    );
    let last = last(&output, "room").to_string();
    assert!(!last.contains("2099") && !last.contains("2077"), "{last}");
}

#[test]
fn a_value_for_all_slices_in_the_future_is_no_value() {
    for state in [
        json!({ "at": "2099-01-01T00:00:00Z" }),
        json!({ "use_global_cursor": true, "state": { "at": "2099-01-01T00:00:00Z" }, "lookback_window": 9 }),
        json!({ "1": { "at": "2099-01-01T00:00:00Z" }, "2": { "at": "2099-01-01T00:00:00Z" } }),
    ] {
        for (start, begins) in [(Some("2024-01-01"), "2024-01-01"), (None, "2024-03-04T12:00:00Z")] {
            let api = api(json!([]));
            let output = read(&api, "room", start, Some(state.clone()));

            assert_eq!((from(&api), warnings(&output).len()), (vec![begins.to_owned(); 2], 1), "{state}");
            assert!(!last(&output, "room").to_string().contains("2099"), "{state}");
        }
    }
}

#[test]
fn an_incremental_parent_s_state_in_the_future_is_left_too() {
    let state = json!({
        "use_global_cursor": false, "states": [], "state": { "at": "2024-02-01T00:00:00Z" }, "lookback_window": 0,
        "parent_state": { "room": { "at": "2099-01-01T00:00:00Z" } },
    });
    let api = api(json!([{ "id": 7, "at": "2024-02-01T00:00:00Z" }]));
    let output = read(&api, "guest", Some("2024-01-01"), Some(state));

    // Both rooms are listed from the start on; each list holds one.
    assert_eq!(api.count("GET /rooms/{id}/guests"), 2, "{:?}", from(&api));
    assert_eq!(from(&api).iter().filter(|from| *from == "2024-01-01").count(), 2, "{:?}", from(&api));
    let told = warnings(&output);
    assert!(told.len() == 1 && told[0].contains("`room`") && told[0].contains("2099"), "{told:?}");
    for state in output.states("guest") {
        assert!(!state.to_string().contains("2099"), "{state}");
    }
}

#[test]
fn a_start_in_the_future_is_told_once_of_a_stream_and_once_of_its_child() {
    let api = api(json!([{ "id": 7, "at": "2024-02-01T00:00:00Z" }]));
    let config = json!({ "start": "2206-11-01", "slices": ["1", "2", "3"] });
    let output = Connector::<Clock>::new(&api, config).now(NOW).read(["room", "guest"]).succeeded();

    let mut told = warnings(&output);
    told.sort();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("`guest`") && told[1].contains("`room`"));
}
