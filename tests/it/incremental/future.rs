//! Starts and saved states that are later than the run's clock: one WARN, nothing is lost, and no such state is written again.

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Output, Received, Reply, RunningApi};

use super::cursors::of;

#[derive(Deserialize, JsonSchema)]
pub(super) struct Config {
    start: Option<String>,
    #[serde(default)]
    slices: Vec<String>,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    streams(Moment, Seconds, Millis, Day, Us, Local, Stepped, Planned, Said, Plain, Number, Room, Guest, Kept),
)]
pub(super) struct Clock;

/// One stream for each way to write a time; each says where it begins.
macro_rules! times {
    ($($name:ident $path:literal $ty:ty, ($($format:tt)*);)*) => {$(
        #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
        #[stream(
            source = Clock, path = $path, cursor_field = "at",
            incremental(start = "{config.start}", param_start = "from", param_end = "to", lookback = "P1D" $($format)*),
        )]
        struct $name {
            id: u64,
            at: $ty,
        }
    )*};
}
times! {
    Moment "moment" Timestamp, ();
    Seconds "seconds" u64, (, format = "%s");
    Millis "millis" u64, (, format = "%ms");
    Day "day" Date, ();
    Us "us" String, (, format = "%m/%d/%Y");
    Local "local" DateTime, ();
    Stepped "stepped" Timestamp, (, step = "P10D");
    Planned "planned" Timestamp, (, end = "2030-01-01");
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Clock, path = "said", cursor_field = "at", params(from = "{state.at}"))]
struct Said {
    id: u64,
    at: Timestamp,
}

/// A text, of which nobody says that it is a time.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Clock, path = "plain", cursor_field = "at")]
struct Plain {
    id: u64,
    at: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Clock, path = "number", cursor_field = "at", incremental(start = 5, param_start = "from"))]
struct Number {
    id: u64,
    at: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Clock, path = "rooms/{slice}", slices(rooms, slice = String, as = "room"), cursor_field = "at", primary_key = "id",
    incremental(start = "{config.start}", param_start = "from", lookback = "P1D"),
)]
struct Room {
    id: u64,
    at: Timestamp,
}

async fn rooms(cx: &SliceCx<'_, Room>) -> Result<Vec<String>> {
    Ok(cx.config().slices.clone())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Clock, path = "rooms/{parent.id}/guests", parent(Room, incremental), cursor_field = "at",
    incremental(start = "{config.start}", param_start = "from"),
)]
struct Guest {
    id: u64,
    at: Timestamp,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Clock, path = "kept", get_updated_state = kept, params(from = "{state.at}"))]
struct Kept {
    at: String,
}

fn kept(cx: &Cx<'_, Kept>) -> Result<StreamState> {
    Ok(StreamState::from_iter([("at".to_owned(), cx.record()?.at.clone().into())]))
}

pub(super) const NOW: &str = "2024-03-05T12:00:00Z";
const SECONDS: u64 = 1_709_640_000;

pub(super) fn api(records: Value) -> RunningApi {
    let guests = |request: &Received| {
        let id: u64 = request.capture("id").parse().unwrap_or_default();
        Reply::json(json!([{ "id": id * 10, "at": "2024-02-02T00:00:00Z" }]))
    };
    let rest = move |_: &Received| Reply::json(records.clone());
    Api::new()
        .on("GET /rooms/{id}/guests", guests)
        .on("GET /rooms/{room}", rest.clone())
        .on("GET /{stream}", rest)
        .start()
}

pub(super) fn read(api: &RunningApi, stream: &str, start: Option<&str>, state: Option<Value>) -> Output {
    let config = json!({ "start": start, "slices": ["1", "2"] });
    let connector = Connector::<Clock>::new(api, config).now(NOW);
    let connector = match state {
        Some(state) => connector.state(of(stream, &state)),
        None => connector,
    };
    connector.read([stream]).succeeded()
}

pub(super) fn from(api: &RunningApi) -> Vec<String> {
    api.requests().iter().map(|request| request.param("from").unwrap_or("nothing").to_owned()).collect()
}

