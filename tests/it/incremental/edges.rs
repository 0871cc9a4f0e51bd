//! Where records would be lost at an edge: of a sync's time, of a window, of a run.

use cdk_core::SourceDef;
use cdk_core::prelude::*;
use cdk_core::stream::{Incremental, parent_of};
use cdk_core::testing::{self, Api, Connector, Reply};

use super::cursors::of;
use crate::behaviour::Nothing;

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", streams(Moment, Late, Day, Tally, Page, Seq))]
struct Edges;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Edges, path = "records", cursor_field = "at")]
struct Moment {
    id: u64,
    at: Timestamp,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Edges,
    path = "records",
    cursor_field = "at",
    incremental(lookback = "PT1H", format = "%Y-%m-%dT%H:%M:%SZ"),
    params(since = "{state.at}"),
)]
struct Late {
    id: u64,
    at: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Edges,
    path = "days",
    cursor_field = "at",
    incremental(
        start = "2024-01-01",
        param_start = "from",
        param_end = "to",
        format = "%Y-%m-%d",
        step = "P10D",
        drop_outside,
    ),
)]
struct Day {
    id: u64,
    at: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Edges,
    path = "tally/{slice}",
    slices(halves, slice = u64),
    params(after = "{state.id}"),
    get_updated_state = tallied,
)]
struct Tally {
    id: u64,
}

async fn halves(_: &SliceCx<'_, Tally>) -> Result<[u64; 2]> {
    Ok([1, 2])
}

fn tallied(cx: &Cx<'_, Tally>) -> Result<StreamState> {
    Ok(StreamState::from_iter([("id".to_owned(), cx.record()?.id.into())]))
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Edges, path = "pages", paginate = page(size(n = 1)), on(status = 404, ignore))]
struct Page {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Edges, path = "records", cursor_field = "at")]
struct Seq {
    id: u64,
    at: String,
}

fn records(records: Value) -> testing::RunningApi {
    Api::new().on("GET /records", move |_| Reply::json(records.clone())).start()
}

#[test]
fn a_state_is_no_later_than_the_sync_s_begin() {
    for stream in ["moment", "late", "seq"] {
        let api =
            records(json!([{ "id": 1, "at": "2024-01-01T00:00:00Z" }, { "id": 2, "at": "2024-01-01T00:10:00Z" }]));
        let output = Connector::<Edges>::new(&api, json!({})).now("2024-01-01T00:05:00Z").read([stream]).succeeded();

        // The second came while the first page was read already: what changed there by then is the next sync's to find.
        assert_eq!(output.records(stream).len(), 2);
        assert_eq!(output.states(stream).last().unwrap(), &json!({ "at": "2024-01-01T00:05:00Z" }), "{stream}");
    }
}

#[test]
fn a_request_that_says_the_state_says_it_less_the_lookback() {
    let api = records(json!([]));
    let state = of("late", &json!({ "at": "2024-01-01T10:00:00Z" }));
    Connector::<Edges>::new(&api, json!({})).state(state).read(["late"]).succeeded();

    assert_eq!(api.requests()[0].param("since"), Some("2024-01-01T09:00:00Z"));
}

#[test]
fn a_record_in_the_last_day_of_a_window_is_of_that_window() {
    let api = Api::new()
        .on("GET /days", |request| {
            let all = ["2024-01-01T00:00:00Z", "2024-01-10T15:00:00Z", "2024-01-11T00:00:00Z", "2024-01-12T23:59:59Z"];
            let edge = |name| request.param(name).unwrap().to_owned();
            let of = all
                .iter()
                .enumerate()
                .filter(|(_, at)| (edge("from").as_str()..=edge("to").as_str()).contains(&&at[..10]));
            Reply::json(of.map(|(id, at)| json!({ "id": id, "at": at })).collect::<Value>())
        })
        .start();

    let output = Connector::<Edges>::new(&api, json!({})).now("2024-01-12T23:59:59Z").read(["day"]).succeeded();

    assert_eq!(output.records("day").len(), 4);
}

