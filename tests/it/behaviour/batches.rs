//! Batches of parents, for APIs that take lists: one slice for many records, and the values of each in one request.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Connector, Output, Received, Reply};

#[derive(Deserialize, JsonSchema)]
struct Config {
    ids: Vec<String>,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    records = "data",
    streams(Team, Member, Report, Detail, Posted, Mixed, Listed, Plain, Texted),
)]
struct Lists;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Lists, path = "teams", primary_key = "id")]
struct Team {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Lists, parent = Team, path = "teams/{parent.id}/members", paginate = "cursor")]
struct Member {
    id: String,
    nick: Option<String>,
}

/// Two members a slice, as a path, a parameter, and one parameter each.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Lists,
    parent(Member, key = "id", as = "member", batch = 2, only = is_listed),
    path = "reports/{parent.id:;}",
    params(ids = "{member.id:,}", each = "{parent.id}", text = "of {member.id:|}"),
    headers("X-Ids" = "{parent.id}"),
)]
struct Report {
    id: u64,
}

fn is_listed(cx: &Cx<'_, Report>) -> Result<bool> {
    assert_eq!(cx.parent()?.len(), 1, "each candidate is asked for alone");
    Ok(cx.parent()?[0].id != "hidden")
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Lists, parent(Member, key = "id", batch = 3), path = "details", params(nick = "{parent.nick}"))]
struct Detail {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Lists,
    parent(Team, batch = 10),
    path = "posted",
    method = "POST",
    body = json(ids = "{parent.id}", query = "team:{parent.id:|}", filter(teams = ["{parent.id: }"])),
    filter = has_all,
)]
struct Posted {
    id: u64,
}

fn has_all(cx: &Cx<'_, Posted>) -> Result<bool> {
    let teams: &Vec<Team> = cx.parent()?;
    Ok(cx.record()?.id == teams.iter().map(|team| team.id).sum::<u64>())
}

/// A single parent outside, batches of another inside.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Lists,
    parent = Team,
    parent(Team, as = "others", batch = 2, only = is_other),
    path = "mixed/{parent.id}/{others.id:,}",
    add(team = parent.id, others = count),
)]
struct Mixed {
    team: u64,
    others: usize,
}

fn is_other(cx: &Cx<'_, Mixed>) -> Result<bool> {
    let team = cx.parent()?;
    Ok(cx.parent_as::<Vec<Team>>("others")?.iter().all(|other| other.id != team.id))
}

fn count(cx: &Cx<'_, Mixed>) -> Result<usize> {
    Ok(cx.parent_as::<Vec<Team>>("others")?.len())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Lists, path = "listed/{config.ids:,}", params(ids = "{config.ids:;}", all = "all {config.ids: }"))]
struct Listed {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Lists, path = "plain/{config.ids}")]
struct Plain {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Lists, path = "texted", params(ids = "{config.ids:,}"))]
struct Texted {
    id: u64,
}

fn data(records: Value) -> Reply {
    Reply::json(json!({ "data": records }))
}

/// Team 1 has three members on two pages, one of them hidden, and team 2 has two.
fn members(request: &Received) -> Reply {
    match (request.capture("team"), request.param("cursor")) {
        ("1", None) => Reply::json(json!({ "data": [{ "id": "a" }, { "id": "hidden" }], "next_cursor": "2" })),
        ("1", _) => data(json!([{ "id": "b/c", "nick": "n" }, { "id": "d" }])),
        _ => data(json!([{ "id": "e" }, { "id": "f" }])),
    }
}

fn lists() -> Api {
    Api::new()
        .on("GET /teams", |_| data(json!([{ "id": 1 }, { "id": 2 }])))
        .on("GET /teams/{team}/members", members)
        .on("GET /reports/{ids}", |_| data(json!([{ "id": 1 }])))
        .on("POST /posted", |_| data(json!([{ "id": 3 }, { "id": 4 }])))
        .on("GET /mixed/{team}/{others}", |_| data(json!([{}])))
}

fn slices(output: &Output, stream: &str) -> Vec<Value> {
    let start = format!("stream `{stream}`: slice ");
    let logs = output.logs();
    logs.iter()
        .filter_map(|(_, text)| text.strip_prefix(&start)?.strip_suffix(" begins"))
        .map(|text| serde_json::from_str(text).unwrap())
        .collect()
}

#[test]
fn a_batch_is_filled_over_page_borders_within_one_slice_of_the_parent() {
    let api = lists().start();

    let output = Connector::<Lists>::new(&api, json!({ "ids": [] })).concurrency(1).arg("--debug").read(["report"]);

    let slices = slices(&output.succeeded(), "report");
    let batch =
        |ids: &[&str], team: u64| json!({ "member": ids, "parent_slice": { "parent": team, "parent_slice": {} } });
    assert_eq!(slices, [batch(&["a", "b/c"], 1), batch(&["d"], 1), batch(&["e", "f"], 2)]);
}