pub(super) fn warnings(output: &Output) -> Vec<String> {
    output
        .logs()
        .into_iter()
        .filter(|(level, _)| level == "WARN")
        .map(|(_, text)| text)
        .filter(|text| text.contains("future"))
        .collect()
}

pub(super) fn last(output: &Output, stream: &str) -> Value {
    output.states(stream).pop().expect("a STATE is written")
}

/// A stream; a value in the future, as its states are written; where it begins by a start of 2024-01-01, and by none.
fn forms() -> [(&'static str, Value, &'static str, &'static str, Value); 7] {
    [
        ("moment", json!("2206-11-01T00:00:00Z"), "2024-01-01T00:00:00Z", "2024-03-04T12:00:00Z", json!(NOW)),
        ("seconds", json!("7473945600"), "1704067200", "1709553600", json!(SECONDS.to_string())),
        ("millis", json!(7_473_945_600_000_u64), "1704067200000", "1709553600000", json!((SECONDS * 1000).to_string())),
        ("day", json!("2024-03-06"), "2024-01-01", "2024-03-04", json!("2024-03-05")),
        ("us", json!("03/06/2024"), "01/01/2024", "03/04/2024", json!("03/05/2024")),
        ("local", json!("2024-03-05T12:00:01"), "2024-01-01T00:00:00Z", "2024-03-04T12:00:00Z", json!(NOW)),
        ("stepped", json!("9999-12-31T23:59:59Z"), "2024-01-01T00:00:00Z", "2024-03-04T12:00:00Z", json!(NOW)),
    ]
}

#[test]
fn a_state_in_the_future_is_left_for_the_start_with_one_warning() {
    for (stream, future, start, _, _) in forms() {
        let api = api(json!([]));
        let output = read(&api, stream, Some("2024-01-01"), Some(json!({ "at": future })));

        let mut asked = from(&api);
        asked.sort();
        assert!(asked[0].starts_with(start.trim_end_matches("T00:00:00Z")), "{stream}: {asked:?}");
        let warnings = warnings(&output);
        let value = future.as_str().map_or_else(|| future.to_string(), str::to_owned);
        assert!(warnings.len() == 1 && warnings[0].contains(&value), "{stream}: {warnings:?}");
        // Nothing was found: the next sync begins where this one did.
        assert!(!last(&output, stream).to_string().contains(&value), "{stream}");
    }
}

#[test]
fn without_a_start_in_the_past_a_sync_reads_from_now_less_the_lookback() {
    for (stream, future, _, now, state) in forms() {
        for start in [None, Some("2206-11-01"), Some("9999-12-31")] {
            for saved in [Some(json!({ "at": future })), start.and(None)] {
                if start.is_none() && saved.is_none() {
                    continue;
                }
                let api = api(json!([]));
                let output = read(&api, stream, start, saved.clone());

                assert_eq!(from(&api), [now], "{stream} {start:?} {saved:?}");
                let warnings = warnings(&output);
                assert_eq!(warnings.len(), 1, "{stream} {start:?} {saved:?} {warnings:?}");
                assert!(start.is_none_or(|start| warnings[0].contains(start)), "{warnings:?}");
                assert_eq!(last(&output, stream), json!({ "at": state }), "{stream} {start:?}");
            }
        }
    }
}

#[test]
fn a_start_in_the_future_does_not_pass_over_what_a_state_left() {
    let api = api(json!([]));
    let output = read(&api, "seconds", Some("2206-11-01"), Some(json!({ "at": "1706745600" })));

    assert_eq!(from(&api), ["1706659200"]);
    assert_eq!(last(&output, "seconds"), json!({ "at": "1706745600" }));
    assert_eq!(
        warnings(&output),
        [
            "stream `seconds`: `start` 2206-11-01 is in the future; the sync reads from 1706659200 (2024-01-31T00:00:00Z) instead"
        ]
    );
}

#[test]
fn what_the_next_sync_reads_is_not_lost() {
    // The second record comes after the first sync.
    let first = read(&api(json!([])), "moment", Some("2206-11-01"), None);
    let api = api(json!([{ "id": 1, "at": "2024-03-05T13:00:00Z" }]));
    let config = json!({ "start": "2006-11-01" });
    let connector = Connector::<Clock>::new(&api, config).now("2024-03-06T00:00:00Z").state(first.state());
    let second = connector.read(["moment"]).succeeded();

    assert_eq!(from(&api), ["2024-03-04T12:00:00Z"]);
    assert_eq!(second.records("moment").len(), 1);
    assert_eq!(last(&second, "moment"), json!({ "at": "2024-03-05T13:00:00Z" }));
    assert_eq!(warnings(&second).len(), 0);
}

#[test]
fn a_stream_that_filters_here_is_read_from_now_too() {
    let records = json!([{ "id": 1, "at": "2024-03-05T11:00:00Z" }, { "id": 2, "at": "2024-03-05T13:00:00Z" }]);
    for stream in ["plain", "said"] {
        let api = api(records.clone());
        let output = read(&api, stream, None, Some(json!({ "at": "2099-01-01T00:00:00+02:00" })));

        // An API that is asked for a state filters itself.
        let (records, asked) = if stream == "said" { (2, NOW) } else { (1, "nothing") };
        assert_eq!((output.records(stream).len(), from(&api)), (records, vec![asked.to_owned()]));
        assert_eq!(last(&output, stream), json!({ "at": NOW }));
        let told = warnings(&output);
        assert!(told.len() == 1 && told[0].contains("2099-01-01T00:00:00+02:00"), "{told:?}");
    }
}

#[test]
fn numbers_that_are_no_times_have_no_future() {
    let api = api(json!([{ "id": 1, "at": 9_999_999_999_999_u64 }]));
    let output = read(&api, "number", None, Some(json!({ "at": 7_473_945_600_u64 })));

    assert_eq!((from(&api), warnings(&output).len()), (vec!["7473945600".to_owned()], 0));
    assert_eq!(last(&output, "number"), json!({ "at": 9_999_999_999_999_u64 }));
}

#[test]
fn a_date_range_that_ends_tomorrow_is_in_the_future() {
    let range = |start: &str, end: &str| json!({ "start": start, "end": end, "most_recent_cursor_value": "2024-02-01T00:00:00Z" });
    for slices in [
        json!([range("2024-01-01T00:00:00Z", "2024-03-06T12:00:00Z")]),
        json!([
            range("2024-01-01T00:00:00Z", "2024-01-05T00:00:00Z"),
            range("2024-02-01T00:00:00Z", "2024-03-06T12:00:00Z")
        ]),
    ] {
        let api = api(json!([]));
        let state = json!({ "state_type": "date-range", "slices": slices });
        let output = read(&api, "moment", Some("2024-01-01"), Some(state));

        assert_eq!((from(&api), warnings(&output).len()), (vec!["2024-01-01".to_owned()], 1));
        assert!(warnings(&output)[0].contains("2024-03-06T12:00:00Z"));
        assert_eq!(last(&output, "moment")["slices"][0]["end"], NOW);
    }
}

#[test]
fn a_range_up_to_a_declared_end_is_written_up_to_the_begin_of_the_sync() {
    let api = api(json!([{ "id": 1, "at": "2029-01-01T00:00:00Z" }]));
    let state = json!({ "state_type": "date-range", "slices": [{ "start": "2024-01-01T00:00:00Z", "end": "2024-02-01T00:00:00Z" }] });
    let output = read(&api, "planned", Some("2024-01-01"), Some(state));

    assert_eq!(api.requests()[0].param("to"), Some("2030-01-01"));
    assert_eq!((output.records("planned").len(), warnings(&output).len()), (1, 0));
    for state in output.states("planned") {
        let ends: Vec<_> = state["slices"].as_array().unwrap().iter().map(|slice| slice["end"].clone()).collect();
        assert!(ends.iter().all(|end| end.as_str().is_some_and(|end| end <= NOW)), "{state}");
    }
}

#[test]
fn what_an_unfinished_sync_left_of_the_future_is_read_anew() {
    let resume = |began: &str, open: Value, value: &Value| json!({ "began": began, "of": value, "open": [open] });
    let past = json!("2024-02-01T00:00:00Z");
    for (open, began) in [
        (json!({ "from": "2206-11-01", "left": [["2206-11-01", null, null, null]] }), "2024-03-01T00:00:00Z"),
        (
            json!({ "from": "2024-01-01", "done": [["2024-01-01", "2098-12-31", null]], "left": [["2099-01-01", "2099-02-01", null, null]] }),
            "2024-03-01T00:00:00Z",
        ),
        (json!({ "from": "2024-01-01", "left": [["2024-01-01", "2099-02-01", null, null]] }), "2099-02-01T00:00:00Z"),
    ] {
        let api = api(json!([]));
        let state = json!({ "at": past, "__resume": resume(began, open, &past) });
        let output = read(&api, "moment", Some("2024-01-01"), Some(state.clone()));

        assert_eq!((from(&api), warnings(&output).len()), (vec!["2024-01-01".to_owned()], 1), "{state}");
        let to = api.requests()[0].param("to").unwrap().to_owned();
        assert!(to.as_str() <= NOW, "{to}");
        assert!(last(&output, "moment")["at"].as_str().unwrap() <= NOW);
    }
}

#[test]
fn windows_in_the_future_are_gone_on_with_if_the_end_is_declared() {
    let left = json!({ "from": "2024-01-01", "left": [["2024-01-01", "2030-01-01T00:00:00Z", null, null]] });
    let state = json!({ "at": "2024-01-01", "__resume": { "began": "2024-03-01T00:00:00Z", "of": "2024-01-01", "open": [left] } });
    let api = api(json!([{ "id": 1, "at": "2029-01-01T00:00:00Z" }]));
    let output = read(&api, "planned", Some("2024-01-01"), Some(state));

    assert_eq!((warnings(&output).len(), output.records("planned").len()), (0, 1));
    assert_eq!(last(&output, "planned"), json!({ "at": "2024-03-01T00:00:00Z" }));
}

#[test]
fn a_record_that_never_ends_does_not_advance_the_state() {
    for (stream, never, known, state) in [
        ("day", json!("9999-12-31"), json!("2024-02-01"), json!("2024-02-01")),
        ("us", json!("12/31/9999"), json!("02/01/2024"), json!("02/01/2024")),
        ("seconds", json!(253_402_300_799_u64), json!(1_706_745_600), json!("1706745600")),
        ("millis", json!(253_402_300_799_999_u64), json!(1_706_745_600_000_u64), json!("1706745600000")),
        ("local", json!("9999-12-31T23:59:59.9999999"), json!("2024-02-01T00:00:00"), json!("2024-02-01T00:00:00")),
        ("plain", json!("9999-12-31T23:59:59.999Z"), json!("2024-02-01T00:00:00Z"), json!("2024-02-01T00:00:00Z")),
        ("plain", json!("9999-12-31 23:59:59"), json!("2024-02-01"), json!("2024-02-01")),
    ] {
        for order in [[&known, &never], [&never, &known]] {
            let records = json!([{ "id": 1, "at": order[0] }, { "id": 2, "at": order[1] }]);
            let output = read(&api(records), stream, Some("2024-01-01"), None);

            assert_eq!(output.records(stream).len(), 2, "{stream}: {output}");
            assert_eq!(last(&output, stream), json!({ "at": state }), "{stream}");
        }
    }
}

#[test]
fn a_state_that_a_function_keeps_is_not_looked_at() {
    let api = api(json!([{ "at": "2099-01-01" }]));
    let output = read(&api, "kept", None, Some(json!({ "at": "2099-06-01" })));

    assert_eq!((from(&api), warnings(&output).len()), (vec!["2099-06-01".to_owned()], 0));
    assert_eq!(last(&output, "kept"), json!({ "at": "2099-01-01" }));
}
