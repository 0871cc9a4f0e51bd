//! The state file: its forms, hooks about it, and when a STATE is written.

use cdk_core::SourceDef;
use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Connector, Output, Reply, RunningApi};

use super::cursors::of;
use crate::behaviour::Nothing;

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", streams(Issue, Change, Long))]
struct Tracker;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Tracker, path = "issues", cursor_field = "at", params(since = "{state.at}"), state_migration = of_version_1)]
struct Issue {
    id: u64,
    at: u64,
}

fn of_version_1(cx: &SourceCx<'_, Nothing>, mut state: StreamState) -> Result<StreamState> {
    assert_eq!(cx.stream(), "issue");
    match state.remove("last") {
        Some(Value::String(text)) => Err(Error::config(format!("a state of version 0 ({text}) cannot be read"))),
        Some(last) => Ok(StreamState::from_iter([("at".to_owned(), last["at"].clone())])),
        None => Ok(state),
    }
}

/// Two slices; the state is a pair that no word describes.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Tracker,
    path = "changes/{slice}",
    slices(halves, slice = u64),
    params(after = "{state.furthest}"),
    get_updated_state = furthest,
)]
struct Change {
    id: u64,
    is_final: bool,
}

async fn halves(_: &SliceCx<'_, Change>) -> Result<[u64; 2]> {
    Ok([1, 2])
}

fn furthest(cx: &Cx<'_, Change>) -> Result<StreamState> {
    let mut state = cx.state().cloned().unwrap_or_default();
    let change = cx.record()?;
    if change.is_final {
        state.insert("furthest".to_owned(), change.id.into());
    }
    let seen = state.get("seen").and_then(Value::as_u64).unwrap_or_default();
    state.insert("seen".to_owned(), (seen + 1).into());
    Ok(state)
}

/// One slice of many pages.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Tracker, path = "long", paginate = page(size(per_page = 100)))]
struct Long {
    id: u64,
}

fn issues() -> RunningApi {
    Api::new().on("GET /issues", |_| Reply::json(json!([{ "id": 1, "at": 3 }, { "id": 2, "at": 8 }]))).start()
}

/// What the API was asked for, with a state file of that content.
fn since(state: Value) -> (Option<String>, Output) {
    let api = issues();
    let output = Connector::<Tracker>::new(&api, json!({})).state(state).read(["issue"]);
    (api.requests().first().and_then(|request| request.param("since").map(str::to_owned)), output)
}

#[test]
fn every_form_of_a_state_file_is_understood() {
    let stream = json!({ "stream_descriptor": { "name": "issue", "namespace": null }, "stream_state": { "at": 5 } });
    let empty = json!({ "stream_descriptor": { "name": "issue" }, "stream_state": null });
    let global = |shared: Value| json!({ "shared_state": shared, "stream_states": [stream.clone()] });
    for (state, want) in [
        (json!([{ "type": "STREAM", "stream": stream }]), Some("5")),
        (json!([{ "stream": stream }]), Some("5")),
        (json!([{ "type": "GLOBAL", "global": global(Value::Null) }]), Some("5")),
        (json!([{ "type": "GLOBAL", "global": global(json!({})) }]), Some("5")),
        (json!([{ "type": "LEGACY", "data": { "issue": { "at": 5 }, "gone": { "x": 1 } } }]), Some("5")),
        (json!({ "issue": { "at": 5 } }), Some("5")),
        (json!([{ "type": "STREAM", "stream": stream }, { "type": "STREAM", "stream": empty }]), None),
        (json!([{ "type": "STREAM", "stream": empty }]), None),
        (json!([]), None),
    ] {
        let (asked, output) = since(state.clone());
        assert_eq!((asked.as_deref(), output.exit_code()), (want, 0), "{state}");
    }

    let (_, output) = since(json!([{ "type": "GLOBAL", "global": global(json!({ "lsn": 7 })) }]));
    assert!(output.failed().starts_with("state[0].global.shared_state: this source has no shared state"), "{output}");
}

#[test]
fn an_error_in_a_state_file_names_the_stream_in_every_form() {
    let one = |name: &str, state: Value| json!({ "stream_descriptor": { "name": name }, "stream_state": state });
    let good = one("long", json!({}));
    let global = |states: Value| json!([{ "type": "GLOBAL", "global": { "stream_states": states } }]);
    for (state, place) in [
        (json!([{ "stream": one("issue", json!([])) }]), "state[0].stream.stream_state"),
        (json!([{ "stream": one("issue", json!({ "at": "x" })) }]), "state[0].stream.stream_state.at"),
        (global(json!([good, one("issue", json!("x"))])), "state[0].global.stream_states[1].stream_state"),
        (global(json!([good, one("issue", json!({ "at": "x" }))])), "state[0].global.stream_states[1].stream_state.at"),
        (json!({ "issue": [] }), "state.issue"),
        (json!({ "issue": { "at": "x" } }), "state.issue.at"),
        (json!([{ "type": "LEGACY", "data": { "issue": 7 } }]), "state[0].data.issue"),
    ] {
        let (asked, output) = since(state.clone());
        assert!(output.failed().starts_with(&format!("stream `issue`: {place}: ")), "{state}: {output}");
        assert_eq!(asked, None);
    }
}

