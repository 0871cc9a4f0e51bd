//! Parents that are told apart: how state names their slices, the product of several, four levels, and failures at each.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Connector, Output, Received, Reply, RunningApi};

use super::Nothing;

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    records = "data",
    streams(Org, Team, Employee, Document, Shift, Seat, Pair, Visit, Room),
)]
struct Firm;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, path = "orgs", primary_key = "id", paginate = "cursor")]
struct Org {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Firm,
    parent(Org, as = "org"),
    path = "orgs/{org.id}/teams",
    add(org_id = org.id),
    primary_key = ["org_id", "name"],
)]
struct Team {
    org_id: u64,
    name: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Firm,
    parent(Team, only = is_no_ghost),
    path = "orgs/{grandparent.id}/teams/{parent.name}/employees",
    add(org_id = parent.org_id, team = parent.name),
)]
struct Employee {
    org_id: u64,
    team: String,
    badge: Option<Badge>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Badge {
    number: u64,
}

fn is_no_ghost(cx: &Cx<'_, Employee>) -> Result<bool> {
    Ok(cx.parent()?.name != "ghosts")
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Firm,
    parent(Employee, key = "badge.number", as = "badge", only = has_badge),
    path = "documents",
    params(org = "{badge.org_id}", team = "{grandparent.name}"),
    add(org_id = parent.org_id, team = badge.team),
)]
struct Document {
    id: u64,
    org_id: u64,
    team: String,
}

fn has_badge(cx: &Cx<'_, Document>) -> Result<bool> {
    assert_eq!(cx.parent()?.org_id, cx.parent_as::<Employee>("badge")?.org_id);
    assert_eq!(cx.grandparent_as::<Team>("parent")?.name, cx.grandparent()?.name);
    Ok(cx.parent()?.badge.is_some())
}

/// Its records have no key.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, path = "shifts", primary_key = none)]
struct Shift {
    name: String,
    from: Option<u64>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent = Shift, path = "shifts/{parent.name}")]
struct Seat {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Firm,
    parent = Org,
    parent(Shift, key = "name", as = "shift", only = begins_later),
    parent(Team, key = "name", as = "team"),
    path = "pairs/{parent.id}/{shift.name}/{team.name}",
    params(begins = "{shift.from}"),
    add(org_id = parent.id, shift = shift.name, label = "{team.org_id}/{team.name}"),
    filter = knows_all,
)]
struct Pair {
    org_id: u64,
    shift: String,
    label: String,
}

/// The outer parent is known, the one that is written behind is not.
fn begins_later(cx: &Cx<'_, Pair>) -> Result<bool> {
    let unknown = cx.parent_as::<Team>("team").err().map(|error| error.to_string());
    assert_eq!(unknown.as_deref(), Some("unknown parent `team`; available: `parent`, `shift`"));
    Ok(cx.parent_as::<Shift>("shift")?.from >= Some(cx.parent()?.id))
}

fn knows_all(cx: &Cx<'_, Pair>) -> Result<bool> {
    let odd = cx.parent_as::<Org>("shift").err().map(|error| error.to_string()).unwrap_or_default();
    assert!(odd.starts_with("the record of parent `shift` does not have type `"), "{odd}");
    assert_eq!(cx.parent_as::<Org>("parent")?.id, cx.parent()?.id);
    Ok(cx.record()?.label.ends_with(&cx.parent_as::<Team>("team")?.name))
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Room, key = "floor"), path = "visits/{parent.name}")]
struct Visit {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, path = "rooms", primary_key = "name")]
struct Room {
    name: String,
    floor: Value,
}

fn data(records: Value) -> Reply {
    Reply::json(json!({ "data": records }))
}

fn orgs(request: &Received) -> Reply {
    match request.param("cursor") {
        None => Reply::json(json!({ "data": [{ "id": 0 }], "next_cursor": "2" })),
        Some(_) => data(json!([{ "id": 1 }])),
    }
}

