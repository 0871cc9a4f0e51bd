//! `on(…)`: what an answer means by the connector's own word.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Connector, Output, Reply, RunningApi};

use super::records::warnings;

#[derive(Deserialize, JsonSchema)]
struct Config {
    workspace: String,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    retry(initial = "1ms", jitter = 0),
    on(status = 403, json("error.code") = "missing_scope", fail(config), "add the scope {response.error.needed} to the app {config.workspace}"),
    on(json("ok") = false, json("error") = ["ratelimited", "internal_error"], retry),
    on(json("ok") = false, fail(system), "the API says {response.error}"),
    on(header("X-Reason") = "quota", fail(transient), "the plan's quota is used up until {header.X-Reset}"),
    on(body_contains = "under maintenance", retry),
    on(status = 460..=469, retry, "the legacy gateway is busy"),
    streams(Item, Team, Member, Own),
)]
struct Rules;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Rules,
    path = "items",
    records = "items",
    paginate = "cursor",
    on(empty, ignore),
    on(status = [404, 410], ignore, "there is no list of items for {config.workspace}, {response.nothing} and {header.X-None}"),
    on(status = 409, json("stale"), reset_pagination),
)]
struct Item {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Rules, path = "teams", primary_key = "id")]
struct Team {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Rules,
    parent = Team,
    path = "teams/{parent.id}/members",
    on(status = 404, ignore, "team {parent.id} is gone"),
)]
struct Member {
    id: u64,
}

/// Has the default table only, and its own word.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Rules, path = "own", on = none, should_retry = when_default, on(status = 418, retry))]
struct Own {
    id: u64,
}

fn when_default(cx: &Cx<'_, Own>) -> Result<bool> {
    let attempt = cx.attempt()?;
    // The rule's word is the default here.
    Ok(attempt.is_retried_by_default() && attempt.number() < 3)
}

fn config() -> serde_json::Value {
    json!({ "workspace": "acme" })
}

fn read(stream: &str, replies: impl IntoIterator<Item = Reply>) -> (Output, RunningApi) {
    let replies: Vec<Reply> = replies.into_iter().collect();
    let api = Api::new().on_each("GET /items", replies.clone()).on_each("GET /own", replies).start();
    (testing::read::<Rules>(&api, config(), [stream]), api)
}

fn page(id: u64) -> Reply {
    Reply::json(json!({ "ok": true, "items": [{ "id": id }] }))
}

#[test]
fn a_rule_says_whose_fault_an_answer_is_and_what_to_do() {
    for (reply, message, failure_type) in [
        (
            Reply::json(json!({ "error": { "code": "missing_scope", "needed": "users:read", "message": "no" } }))
                .with_status(403),
            "add the scope users:read to the app acme (HTTP 403: no)",
            "config_error",
        ),
        // Another 403 is what it is by default.
        (
            Reply::status(403),
            "permission denied: the credentials do not have a required permission (HTTP 403)",
            "config_error",
        ),
        (
            Reply::json(json!({ "ok": false, "error": "invalid_auth" })),
            "the API says invalid_auth (HTTP 200: invalid_auth)",
            "system_error",
        ),
        (
            Reply::json(json!({})).with_status(402).header("X-Reason", "quota").header("X-Reset", "noon"),
            "the plan's quota is used up until noon (HTTP 402)",
            "transient_error",
        ),
    ] {
        let (output, api) = read("item", [reply]);

        assert_eq!(output.errors(), [(format!("stream `item`: page 1: {message}"), failure_type.to_owned())]);
        assert_eq!(api.count("GET /items"), 1);
        assert_eq!(output.statuses("item").last().unwrap(), "INCOMPLETE");
    }
}

#[test]
fn an_answer_of_any_status_is_tried_again_where_a_rule_says_so() {
    let busy = [
        Reply::json(json!({ "ok": false, "error": "ratelimited" })),
        Reply::text("the shop is under maintenance").with_status(400),
        Reply::status(465),
        page(1),
    ];
    let (output, api) = read("item", busy);

    let output = output.succeeded();
    assert_eq!(output.records("item"), [json!({ "id": 1 })]);
    assert_eq!(api.count("GET /items"), 4);
    let summary = output.logs().into_iter().find(|(_, text)| text.contains("1 records")).unwrap().1;
    assert!(summary.contains("4 requests, 3 retries (HTTP 200: 1, HTTP 400: 1, HTTP 465: 1)"), "{summary}");
}

#[test]
fn what_is_tried_again_in_vain_ends_with_the_rules_sentence() {
    let (output, api) = read("item", [Reply::status(465)]);

    let want = "stream `item`: page 1: the legacy gateway is busy (HTTP 465, after 5 attempts)";
    assert_eq!(output.errors(), [(want.to_owned(), "transient_error".to_owned())]);
    assert_eq!(api.count("GET /items"), 5);
}