#[test]
fn a_function_s_state_is_left_by_a_full_refresh_and_does_not_pass_a_slice_that_failed() {
    let api = Api::new()
        .on("GET /tally/{half}", |request| match request.capture("half") {
            "1" => Reply::status(400),
            _ => Reply::json(json!([{ "id": 9 }])),
        })
        .start();
    let connector = Connector::<Edges>::new(&api, json!({})).state(of("tally", &json!({ "id": 3 })));

    let output = connector.read(["tally"]);
    assert!(output.states("tally").iter().all(|state| state["id"] == 3), "{output}");

    connector.read(json!({ "streams": [{ "stream": { "name": "tally" }, "sync_mode": "full_refresh" }] }));
    let asked: Vec<_> = api.requests().iter().map(|request| request.param("after").map(str::to_owned)).collect();
    assert_eq!(asked, [Some("3".to_owned()), Some("3".to_owned()), None, None]);
}

#[test]
fn an_ignored_answer_to_the_page_of_an_earlier_run_ends_nothing() {
    let api = Api::new()
        .on("GET /pages", |request| match request.param("page").unwrap() {
            "7" => Reply::status(404),
            "1" => Reply::json(json!([{ "id": 1 }])),
            _ => Reply::json(json!([])),
        })
        .start();

    let output =
        Connector::<Edges>::new(&api, json!({})).state(of("page", &json!({ "page": 7 }))).read(["page"]).succeeded();

    assert_eq!(output.records("page"), [json!({ "id": 1 })]);
}

#[test]
fn numbers_in_texts_are_no_dates() {
    let api = records(json!([{ "id": 1, "at": "11111311" }, { "id": 2, "at": "11111110" }]));
    let output = Connector::<Edges>::new(&api, json!({})).state(of("seq", &json!({ "at": "11111111" }))).read(["seq"]);

    assert_eq!(output.succeeded().records("seq"), [json!({ "id": 1, "at": "11111311" })]);
}

#[test]
fn of_two_states_of_a_stream_the_last_one_counts() {
    let api = records(json!([{ "id": 1, "at": "2024-01-01T00:00:00Z" }]));
    let one = |stream: &str, at: &str| of(stream, &json!({ "at": at }))[0].clone();
    let state = json!([one("moment", "2030-01-01T00:00:00Z"), one("seq", "1"), one("seq", "3000-01-01T00:00:00Z")]);
    let output = Connector::<Edges>::new(&api, json!({})).state(state).read(["moment", "seq"]).succeeded();

    assert_eq!((output.records("moment").len(), output.records("seq").len()), (0, 0));
}

/// What is wrong with a definition, as `discover` tells it, or a read.
macro_rules! problem {
    ($build:expr) => {{
        struct Odd;
        impl Source for Odd {
            type Config = Nothing;
            const NAME: &'static str = "odd";
            const VERSION: &'static str = "1";
            fn definition() -> SourceDef<Self::Config> {
                SourceDef::new().url_base("https://api.example.com").stream_def($build)
            }
        }
        let api = Api::new().start();
        testing::read::<Odd>(&api, json!({}), json!({ "streams": [{ "stream": { "name": "odd" }, "sync_mode": "incremental" }] })).failed()
    }};
}

#[test]
fn words_that_would_lose_records_are_errors() {
    let told = problem!(|| StreamDef::<DynRecord, Nothing>::new("odd")
        .source::<Odd>()
        .schema(json!({ "type": "object", "properties": { "at": { "type": "integer" } } }))
        .cursor_field("at")
        .incremental(
            Incremental::new().start(1).param_start("a").param_end("b").format("%s").step("PT1H").granularity("P1D")
        ));
    assert!(told.contains("`step` must not be shorter than `granularity`"), "{told}");

    let told = problem!(|| StreamDef::<DynRecord, Nothing, Moment>::new("odd")
        .source::<Odd>()
        .schema(json!({ "type": "object", "properties": { "at": { "type": "integer" } } }))
        .cursor_field("at")
        .parent(parent_of::<Moment>())
        .further_parent(parent_of::<Seq>().named("seq").incremental()));
    assert!(told.contains("parent(…, incremental): `seq` must be the stream's first slicer"), "{told}");
}
