//! Sub-streams: one slice for each parent record, lazily, at any depth; and fields that are added to records.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Reply};

use super::Nothing;

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    records = "data",
    streams(Org, Team, Member, Badge),
)]
struct Tree;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Tree, path = "orgs", paginate = "cursor", primary_key = "id")]
struct Org {
    id: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Tree, parent = Org, path = "orgs/{parent.id}/teams", paginate = "cursor", filter = is_open)]
struct Team {
    id: u64,
    #[serde(rename = "isOpen")]
    open: bool,
}

fn is_open(cx: &Cx<'_, Team>) -> Result<bool> {
    Ok(cx.record()?.open)
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Tree,
    parent = Team,
    path = "orgs/{grandparent.id}/teams/{parent.id}/members",
    add(org = grandparent.id, team_id = parent.id),
)]
struct Member {
    name: String,
    org: String,
    #[serde(rename = "teamId")]
    team_id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Tree,
    parent = Member,
    path = "badges",
    params(org = "{parent.org}", team = "{grandparent.id}", member = "{parent.name}"),
    add(member = parent.name, label = "{parent.org}/{grandparent.id}"),
)]
struct Badge {
    badge: u64,
    member: String,
    label: String,
}

fn tree() -> Api {
    Api::new()
        .on("GET /orgs", |request| match request.param("cursor") {
            None => Reply::json(json!({ "data": [{ "id": "a/b" }], "next_cursor": "2" })),
            Some(_) => Reply::json(json!({ "data": [{ "id": "c" }] })),
        })
        .on("GET /orgs/{org}/teams", |request| match (request.capture("org"), request.param("cursor")) {
            ("c", _) => Reply::json(json!({ "data": [] })),
            (_, None) => {
                let teams = json!([{ "id": 1, "isOpen": true }, { "id": 2, "isOpen": false }]);
                Reply::json(json!({ "data": teams, "next_cursor": "2" }))
            }
            _ => Reply::json(json!({ "data": [{ "id": 3, "isOpen": true }] })),
        })
        .on("GET /orgs/{org}/teams/{team}/members", |request| {
            Reply::json(json!({ "data": [{ "name": format!("m{}", request.capture("team")), "teamId": 99 }] }))
        })
        .on("GET /badges", |request| {
            let team: u64 = request.param("team").unwrap().parse().unwrap();
            Reply::json(json!({ "data": [{ "badge": team * 10 }] }))
        })
}

#[test]
fn a_sub_stream_has_one_slice_for_each_parent_record_that_filter_lets_through() {
    let api = tree().start();

    let output = testing::read::<Tree>(&api, json!({}), ["member"]).succeeded();

    let member = |name: &str, team: u64| json!({ "name": name, "org": "a/b", "teamId": team });
    assert_eq!(output.records("member"), [member("m1", 1), member("m3", 3)]);
    assert!(api.requests().iter().any(|request| request.path() == "/orgs/a%2Fb/teams/1/members"));
}

#[test]
fn a_stream_at_depth_four_knows_what_was_carried_down() {
    let api = tree().start();

    let output = testing::read::<Tree>(&api, json!({}), ["badge"]).succeeded();

    let badge = |badge: u64, member: &str, label: &str| json!({ "badge": badge, "member": member, "label": label });
    assert_eq!(output.records("badge"), [badge(10, "m1", "a/b/1"), badge(30, "m3", "a/b/3")]);
    let badges = api.requests().into_iter().find(|request| request.path() == "/badges");
    assert_eq!(badges.unwrap().query()[0], ("org".into(), "a/b".into()));
    // One behind each slice, and the last one.
    assert_eq!(output.states("badge").len(), 3);
}

#[test]
fn a_failing_parent_fails_the_child_and_says_where() {
    let api = Api::new().on("GET /orgs", |_| Reply::json(json!({ "data": [{ "id": 7 }] }))).start();

    let output = testing::read::<Tree>(&api, json!({}), ["team"]);

    let want = "stream `team`: parent `org`: page 1: record 1 (id = 7): /id: expected a text, got 7";
    assert_eq!(output.failed(), want);
    assert_eq!(output.statuses("team"), ["STARTED", "INCOMPLETE"]);
}

#[test]
fn a_slice_that_fails_says_which_parents_it_was() {
    let data = |records: Value| Reply::json(json!({ "data": records }));
    let api = Api::new()
        .on("GET /orgs", move |_| data(json!([{ "id": "a" }, { "id": "c" }])))
        .on("GET /orgs/c/teams", |_| Reply::json(json!({ "message": "no such org" })).with_status(404))
        .on("GET /orgs/{org}/teams", move |_| data(json!([{ "id": 1, "isOpen": true }])))
        .on("GET /orgs/{org}/teams/{team}/members", move |_| data(json!([{ "name": "m", "teamId": 1 }])))
        .on("GET /badges", move |_| data(json!([{ "badge": 10 }])))
        .start();

    for (stream, parents) in
        [("team", ""), ("member", "parent `team`: "), ("badge", "parent `member`: parent `team`: ")]
    {
        let output = testing::read::<Tree>(&api, json!({}), [stream]);

        let want = format!("stream `{stream}`: {parents}parent org (id = \"c\"): page 1: ");
        let error = output.failed();
        assert!(error.starts_with(&want) && error.contains("no such org"), "{error}");
        assert_eq!(output.records(stream).len(), 1, "what the first org has stays");
    }
}

#[test]
fn a_parent_that_is_selected_too_is_read_on_its_own() {
    let api = tree().start();

    let output = testing::read::<Tree>(&api, json!({}), ["org", "team"]).succeeded();

    assert_eq!((output.records("org").len(), output.records("team").len()), (2, 2));
}

