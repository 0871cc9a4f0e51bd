//! Slices that fail beside others.

use std::time::Duration;

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Reply, RunningApi};

use crate::behaviour::Nothing;

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    primary_key = "id",
    streams(Team, Member, Badge, Odd, OddBelow),
)]
struct Club;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Club)]
struct Team {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Club, parent = Team, path = "teams/{parent.id}/members")]
struct Member {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Club, parent = Member, path = "members/{parent.id}/badges")]
struct Badge {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Club, parent(Team, only = Self::broken), path = "odd")]
struct Odd {
    id: u64,
}

impl Odd {
    fn broken(_: &Cx<'_, Self>) -> Result<bool> {
        panic!("a defect in `only`")
    }
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Club, parent = Odd, path = "below")]
struct OddBelow {
    id: u64,
}

/// Teams from 1 on; the members of each are what `members` says.
fn api(teams: u64, members: impl Fn(u64) -> Reply + Send + Sync + 'static) -> RunningApi {
    let list: Value = (1..=teams).map(|id| json!({ "id": id })).collect();
    Api::new()
        .on("GET /team", move |_| Reply::json(list.clone()))
        .on("GET /teams/{id}/members", move |request| members(request.capture("id").parse().unwrap()))
        .on("GET /members/{id}/badges", |_| Reply::json(json!([{ "id": 1 }])))
        .start()
}

fn found(id: u64) -> Reply {
    Reply::json(json!([{ "id": id * 10 }]))
}

fn refused(status: u16) -> Reply {
    Reply::json(json!({ "message": "not this one" })).with_status(status)
}

#[test]
fn a_slice_that_fails_ends_itself_and_the_stream_is_incomplete() {
    for concurrency in [1, 8] {
        let api = api(30, |id| if id % 10 == 4 { refused(404) } else { found(id) });

        let output = Connector::<Club>::new(&api, json!({})).concurrency(concurrency).read(["member"]);

        let want = "stream `member`: 3 of 30 slices failed; the first: parent team (id = 4): page 1: not found \
                    (HTTP 404: not this one)";
        assert_eq!(output.failed(), want);
        assert_eq!(output.errors(), [(want.to_owned(), "system_error".to_owned())]);
        assert_eq!(output.statuses("member"), ["STARTED", "RUNNING", "INCOMPLETE"]);
        let finished =
            output.states("member").iter().filter(|state| state["__ab_no_cursor_state_message"] == true).count();
        assert_eq!((output.records("member").len(), finished), (27, 0));
        let logs = output.logs();
        let of = |id: u64| logs.iter().filter(|(_, text)| text.contains(&format!("team (id = {id}): page 1"))).count();
        assert_eq!((of(4), of(14), of(24)), (1, 1, 1), "each is told once: {logs:?}");
    }
}

#[test]
fn one_failed_slice_is_told_by_its_own_words() {
    let api = api(3, |id| if id == 2 { refused(404) } else { found(id) });

    let output = Connector::<Club>::new(&api, json!({})).read(["member"]);

    let want = "stream `member`: parent `team (id = 2)`: page 1: not found (HTTP 404: not this one)";
    assert_eq!(output.failed().replace("parent team (id = 2)", "parent `team (id = 2)`"), want);
    assert_eq!(output.records("member").len(), 2);
}

#[test]
fn a_parent_whose_slice_fails_costs_what_lies_below_it_and_no_more() {
    for concurrency in [1, 8] {
        let api = api(5, |id| if id == 2 { refused(403) } else { found(id) });

        let output = Connector::<Club>::new(&api, json!({})).concurrency(concurrency).read(["badge"]);

        let failed = output.failed();
        assert!(failed.starts_with("stream `badge`: parent `member`: parent team (id = 2): page 1: "), "{failed}");
        assert_eq!(output.errors()[0].1, "config_error");
        assert_eq!(output.statuses("badge"), ["STARTED", "RUNNING", "INCOMPLETE"]);
        assert_eq!(output.records("badge").len(), 4);
    }
}

#[test]
fn refused_credentials_are_not_tried_on_every_slice() {
    let api = api(1_000, |_| refused(401).delay(Duration::from_millis(1)));

    let output = Connector::<Club>::new(&api, json!({})).concurrency(4).read(["member"]);

    assert_eq!(output.errors()[0].1, "config_error");
    assert!(api.count("GET /teams/{id}/members") <= 8, "{}", api.count("GET /teams/{id}/members"));
}

#[test]
fn a_stream_whose_slices_all_fail_is_given_up() {
    let api = api(1_000, |_| refused(404));

    let output = Connector::<Club>::new(&api, json!({})).read(["member"]);

    let failed = output.failed();
    assert!(failed.contains("20 of 20 slices failed, the rest was not tried; the first: "), "{failed}");
    assert!(api.count("GET /teams/{id}/members") <= 21);
}

#[test]
#[should_panic(expected = "a defect in `only`")]
fn a_panic_while_slices_are_found_is_never_a_good_end() {
    let api = api(3, found);

    Connector::<Club>::new(&api, json!({})).read(["odd_below"]);
}

#[test]
fn the_foremost_failure_is_told_whichever_came_first() {
    let api = api(8, |id| refused(404).delay(Duration::from_millis(if id == 1 { 60 } else { 0 })));

    let output = Connector::<Club>::new(&api, json!({})).concurrency(8).read(["member"]);

    assert!(output.failed().contains("8 of 8 slices failed; the first: parent team (id = 1): "), "{}", output.failed());
}

#[test]
fn what_was_not_tried_is_told_although_a_slow_slice_was_good() {
    let slow = |id| if id == 5 { found(5).delay(Duration::from_millis(100)) } else { refused(404) };
    let api = api(100, slow);

    let output = Connector::<Club>::new(&api, json!({})).concurrency(8).read(["member"]);

    assert!(output.failed().contains(" slices failed, the rest was not tried; the first: "), "{}", output.failed());
    assert!(api.count("GET /teams/{id}/members") < 40);
}

#[test]
fn where_every_slice_failed_no_rest_is_made_up() {
    let api = api(20, |_| refused(404));

    let output = Connector::<Club>::new(&api, json!({})).read(["member"]);

    assert!(output.failed().contains("20 of 20 slices failed; the first: "), "{}", output.failed());
}

#[test]
fn parents_that_all_fail_are_given_up_and_so_are_refused_credentials() {
    for (status, most) in [(404, 40), (401, 16)] {
        let api = api(1_000, move |_| refused(status));

        let output = Connector::<Club>::new(&api, json!({})).concurrency(8).read(["badge"]);

        assert_eq!(output.statuses("badge"), ["STARTED", "INCOMPLETE"]);
        assert!(api.count("GET /teams/{id}/members") <= most, "{}", api.count("GET /teams/{id}/members"));
    }
}