#[test]
fn an_older_state_is_migrated_once_it_is_there() {
    assert_eq!(since(of("issue", &json!({ "last": { "at": 5 } }))).0.as_deref(), Some("5"));
    assert_eq!(since(of("issue", &json!({ "at": 6 }))).0.as_deref(), Some("6"));
    assert_eq!(since(json!([])).0, None);

    let (asked, output) = since(of("issue", &json!({ "last": "2019" })));
    assert_eq!(output.failed(), "stream `issue`: hook `state_migration`: a state of version 0 (2019) cannot be read");
    assert_eq!(asked, None);
}

#[test]
fn a_function_keeps_the_state_slice_by_slice() {
    let api = Api::new()
        .on("GET /changes/{half}", |request| {
            let first: u64 = request.capture("half").parse::<u64>().unwrap() * 10;
            Reply::json(json!([{ "id": first, "is_final": true }, { "id": first + 1, "is_final": false }]))
        })
        .start();
    let connector =
        Connector::<Tracker>::new(&api, json!({})).concurrency(8).state(of("change", &json!({ "furthest": 3 })));

    let output = connector.read(["change"]).succeeded();

    let states = [
        json!({ "furthest": 10, "seen": 2 }),
        json!({ "furthest": 20, "seen": 4 }),
        json!({ "furthest": 20, "seen": 4 }),
    ];
    assert_eq!(output.states("change"), states);
    let asked: Vec<_> = api.requests().iter().map(|request| request.param("after").unwrap().to_owned()).collect();
    assert_eq!(asked, ["3", "10"]);
}

#[test]
fn a_long_slice_has_a_state_behind_each_thousand_records() {
    let api = Api::new()
        .on("GET /long", |request| {
            let page: u64 = request.param("page").unwrap().parse().unwrap();
            let ids = (page - 1) * 100..(page * 100).min(3_450);
            Reply::json(ids.map(|id| json!({ "id": id })).collect::<Value>())
        })
        .start();

    let output = Connector::<Tracker>::new(&api, json!({})).read(["long"]).succeeded();

    let mut records = 0.0;
    let mut states = Vec::new();
    for message in output.messages() {
        match message["type"].as_str() {
            Some("RECORD") => records += 1.0,
            Some("STATE") => {
                let state = &message["state"];
                // Records since the state before, and none between that it does not count.
                assert_eq!(state["sourceStats"]["recordCount"], json!(records));
                states.push((records, state["stream"]["stream_state"].clone()));
                records = 0.0;
            }
            _ => {}
        }
    }
    assert_eq!(
        states,
        [
            (1_000.0, json!({ "page": 11 })),
            (1_000.0, json!({ "page": 21 })),
            (1_000.0, json!({ "page": 31 })),
            (450.0, json!({ "__ab_no_cursor_state_message": true })),
        ]
    );
}

#[test]
fn a_cursor_that_lies_deeper_is_judged_before_any_command() {
    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Deep {
        meta: Meta,
    }

    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Meta {
        tags: Vec<String>,
        is_new: bool,
    }

    macro_rules! problem {
        ($field:literal) => {{
            struct Odd;
            impl Source for Odd {
                type Config = Nothing;
                const NAME: &'static str = "odd";
                const VERSION: &'static str = "1";
                fn definition() -> SourceDef<Self::Config> {
                    SourceDef::new().stream_def(|| {
                        let deep = StreamDef::<Deep, Nothing>::new("deep").url_base("https://api.example.com");
                        deep.cursor_field($field)
                    })
                }
            }
            let api = Api::new().start();
            testing::discover::<Odd>(&api, json!({})).failed()
        }};
    }
    assert_eq!(
        problem!("meta.at"),
        "stream `deep`: cursor_field: the record has no field `meta.at` (by its name in the response)"
    );
    assert!(problem!("meta.tags").contains("`meta.tags` is an array, which has no order"), "{}", problem!("meta.tags"));
    assert!(problem!("meta.is_new").contains("`meta.is_new` is a boolean, which has no order"));
}