#[test]
fn fields_are_added_from_everywhere_and_stand_over_the_pages() {
    static SEEN: Mutex<Vec<String>> = Mutex::new(Vec::new());

    #[derive(Source)]
    #[source(config = Nothing, url_base = "https://api.example.com", streams(Thing))]
    struct Things;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(
        source = Things,
        primary_key = "id",
        add(
            id = record.meta.id,
            amount = record.meta.amount,
            absent = record.meta.nothing,
            kind = "literal",
            rank = 7,
            read_at = now,
            double = double,
            path = "{record.meta.id}-{header.X-Run}",
        ),
        parse_response = records,
        filter = seen,
    )]
    struct Thing {
        id: u64,
        amount: f64,
        absent: Option<String>,
        kind: String,
        rank: i32,
        read_at: Timestamp,
        double: u64,
        path: String,
        meta: Option<Value>,
    }

    fn double(cx: &Cx<'_, Thing>) -> Result<u64> {
        Ok(cx.raw_record()?["meta"]["id"].as_u64().unwrap_or_default() * 2)
    }

    fn records(cx: &Cx<'_, Thing>) -> Result<Records> {
        let body: Vec<&serde_json::value::RawValue> = serde_json::from_slice(cx.response()?.body())?;
        Ok(body.into_iter().collect())
    }

    fn seen(cx: &Cx<'_, Thing>) -> Result<bool> {
        let record = cx.record()?;
        SEEN.lock().unwrap().push(format!("{} {}", record.id, record.kind));
        Ok(true)
    }

    let body = r#"[{"meta":{"id":42,"amount":1.10},"kind":"the page's","id":1}]"#;
    let api = Api::new().on("GET /thing", move |_| Reply::bytes(body).header("X-Run", "r1")).start();

    let output = testing::read::<Things>(&api, json!({}), ["thing"]).succeeded();

    let record = &output.records("thing")[0];
    assert_eq!((&record["id"], &record["kind"], &record["rank"]), (&json!(42), &json!("literal"), &json!(7)));
    assert_eq!((&record["double"], &record["path"]), (&json!(84), &json!("42-r1")));
    assert_eq!(record.get("absent"), None);
    assert!(record["read_at"].as_str().unwrap().parse::<Timestamp>().is_ok());
    let line = output.lines().iter().find(|line| line.contains("RECORD")).unwrap();
    assert!(line.contains(r#""amount":1.10,"#), "{line}");
    assert_eq!(line.matches(r#""kind""#).count(), 1, "{line}");
    assert_eq!(*SEEN.lock().unwrap(), ["42 literal"]);
}

#[test]
fn a_parent_that_serde_writes_in_other_names_can_be_filtered_and_have_children() {
    #[derive(Source)]
    #[source(config = Nothing, url_base = "https://api.example.com", streams(Up, Down))]
    struct Renamed;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Renamed, filter = all)]
    struct Up {
        #[serde(rename(serialize = "ID", deserialize = "id"))]
        id: u64,
    }

    fn all(cx: &Cx<'_, Up>) -> Result<bool> {
        Ok(cx.record()?.id > 1)
    }

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Renamed, parent = Up, path = "up/{parent.id}")]
    struct Down {
        n: u64,
    }

    let api = Api::new()
        .on("GET /up", |_| Reply::json(json!([{ "id": 1 }, { "id": 2 }])))
        .on("GET /up/2", |_| Reply::json(json!({ "n": 3 })))
        .start();

    let output = testing::read::<Renamed>(&api, json!({}), ["up", "down"]).succeeded();

    assert_eq!(output.records("up"), [json!({ "ID": 2 })]);
    assert_eq!(output.records("down"), [json!({ "n": 3 })]);
}

#[test]
fn an_added_value_that_does_not_fit_is_an_error_with_its_record() {
    #[derive(Source)]
    #[source(config = Nothing, url_base = "https://api.example.com", streams(Thing))]
    struct Things;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things, primary_key = "id", add(rank = record.deep.rank))]
    struct Thing {
        id: u64,
        rank: u8,
        deep: Option<Value>,
    }

    let api = Api::new()
        .on("GET /thing", |_| {
            Reply::json(json!([{ "id": 1, "deep": { "rank": 1 } }, { "id": 2, "deep": { "rank": 256 } }]))
        })
        .start();

    let output = testing::read::<Things>(&api, json!({}), ["thing"]);

    assert_eq!(
        output.failed(),
        "stream `thing`: page 1: record 2 (id = 2): the added field `rank` expects an integer from 0 to 255, but gets 256"
    );
    assert_eq!(output.records("thing").len(), 0);
}

#[test]
fn parents_are_asked_for_while_their_children_are_read() {
    // Parents have one page ahead: the answer to any further one may count on the children of those before.
    let served = Arc::new(Mutex::new(0));
    let children = served.clone();
    let api = Api::new()
        .on("GET /orgs", move |request| match request.param("cursor").map(|cursor| cursor.parse::<u64>().unwrap()) {
            None => Reply::json(json!({ "data": [{ "id": "0" }], "next_cursor": "1" })),
            Some(page) => {
                // Slices that wait to be read: one that is found, one behind it, and one page of parents.
                assert!(*served.lock().unwrap() + 4 + 3 >= page, "children of the pages before");
                let next = (page < 40).then(|| (page + 1).to_string());
                Reply::json(json!({ "data": [{ "id": page.to_string() }], "next_cursor": next }))
            }
        })
        .on("GET /orgs/{org}/teams", move |_| {
            std::thread::sleep(Duration::from_millis(5));
            *children.lock().unwrap() += 1;
            Reply::json(json!({ "data": [] }))
        })
        .start();

    testing::read::<Tree>(&api, json!({}), ["team"]).succeeded();

    assert_eq!(api.count("GET /orgs/{org}/teams"), 41);
}
