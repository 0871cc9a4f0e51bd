//! `behind_first_sync`: a list first, and a log of changes once all of it was read; also where it is a parent.

use cdk_core::prelude::*;
use cdk_core::stream::{Incremental, StreamDef, StreamOf};
use cdk_core::testing::{Api, Connector, Output, Received, Reply, RunningApi};

use super::cursors::of;
use crate::behaviour::Nothing;

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", streams(Team, Member, Badge))]
struct Club;

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", streams(Nowhere))]
struct Cursorless;

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", streams(Elsewhere))]
struct Torn;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Club, path = "teams", primary_key = "id", cursor_field = "changed",
    incremental(start = 0, param_start = "from", param_end = "to", end = 999, step = "400"), define = by_log
)]
struct Team {
    id: u64,
    changed: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Club, parent(Team, incremental), path = "teams/{parent.id}/members", primary_key = "id", cursor_field = "changed"
)]
struct Member {
    id: u64,
    changed: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Club, parent(Member, incremental), path = "members/{parent.id}/badges", cursor_field = "changed")]
struct Badge {
    id: u64,
    changed: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Cursorless, define = without_cursor)]
struct Nowhere {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Torn, cursor_field = "changed", define = by_another)]
struct Elsewhere {
    changed: u64,
    at: u64,
}

fn by_log(stream: StreamOf<Team>) -> StreamOf<Team> {
    stream.behind_first_sync(log)
}

fn log(stream: StreamDef<Team, Nothing>) -> StreamDef<Team, Nothing> {
    stream.path("log").cursor_field("changed").incremental(Incremental::new().param_start("since"))
}

fn without_cursor(stream: StreamOf<Nowhere>) -> StreamOf<Nowhere> {
    stream.behind_first_sync(|stream| stream.path("log"))
}

fn by_another(stream: StreamOf<Elsewhere>) -> StreamOf<Elsewhere> {
    stream.behind_first_sync(|stream| stream.path("log").cursor_field("at"))
}

/// Three teams in three windows; what the log tells; a member and a badge below each team and member.
fn api(log: Value) -> RunningApi {
    let within = |request: &Received| {
        let edge = |name| request.param(name).and_then(|edge| edge.parse::<u64>().ok()).unwrap_or_default();
        let teams = [(1, 100), (2, 500), (3, 900)]
            .into_iter()
            .filter(|(_, changed)| (edge("from")..=edge("to")).contains(changed));
        Reply::json(teams.map(|(id, changed)| json!({ "id": id, "changed": changed })).collect::<Vec<_>>())
    };
    let below = |times: u64| {
        move |request: &Received| {
            let id: u64 = request.path().split('/').nth(2).and_then(|id| id.parse().ok()).unwrap_or_default();
            Reply::json(json!([{ "id": id * times, "changed": 1_000 + id }]))
        }
    };
    Api::new()
        .on("GET /teams", within)
        .on("GET /log", move |_| Reply::json(log.clone()))
        .on("GET /teams/{id}/members", below(10))
        .on("GET /members/{id}/badges", below(10))
        .start()
}

fn read(api: &RunningApi, stream: &str, state: Option<&Value>) -> Output {
    let connector = Connector::<Club>::new(api, json!({}));
    let connector = match state {
        Some(state) => connector.state(of(stream, state)),
        None => connector,
    };
    connector.read([stream])
}

fn asked(api: &RunningApi) -> Vec<String> {
    let requests = api.requests();
    let mut asked: Vec<String> = requests.iter().map(|one| format!("{} {:?}", one.path(), one.query())).collect();
    asked.sort();
    asked
}

fn last_state(output: &Output, stream: &str) -> Value {
    output.states(stream).pop().expect("a STATE is written")
}

#[test]
fn a_list_is_read_first_and_the_log_from_then_on() {
    let first = read(&api(json!([])), "team", None).succeeded();
    let state = last_state(&first, "team");
    let api = api(json!([{ "id": 2, "changed": 1_200 }]));
    let second = read(&api, "team", Some(&state)).succeeded();

    assert_eq!((first.records("team").len(), &state), (3, &json!({ "changed": 900 })));
    assert_eq!(second.records("team"), [json!({ "id": 2, "changed": 1_200 })]);
    assert_eq!(asked(&api), [r#"/log [("since", "900")]"#]);
    assert_eq!(last_state(&second, "team"), json!({ "changed": 1_200 }));
}

#[test]
fn a_first_sync_that_is_cut_off_stays_one() {
    let whole = read(&api(json!([])), "team", None).succeeded();
    let states = whole.states("team");
    assert!(states.len() >= 3, "{states:?}");

    for state in &states[..states.len() - 1] {
        let api = api(json!([]));
        let rest = read(&api, "team", Some(state)).succeeded();

        assert!(api.count("GET /teams") < 3 && api.count("GET /log") == 0, "{state}");
        assert_eq!(last_state(&rest, "team"), json!({ "changed": 900 }), "{state}");
    }
}

#[test]
fn parents_are_read_by_the_log_too_behind_their_own_first_sync() {
    for (stream, deepest) in [("member", "/teams/2/members"), ("badge", "/members/20/badges")] {
        let first = read(&api(json!([])), stream, None).succeeded();
        let state = last_state(&first, stream);
        let api = api(json!([{ "id": 2, "changed": 1_200 }]));
        let second = read(&api, stream, Some(&state)).succeeded();

        assert_eq!(first.records(stream).len(), 3, "{stream}");
        assert_eq!((api.count("GET /teams"), api.count("GET /log")), (0, 1), "{stream}: {:?}", asked(&api));
        assert!(asked(&api).iter().any(|path| path.starts_with(deepest)), "{stream}: {:?}", asked(&api));
        assert_eq!(second.records(stream).len(), 1, "{stream}");
    }
}

#[test]
fn a_full_refresh_reads_the_list() {
    let api = api(json!([]));
    let catalog = json!({ "streams": [{ "stream": { "name": "team" }, "sync_mode": "full_refresh" }] });
    let state = of("team", &json!({ "changed": 900 }));

    let output = Connector::<Club>::new(&api, json!({})).state(state).read(catalog).succeeded();

    assert_eq!((output.records("team").len(), api.count("GET /log")), (3, 0));
}

#[test]
fn both_ways_have_the_same_cursor() {
    let api = api(json!([]));
    let cursorless = Connector::<Cursorless>::new(&api, json!({})).discover().failed();
    let torn = Connector::<Torn>::new(&api, json!({})).discover().failed();

    let why = "behind_first_sync: the stream needs a `cursor_field` to find new records in later syncs";
    assert!(cursorless.contains(why), "{cursorless}");
    let why = "behind_first_sync: must have the same `cursor_field` as the stream: `changed`";
    assert!(torn.contains(why), "{torn}");
}