#[test]
fn an_ignored_answer_ends_the_slice_with_a_warning_and_keeps_what_was_read() {
    let first = Reply::json(json!({ "items": [{ "id": 1 }], "next_cursor": "b" }));
    for (reply, told) in [
        (Reply::status(410), "page 2: there is no list of items for acme, ? and ? (HTTP 410)"),
        (Reply::status(200), "page 2: HTTP 200 with an empty body"),
    ] {
        let (output, api) = read("item", [first.clone(), reply]);

        let output = output.succeeded();
        assert_eq!(output.records("item"), [json!({ "id": 1 })]);
        assert_eq!(warnings(&output), [format!("stream `item`: ignored, and the slice ends here: {told}")]);
        assert_eq!(api.count("GET /items"), 2);
    }
}

#[test]
fn of_many_ignored_slices_the_first_are_told_and_the_rest_are_counted() {
    let teams: Vec<_> = (0..30).map(|id| json!({ "id": id })).collect();
    let api = Api::new()
        .on("GET /teams", move |_| Reply::json(json!(teams.clone())))
        .on("GET /teams/{id}/members", |request| match request.capture("id") {
            "7" => Reply::json(json!([{ "id": 70 }])),
            _ => Reply::json(json!({ "message": "no such team" })).with_status(404),
        })
        .start();

    let output = testing::read::<Rules>(&api, config(), ["member"]).succeeded();

    assert_eq!(output.records("member"), [json!({ "id": 70 })]);
    let told = warnings(&output);
    let first = "stream `member`: ignored, and the slice ends here: parent team (id = 0): page 1: team 0 is gone (HTTP 404: no such team)";
    assert_eq!((told.len(), told[0].as_str()), (11, first));
    assert!(told[10].contains("counted only"), "{told:?}");
    assert!(output.logs().iter().any(|(_, text)| text.contains("30 slices (29 ended early")), "{:?}", output.logs());
}

#[test]
fn a_reset_pagination_reads_the_slice_from_its_first_page_on() {
    let first = || Reply::json(json!({ "items": [{ "id": 1 }], "next_cursor": "b" }));
    let stale = || Reply::json(json!({ "stale": true })).with_status(409);
    let (output, api) = read("item", [first(), stale(), first(), Reply::json(json!({ "items": [{ "id": 2 }] }))]);

    let output = output.succeeded();
    assert_eq!(output.records("item"), [json!({ "id": 1 }), json!({ "id": 1 }), json!({ "id": 2 })]);
    assert_eq!(warnings(&output), ["stream `item`: reads the slice from its first page on again: HTTP 409"]);
    let cursors: Vec<_> = api.requests().iter().map(|request| request.param("cursor").map(str::to_owned)).collect();
    assert_eq!(cursors, [None, Some("b".to_owned()), None, Some("b".to_owned())]);

    let (output, api) = read("item", [stale()]);
    let error = output.failed();
    assert!(error.ends_with("the pagination was reset 5 times and still does not go on (HTTP 409)"), "{error}");
    assert_eq!(api.count("GET /items"), 6);
}

#[test]
fn a_stream_takes_the_sources_rules_away_and_its_function_has_the_last_word() {
    // By the source's rules it would be an error.
    let (output, _) = read("own", [Reply::json(json!({ "ok": false, "id": 1 }))]);
    assert_eq!(output.succeeded().records("own"), [json!({ "id": 1 })]);

    let (output, api) = read("own", [Reply::status(418)]);
    assert!(output.failed().ends_with("(HTTP 418, after 3 attempts)") || output.failed().contains("HTTP 418"));
    assert_eq!(api.count("GET /own"), 3);
}

#[test]
fn the_chain_of_attempts_is_told_to_who_debugs() {
    let api = Api::new().on_each("GET /items", [Reply::status(465), Reply::status(500), Reply::status(400)]).start();
    let told = |arg: Option<&str>| {
        let connector = Connector::<Rules>::new(&api, config());
        let connector = arg.into_iter().fold(connector, Connector::arg);
        let logs = connector.read(["item"]).logs();
        logs.into_iter().map(|(_, text)| text).find(|text| text.contains("attempts: "))
    };

    let chain = told(Some("--debug")).unwrap();
    for part in
        ["/items: attempts: 1: HTTP 465 at 0.", "s, then a wait of 0.0 s; 2: HTTP 500 at 0.", "; 3: HTTP 400 at 0."]
    {
        assert!(chain.contains(part), "{chain}");
    }
    assert_eq!(told(None), None);
}

#[test]
fn check_fails_by_a_rule_as_a_read_does() {
    let api = Api::new().on("GET /items", |_| Reply::json(json!({ "ok": false, "error": "invalid_auth" }))).start();

    let (status, message) = testing::check::<Rules>(&api, config()).connection_status().unwrap();

    assert_eq!(status, "FAILED");
    assert!(message.contains("the API says invalid_auth"), "{message}");
}

#[test]
fn a_check_that_begins_anew_still_reads_a_page() {
    let stale = || Reply::json(json!({ "stale": true })).with_status(409);
    let api = Api::new().on("GET /items", move |_| stale()).start();

    let output = testing::check::<Rules>(&api, json!({ "workspace": "w" }));

    let (status, sentence) = output.connection_status().unwrap();
    assert_eq!(
        (status.as_str(), sentence.contains("the pagination was reset 5 times")),
        ("FAILED", true),
        "{sentence}"
    );
}
