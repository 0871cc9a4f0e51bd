//! Failures that may pass are tried again, others not; and how each is told.

use std::thread::scope;
use std::time::{Duration, Instant};

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Output, Reply, RunningApi};

use super::Nothing;

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", auth = fresh, streams(User, Other))]
struct Users;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Users, path = "users")]
struct User {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Users, path = "others")]
struct Other {
    id: u64,
}

async fn fresh(cx: &AuthCx<'_, Nothing>) -> Result<Credentials> {
    static CALLS: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    let call = CALLS.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    Ok(Credentials::new().header("X-Signature", format!("sig-{call}-{}", cx.request().method())))
}

fn read(replies: impl IntoIterator<Item = Reply>) -> (Output, RunningApi) {
    let api =
        Api::new().on_each("GET /users", replies).on("GET /others", |_| Reply::json(json!([{ "id": 1 }]))).start();
    let output = testing::read::<Users>(&api, json!({}), ["user", "other"]);
    (output, api)
}

fn now() -> Reply {
    Reply::status(429).header("Retry-After", "0")
}

#[test]
fn a_server_in_trouble_is_asked_five_times_and_the_other_streams_are_read() {
    let body = json!({ "error": { "message": "overloaded" } });
    let (output, api) =
        read([Reply::json(body).with_status(503).header("Retry-After", "0").header("X-Request-Id", "r-1")]);

    let want = "stream `user`: page 1: server error (HTTP 503: overloaded, after 5 attempts)";
    assert_eq!(output.errors(), [(want.to_owned(), "transient_error".to_owned())]);
    assert_eq!((api.count("GET /users"), output.exit_code()), (5, 1));
    assert_eq!((output.statuses("other").last().unwrap().as_str(), output.records("other").len()), ("COMPLETE", 1));
    let internal =
        output.of_type("TRACE").find_map(|trace| trace["trace"]["error"]["internal_message"].as_str()).unwrap();
    for part in [&format!("GET {}/users", api.url()), "HTTP 503", "request id r-1", r#"body: {"error""#] {
        assert!(internal.contains(part), "{internal}");
    }
}

#[test]
fn credentials_are_asked_for_before_every_attempt() {
    let (output, api) = read([now(), now(), Reply::json(json!([]))]);

    output.succeeded();
    let signatures: Vec<_> = api.requests().iter().map(|r| r.header("x-signature").map(str::to_owned)).collect();
    assert_eq!(signatures.len(), 4);
    assert!(signatures.windows(2).all(|pair| pair[0] != pair[1]), "{signatures:?}");
}

#[test]
fn the_servers_own_wait_wins_over_the_schedule() {
    let started = Instant::now();
    let (output, _) = read([Reply::status(429).header("Retry-After", "2"), Reply::json(json!([]))]);

    let output = output.succeeded();
    assert!(started.elapsed() >= Duration::from_secs(2));
    let retry = output.logs().into_iter().find(|(_, text)| text.contains("attempt 2")).unwrap().1;
    assert!(retry.starts_with("stream `user`: GET http://127.0.0.1:"), "{retry}");
    assert!(retry.ends_with("/users: HTTP 429; retry in 2.0 s (attempt 2 of 5)"), "{retry}");
}

#[test]
fn a_wait_of_more_than_an_hour_fails_at_once() {
    let (output, api) = read([Reply::status(429).header("Retry-After", "3601")]);

    let error = output.failed();
    let start = "stream `user`: page 1: rate limit exceeded (HTTP 429; the next attempt would be at 20";
    assert!(error.starts_with(start), "{error}");
    assert!(error.ends_with("Z, a longer wait than `max_wait` (1h))"), "{error}");
    assert_eq!(api.count("GET /users"), 1);
}

#[test]
fn a_token_with_a_line_break_is_the_configs_fault() {
    #[derive(Deserialize, JsonSchema)]
    struct Token {
        token: Secret,
    }

    #[derive(Source)]
    #[source(config = Token, url_base = "https://api.example.com", auth = bearer("{config.token}"), streams(Thing))]
    struct Things;

    #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
    #[stream(source = Things)]
    struct Thing {
        id: u64,
    }

    let api = Api::new().start();
    let output = testing::read::<Things>(&api, json!({ "token": "t0ken\n" }), ["thing"]);

    let want = "stream `thing`: page 1: a line break at the end of config.token: a credential in header `Authorization` may only contain \
                visible ASCII characters; copy it again without that character";
    assert_eq!(output.errors(), [(want.to_owned(), "config_error".to_owned())]);
    assert_eq!(api.requests().len(), 0);
}