fn firm() -> Api {
    Api::new()
        .on("GET /orgs", orgs)
        .on("GET /orgs/{org}/teams", |_| data(json!([{ "name": "red" }, { "name": "ghosts" }])))
        .on("GET /orgs/{org}/teams/red/employees", |request| {
            let org: u64 = request.capture("org").parse().unwrap();
            data(json!([{ "badge": { "number": org * 10 } }, { "badge": null }]))
        })
        .on("GET /documents", |_| data(json!([{ "id": 1 }, { "id": 2 }])))
        .on("GET /shifts", |_| {
            data(json!([{ "name": "late", "from": 0 }, { "from": 7, "name": "night" }, { "name": "never" }]))
        })
        .on("GET /shifts/{name}", |_| data(json!([{ "id": 1 }])))
        .on("GET /pairs/{org}/{shift}/{team}", |_| data(json!([{}])))
}

fn debug(api: &RunningApi, stream: &str) -> Output {
    Connector::<Firm>::new(api, json!({})).concurrency(1).arg("--debug").read([stream]).succeeded()
}

/// The partitions of a stream's slices, as `--debug` tells them.
fn partitions(output: &Output, stream: &str) -> Vec<Value> {
    let start = format!("stream `{stream}`: slice ");
    let logs = output.logs();
    let slices = logs
        .iter()
        .filter_map(|(level, text)| text.strip_prefix(&start)?.strip_suffix(" begins").filter(|_| level == "DEBUG"));
    slices.map(|slice| serde_json::from_str(slice).unwrap()).collect()
}

#[test]
fn a_slice_is_named_by_its_parents_primary_key_unless_key_and_as_say_otherwise() {
    let api = firm().start();

    let documents = debug(&api, "document");
    let seats = debug(&api, "seat");

    let org = |id: u64| json!({ "org": id, "parent_slice": {} });
    assert_eq!(partitions(&documents, "team"), [org(0), org(1)]);
    let team = |id: u64| json!({ "parent": { "org_id": id, "name": "red" }, "parent_slice": org(id) });
    assert_eq!(partitions(&documents, "employee"), [team(0), team(1)]);
    let badge = |id: u64| json!({ "badge": id * 10, "parent_slice": team(id) });
    assert_eq!(partitions(&documents, "document"), [badge(0), badge(1)]);
    // A record without a key is told apart by a fingerprint that each run gives again.
    let seats = partitions(&seats, "seat");
    assert_eq!(seats, partitions(&debug(&api, "seat"), "seat"));
    assert!(seats[0]["parent"].as_str().is_some_and(|print| print.len() == 32), "{seats:?}");
    assert!(seats[0] != seats[1] && seats[1] != seats[2], "{seats:?}");
}

#[test]
fn a_stream_without_slicers_has_no_slice_to_tell_of() {
    let output = debug(&firm().start(), "org");

    assert_eq!(partitions(&output, "org"), [Value::Null; 0]);
}

#[test]
fn four_levels_carry_their_values_down() {
    let api = firm().start();

    let output = testing::read::<Firm>(&api, json!({}), ["document"]).succeeded();

    let document = |id: u64, org: u64| json!({ "id": id, "org_id": org, "team": "red" });
    assert_eq!(output.records("document"), [document(1, 0), document(2, 0), document(1, 1), document(2, 1)]);
    // `only` leaves the ghosts and the employee without a badge out.
    assert_eq!((api.count("GET /orgs/{org}/teams/{team}/employees"), api.count("GET /documents")), (2, 2));
    let asked = api.requests().into_iter().filter(|request| request.path() == "/documents");
    let asked: Vec<_> = asked.map(|request| request.query().to_vec()).collect();
    let of = |org: &str| vec![("org".to_owned(), org.to_owned()), ("team".to_owned(), "red".to_owned())];
    assert_eq!(asked, [of("0"), of("1")], "0 is a value");
}

