//! Responses that are no page, and what HTTP itself can do to one.

use std::time::Duration;

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Output, Reply, RunningApi};

#[derive(Deserialize, JsonSchema)]
struct Config {
    token: Secret,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    auth = bearer("{config.token}"),
    headers("X-Api-Key" = "{config.token}"),
    streams(User, Nested, Map, Parsed, Written, Unwritten),
)]
struct Users;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Users, path = "users", records = "data", paginate = "cursor", primary_key = "id")]
struct User {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Users, path = "users", records = "data.users.all")]
struct Nested {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Users, path = "users", records = "data.*")]
struct Map {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Users, path = "users", parse_response = parsed)]
struct Parsed {
    id: u64,
}

fn parsed(cx: &Cx<'_, Parsed>) -> Result<Records> {
    Ok(cx.response()?.json::<Vec<Value>>()?.into_iter().collect())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Users, path = "users", parse_response = written)]
struct Written {
    id: u64,
}

/// Structs, which serde writes.
fn written(cx: &Cx<'_, Written>) -> Result<Records> {
    let lines = String::from_utf8_lossy(cx.response()?.body()).into_owned();
    Ok(lines.lines().filter_map(|line| line.parse().ok()).map(|id| Written { id }).collect())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Users, path = "users", parse_response = unwritten)]
struct Unwritten {
    id: u64,
}

fn unwritten(_: &Cx<'_, Unwritten>) -> Result<Records> {
    let keyed = |key: Vec<u8>| std::collections::BTreeMap::from([(key, 1)]);
    Ok([keyed(vec![1]), keyed(vec![2])].into_iter().collect())
}

fn api(replies: impl IntoIterator<Item = Reply>) -> RunningApi {
    Api::new().on_each("GET /users", replies).start()
}

fn read(api: &RunningApi, stream: &str) -> Output {
    testing::read::<Users>(api, json!({ "token": "t0ken" }), [stream])
}

fn good() -> Reply {
    Reply::json(json!({ "data": [{ "id": 1 }, { "id": 2 }] }))
}

/// Read to its end, each record once, the broken page asked for again.
fn heals(broken: Reply) {
    let api = api([broken, good()]);

    let output = read(&api, "user").succeeded();

    assert_eq!(output.records("user"), [json!({ "id": 1 }), json!({ "id": 2 })]);
    assert_eq!(api.requests().len(), 2);
}

/// An error at once, without another try.
fn fails(reply: Reply, stream: &str) -> String {
    let api = api([reply]);
    let output = read(&api, stream);
    assert_eq!(api.requests().len(), 1, "{output}");
    assert_eq!(output.errors()[0].1, "system_error", "{output}");
    output.failed()
}

#[test]
fn no_content_and_null_at_the_records_path_are_no_records() {
    for (name, reply) in [
        ("204", Reply::status(204)),
        ("null", Reply::json(json!({ "data": null }))),
        ("an empty list", Reply::json(json!({ "data": [] }))),
    ] {
        let output = read(&api([reply]), "user").succeeded();

        assert_eq!(output.statuses("user"), ["STARTED", "COMPLETE"], "{name}");
    }
}

#[test]
fn a_records_path_that_is_missing_or_holds_something_else_is_an_error() {
    for (stream, body, path, found) in [
        ("user", json!({ "users": [] }), "data", "there is nothing"),
        ("user", json!({ "data": "later" }), "data", "there is a text"),
        ("user", json!({ "data": 7 }), "data", "there is a number"),
        ("user", json!([1]), "data", "the root is an array"),
        ("nested", json!({ "data": { "users": { "none": [] } } }), "data.users.all", "there is nothing"),
        ("nested", json!({ "data": { "users": "x" } }), "data.users.all", "`data.users` is a text"),
        ("nested", json!({ "data": null }), "data.users.all", "`data` is null"),
        ("map", json!({ "data": [1] }), "data.*", "there is an array"),
    ] {
        let want = format!(
            "stream `{stream}`: page 1: the response should hold its records at `{path}`, but {found} (HTTP 200, \
             application/json; it begins with {body})"
        );
        assert_eq!(fails(Reply::json(body), stream), want);
    }
}