#[test]
fn a_refusal_is_told_at_once_in_the_apis_own_words() {
    for (status, body, want, failure_type) in [
        (401, json!({ "message": "bad key" }), "the API rejected the credentials (HTTP 401: bad key)", "config_error"),
        (
            403,
            json!({ "errors": [{ "detail": "no scope" }] }),
            "permission denied: the credentials do not have a required permission (HTTP 403: no scope)",
            "config_error",
        ),
        (404, json!("<gone>"), "not found (HTTP 404: <gone>)", "system_error"),
        (
            400,
            json!({ "error": "x", "error_description": "y" }),
            "the API rejected the request (HTTP 400: y)",
            "system_error",
        ),
        (304, json!(null), "the API rejected the request (HTTP 304)", "system_error"),
    ] {
        let (output, api) = read([Reply::json(body).with_status(status)]);

        assert_eq!(output.errors(), [(format!("stream `user`: page 1: {want}"), failure_type.to_owned())]);
        assert_eq!(api.count("GET /users"), 1);
    }
}

#[test]
fn what_never_gets_better_ends_after_five_tries() {
    // These wait for real, all at the same time: 1 + 2 + 4 + 8 s, each times 0.5 to 1.5.
    let ends = |reply: Reply, want: &str| {
        let (output, api) = read([reply]);
        assert_eq!(output.errors()[0].0, format!("stream `user`: page 1: {want}"));
        assert_eq!(output.errors()[0].1, "transient_error");
        assert_eq!((api.count("GET /users"), output.records("user").len()), (5, 0));
    };
    scope(|scope| {
        scope.spawn(|| ends(Reply::status(200), "HTTP 200 with an empty body, after 5 attempts"));
        scope
            .spawn(|| ends(Reply::bytes(r#"[{"id":1},"#), "the body ends too early, after 10 bytes, after 5 attempts"));
        scope.spawn(|| {
            let broken = Reply::bytes("[]").header("Content-Encoding", "gzip");
            ends(broken, "damaged body: it cannot be decompressed, after 5 attempts");
        });
        scope.spawn(|| {
            let (output, api) = read([Reply::reset()]);
            assert!(output.failed().ends_with(", after 5 attempts"), "{output}");
            assert_eq!(api.count("GET /users"), 5);
        });
        scope.spawn(|| {
            // All failures of one request share one count.
            let cut = || Reply::bytes("[");
            let (output, api) = read([cut(), now(), cut(), Reply::reset(), cut(), Reply::json(json!([]))]);
            assert!(output.failed().ends_with(", after 5 attempts"), "{output}");
            assert_eq!(api.count("GET /users"), 5);
        });
        scope.spawn(|| {
            let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
            let run =
                testing::Connector::<Users>::unserved(json!({})).arg("--url-base").arg(format!("http://{closed}"));
            let output = run.check();
            let (status, message) = output.connection_status().unwrap();
            assert_eq!((status.as_str(), output.exit_code()), ("FAILED", 0));
            assert!(message.starts_with("stream `user`: page 1: connection failed: "), "{message}");
        });
    });
}

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    auth = logged_in,
    retry(initial = "1ms", factor = 1, jitter = 0),
    streams(Sold),
)]
struct Regions;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Regions, slices(regions, slice = String), path = "sold/{slice}")]
struct Sold {
    id: u64,
}

async fn regions(cx: &SliceCx<'_, Sold>) -> Result<Vec<String>> {
    cx.send(cx.get("regions")?).await?.json()
}

async fn logged_in(cx: &AuthCx<'_, Nothing>) -> Result<Credentials> {
    let login = cx.send(Request::get("https://api.example.com/login")?).await?;
    Ok(Credentials::new().header("X-Session", login.json::<Vec<String>>()?.concat()))
}

/// A whole answer to HTTP, and not to a reader of JSON.
fn cut(body: &str) -> Reply {
    Reply::raw(format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len()))
}

#[test]
fn an_answer_to_a_function_is_asked_for_again_where_its_json_breaks_off() {
    let api = Api::new()
        .on_each("GET /login", [cut(r#"["t0k"#), Reply::json(json!(["t0ken"]))])
        .on_each("GET /regions", [cut(r#"["eu","u"#), cut(r#"["eu""#), Reply::json(json!(["eu", "us"]))])
        .on("GET /sold/{region}", |_| Reply::json(json!([{ "id": 1 }])))
        .start();

    let output = testing::read::<Regions>(&api, json!({}), ["sold"]).succeeded();

    assert_eq!((output.records("sold").len(), api.count("GET /regions")), (2, 3));
    let told: Vec<_> = output.logs().into_iter().filter(|(_, text)| text.contains("/regions: ")).collect();
    assert!(
        told[0].1.ends_with("/regions: the body ends too early, after 8 bytes; retry in 0.0 s (attempt 2 of 5)"),
        "{told:?}"
    );

    let api =
        Api::new().on("GET /login", |_| Reply::json(json!(["t0ken"]))).on("GET /regions", |_| cut(r#"["eu""#)).start();
    let output = testing::read::<Regions>(&api, json!({}), ["sold"]);

    let want = "stream `sold`: hook `slices`: the body ends too early, after 5 bytes, after 5 attempts";
    assert_eq!(output.errors(), [(want.to_owned(), "transient_error".to_owned())]);
    assert_eq!(api.count("GET /regions"), 5);
}