#[test]
fn what_breaks_a_batch_off_costs_none_of_its_records() {
    let torn = |request: &Received| match (request.capture("team"), request.param("cursor")) {
        ("1", Some(_)) => Reply::json(json!({ "message": "no more" })).with_status(404),
        _ => members(request),
    };
    let api = Api::new().on("GET /teams/{team}/members", torn);
    let api = api
        .on("GET /teams", |_| data(json!([{ "id": 1 }, { "id": 2 }])))
        .on("GET /reports/{ids}", |_| data(json!([{ "id": 1 }])))
        .start();

    let output = Connector::<Lists>::new(&api, json!({ "ids": [] })).concurrency(1).arg("--debug").read(["report"]);

    assert!(output.failed().contains("page 2: not found (HTTP 404: no more)"), "{output}");
    let batch =
        |ids: &[&str], team: u64| json!({ "member": ids, "parent_slice": { "parent": team, "parent_slice": {} } });
    assert_eq!(slices(&output, "report"), [batch(&["a"], 1), batch(&["e", "f"], 2)]);
}

#[test]
fn the_values_of_a_batch_are_joined_or_sent_each() {
    let api = lists().start();

    let output = Connector::<Lists>::new(&api, json!({ "ids": [] })).concurrency(1).read(["report"]).succeeded();

    assert_eq!(output.records("report").len(), 3);
    let request = api.requests().into_iter().find(|request| request.path().starts_with("/reports")).unwrap();
    assert_eq!(request.path(), "/reports/a;b%2Fc");
    let want = [("ids", "a,b/c"), ("each", "a"), ("each", "b/c"), ("text", "of a|b/c")];
    assert_eq!(request.query(), want.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!(request.header("X-Ids"), Some("a, b/c"));
}

#[test]
fn a_batch_in_a_json_body_is_an_array() {
    let api = lists().start();

    let output = testing::read::<Lists>(&api, json!({ "ids": [] }), ["posted"]).succeeded();

    let body = api.requests().iter().find(|request| request.path() == "/posted").unwrap().json();
    assert_eq!(body, json!({ "ids": [1, 2], "query": "team:1|2", "filter": { "teams": ["1 2"] } }));
    assert_eq!(output.records("posted"), [json!({ "id": 3 })]);
}

#[test]
fn a_further_parent_may_come_in_batches() {
    let api = lists().start();

    let output = testing::read::<Lists>(&api, json!({ "ids": [] }), ["mixed"]).succeeded();

    let record = |team: u64| json!({ "team": team, "others": 1 });
    assert_eq!(output.records("mixed"), [record(1), record(2)]);
    assert_eq!((api.count("GET /mixed/1/2"), api.count("GET /mixed/2/1")), (1, 1));
}

#[test]
fn a_record_of_a_batch_that_lacks_the_value_is_an_error() {
    let api = lists().start();

    let output = testing::read::<Lists>(&api, json!({ "ids": [] }), ["detail"]);

    let errors = output.errors();
    let want = "`{parent.nick}` has no value in parent record 1 of the batch's 3";
    assert!(errors.iter().all(|(error, _)| error.starts_with("stream `detail`: ")), "{errors:?}");
    assert!(errors.iter().any(|(error, _)| error.contains(want)), "{errors:?}");
    // The slice is named by its first and its last record.
    assert!(errors.iter().any(|(error, _)| error.contains("parent member (3 records)")), "{errors:?}");
}

#[test]
fn any_list_is_joined_by_its_format() {
    let api = Api::new().on("GET /listed/{ids}", |_| data(json!([{ "id": 1 }]))).start();

    testing::read::<Lists>(&api, json!({ "ids": ["a", "b,c"] }), ["listed"]).succeeded();

    let request = &api.requests()[0];
    assert_eq!(request.path(), "/listed/a,b%2Cc");
    let want = [("ids", "a;b,c"), ("all", "all a b,c")];
    assert_eq!(request.query(), want.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[test]
fn what_cannot_be_joined_is_an_error_that_says_why() {
    let api = Api::new().on("GET /texted", |_| data(json!([]))).start();
    let failed = |stream: &str, ids: Value| testing::read::<Lists>(&api, json!({ "ids": ids }), [stream]).failed();

    let plain = failed("plain", json!(["a"]));
    assert!(
        plain.contains("template `plain/{config.ids}`: `{config.ids}` is a list; `{config.ids:,}` joins its values"),
        "{plain}"
    );
    let parted = failed("texted", json!(["a", "b,c"]));
    let want =
        "config.ids: holds a value that has a `,` in it, as stands between the values (used in `{config.ids:,}`)";
    assert!(parted.contains(want), "{parted}");
    let empty = failed("listed", json!([]));
    assert!(empty.contains("config.ids: is an empty list (used in `listed/{config.ids:,}`)"), "{empty}");
    // An entry that is nothing but the list is left out, as it is without a format.
    testing::read::<Lists>(&api, json!({ "ids": [] }), ["texted"]).succeeded();
    assert_eq!(api.requests().last().unwrap().query(), []);
}