#[test]
fn what_is_no_json_is_an_error_with_its_beginning() {
    let html = format!("<html>\n<title>Maintenance</title>{}", "x".repeat(200));
    let error = fails(Reply::bytes(html).header("Content-Type", "text/html; charset=utf-8"), "user");
    let begin = format!("<html> <title>Maintenance</title>{}", "x".repeat(80 - 33));
    assert_eq!(
        error,
        format!(
            "stream `user`: page 1: the response is not readable as JSON (expected a value at byte 0; HTTP 200, text/html; \
             it begins with {begin})"
        )
    );

    let error = fails(Reply::bytes(r#"{"data":[]} {"data":[]}"#), "user");
    assert!(error.contains("at byte 12; HTTP 200, no content type; it begins with {\"data\""), "{error}");
    let error = fails(Reply::bytes(b"{\"data\":[{\"id\":1}], \"x\": \"\xc3(\"}".to_vec()), "user");
    assert!(error.contains("(invalid UTF-8 at byte 26; HTTP 200"), "{error}");
}

#[test]
fn a_body_that_breaks_off_is_fetched_again_and_emitted_once() {
    // A connection that closes early, a length that is too short, one that is too long, no length at all.
    let whole = r#"{"data":[{"id":1},{"id":2}],"next_cursor":null}"#;
    let unframed = format!("HTTP/1.0 200 OK\r\n\r\n{}", &whole[..20]);
    std::thread::scope(|scope| {
        scope.spawn(|| heals(Reply::bytes(whole).cut_after(20)));
        scope.spawn(|| heals(Reply::bytes(whole).chunked().cut_after(20)));
        scope.spawn(|| heals(Reply::bytes(whole).length(20)));
        scope.spawn(|| heals(Reply::bytes(whole).length(2000)));
        scope.spawn(|| heals(Reply::raw(unframed)));
        scope.spawn(|| heals(Reply::bytes(&whole[..whole.len() - 1])));
        scope.spawn(|| heals(Reply::status(200)));
        scope.spawn(|| heals(Reply::reset()));
        scope.spawn(|| heals(Reply::raw("HTTP/1.1 banana\r\n\r\n")));
        scope.spawn(|| heals(Reply::bytes(whole).header("Content-Encoding", "gzip")));
        scope.spawn(|| heals(good().gzip().length(30)));
    });
}

#[test]
fn a_broken_later_page_repeats_nothing_of_the_pages_before() {
    let first = Reply::json(json!({ "data": [{ "id": 1 }], "next_cursor": "b", "extra": 1 }));
    let api = api([first, good().cut_after(15), good()]);

    let output = read(&api, "user").succeeded();

    assert_eq!(output.records("user").len(), 3);
    let cursors: Vec<Option<String>> = api.requests().iter().map(|r| r.param("cursor").map(str::to_owned)).collect();
    assert_eq!(cursors, [None, Some("b".into()), Some("b".into())]);
}

#[test]
fn a_body_that_the_hook_cannot_read_because_it_breaks_off_is_fetched_again() {
    let api = api([Reply::bytes(r#"[{"id":1},{"id""#), Reply::bytes(r#"[{"id":1}]"#)]);

    let output = read(&api, "parsed").succeeded();

    assert_eq!(output.records("parsed").len(), 1);
}

#[test]
fn compressed_bodies_are_inflated() {
    for (name, reply) in [
        ("gzip", good().gzip()),
        ("gzip in chunks", good().gzip().chunked()),
        ("identity", good().header("Content-Encoding", "identity")),
    ] {
        assert_eq!(read(&api([reply]), "user").succeeded().records("user").len(), 2, "{name}");
    }
    let error = fails(good().header("Content-Encoding", "br"), "user");
    assert_eq!(error, "stream `user`: page 1: unsupported content encoding `br`; the client supports gzip and deflate");
}

#[test]
fn a_redirect_within_the_origin_is_followed_with_the_credentials() {
    let api = Api::new()
        .on("GET /users", |_| Reply::status(302).header("Location", "/moved"))
        .on("GET /moved", |_| good())
        .start();

    read(&api, "user").succeeded();

    assert_eq!(api.requests()[1].header("authorization"), Some("Bearer t0ken"));
}

#[test]
fn a_redirect_to_another_origin_is_refused_and_gets_nothing() {
    for status in [301, 302, 303, 307, 308] {
        let other = Api::new().on("GET /users", |_| good()).start();
        let error = fails(Reply::status(status).header("Location", format!("{}/users?x=t0ken", other.url())), "user");

        assert_eq!(
            error,
            format!(
                "stream `user`: page 1: the server redirects to another origin, {}; the client does not send \
                 credentials there; if it is the new address of the API, set it as url_base",
                other.url()
            )
        );
        assert_eq!(other.requests().len(), 0);
    }
}

#[test]
fn redirects_in_a_circle_end() {
    let api = api([Reply::status(302).header("Location", "/users")]);

    let error = read(&api, "user").failed();

    assert_eq!(error, "stream `user`: page 1: too many redirects: more than 10");
    assert_eq!(api.requests().len(), 11);
}

#[test]
fn a_slow_answer_is_waited_for() {
    let output = read(&api([good().stall(Duration::from_millis(300)).delay(Duration::from_millis(100))]), "user");

    assert_eq!(output.succeeded().records("user").len(), 2);
}

#[test]
fn records_are_the_values_of_a_map_or_the_object_itself() {
    let api = api([Reply::bytes(r#"{"data":{"b":{"id":2},"a":{"id":1}}}"#)]);

    assert_eq!(read(&api, "map").succeeded().records("map"), [json!({ "id": 2 }), json!({ "id": 1 })]);
}

#[test]
fn records_of_a_function_are_whatever_serde_writes_and_what_it_cannot_write_is_an_error() {
    let output = read(&api([Reply::text("1\n2")]), "written").succeeded();
    assert_eq!(output.records("written"), [json!({ "id": 1 }), json!({ "id": 2 })]);

    let error = fails(Reply::text("x"), "unwritten");
    assert_eq!(
        error,
        "stream `unwritten`: page 1: record 1 of `parse_response`: not writable as JSON: key must be a string"
    );
}