#[test]
fn several_parents_give_their_product_and_the_first_is_the_outermost() {
    let api = firm().start();

    let output = debug(&api, "pair");

    let paths: Vec<String> = output
        .records("pair")
        .iter()
        .map(|pair| {
            format!("{} {} {}", pair["org_id"], pair["shift"].as_str().unwrap(), pair["label"].as_str().unwrap())
        })
        .collect();
    // Org 1 is not at the late shift, and nobody is at the one that never begins.
    let (first, later) = ([("0", "late"), ("0", "night")], ("1", "night"));
    let want: Vec<String> = first
        .into_iter()
        .chain([later])
        .flat_map(|(org, shift)| ["0/red", "0/ghosts", "1/red", "1/ghosts"].map(|team| format!("{org} {shift} {team}")))
        .collect();
    assert_eq!(paths, want);
    // The inner parents are gone through again for each of the outer; the API is asked once.
    assert_eq!((api.count("GET /shifts"), api.count("GET /orgs/{org}/teams")), (1, 2));
    let partitions = partitions(&output, "pair");
    assert_eq!(partitions.len(), want.len());
    // A further parent has what lies above it beside: else the red teams of both orgs would be one.
    let org = |id: u64| json!({ "org": id, "parent_slice": {} });
    let team = |org_of_team: u64| json!({ "parent": 0, "parent_slice": {}, "shift": "late", "team": "red", "team.parent_slice": org(org_of_team) });
    assert_eq!((&partitions[0], &partitions[2]), (&team(0), &team(1)));
}

#[test]
fn parents_that_are_selected_too_are_read_on_their_own() {
    let api = firm().start();

    let output = testing::read::<Firm>(&api, json!({}), ["org", "shift", "team", "pair"]).succeeded();

    let counts = ["org", "shift", "team", "pair"].map(|stream| output.records(stream).len());
    assert_eq!(counts, [2, 3, 4, 12]);
}

#[test]
fn a_parent_that_fails_fails_the_child_and_says_at_which_level() {
    let broken = || Reply::json(json!({ "message": "no such thing" })).with_status(404);
    let of = |route: &str| {
        let api = Api::new().on(route, move |_| broken());
        let api = if route == "GET /orgs" { api } else { api.on("GET /orgs", orgs) };
        let api = if route.ends_with("teams") {
            api
        } else {
            api.on("GET /orgs/{org}/teams", |_| data(json!([{ "name": "red" }])))
        };
        let api = if route.ends_with("shifts") {
            api
        } else {
            api.on("GET /shifts", |_| data(json!([{ "name": "late", "from": 3 }])))
        };
        api.on("GET /orgs/0/teams/red/employees", |_| data(json!([{ "badge": { "number": 1 } }]))).start()
    };

    for (stream, route, parents) in [
        ("document", "GET /orgs", "parent `employee`: parent `team`: parent `org`: page 1: "),
        ("document", "GET /orgs/{org}/teams", "parent `employee`: parent `team`: parent org (id = 0): page 1: "),
        ("pair", "GET /orgs", "parent `org`: page 1: "),
        ("pair", "GET /shifts", "parent `shift`: page 1: "),
        ("pair", "GET /orgs/{org}/teams", "parent `team`: parent org (id = 0): page 1: "),
    ] {
        let output = testing::read::<Firm>(&of(route), json!({}), [stream]);

        let of_stream = format!("stream `{stream}`: ");
        let told = |error: &str| error.starts_with(&of_stream) && error.contains(parents);
        assert!(output.errors().iter().any(|(error, _)| told(error)), "{route}: {parents}\n{output}");
        assert_eq!(output.statuses(stream).last().map(String::as_str), Some("INCOMPLETE"), "{route}");
    }
}

#[test]
fn falsy_keys_are_keys_and_a_record_without_one_is_an_error() {
    let rooms = |floors: Value| {
        let rooms: Vec<Value> =
            floors.as_array().unwrap().iter().map(|floor| json!({ "name": "r", "floor": floor })).collect();
        Api::new()
            .on("GET /rooms", move |_| data(json!(rooms)))
            .on("GET /visits/r", |_| data(json!([{ "id": 1 }])))
            .start()
    };

    let falsy = debug(&rooms(json!([0, "", false, []])), "visit");
    let floors: Vec<Value> = partitions(&falsy, "visit").iter().map(|partition| partition["parent"].clone()).collect();
    assert_eq!(floors, [json!(0), json!(""), json!(false), json!([])]);

    let output = testing::read::<Firm>(&rooms(json!([1, null])), json!({}), ["visit"]);
    assert_eq!(
        output.failed(),
        "stream `visit`: parent `room`: record (name = \"r\"): the record has nothing at `floor`, its `key`, which identifies the slice of \
         its children; name a field that each record of `room` has with `parent(…, key = \"…\")`, or \
         leave such records out with `only`"
    );
    assert_eq!(output.records("visit").len(), 1, "the children of the room before");
}
