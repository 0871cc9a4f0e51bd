//! Waits that a server names, in each spelling, on a failure and on a success; and the waits of a `check`.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Connector, Output, Reply, RunningApi};

use super::Nothing;

/// A longer wait fails at once and names its end, so that nothing is waited for here.
#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", retry(max_wait = "1s"), streams(Item))]
struct Hasty;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Hasty, path = "items")]
struct Item {
    id: u64,
}

/// The wait that a refusal names, by the end that its error tells.
fn named(headers: &[(&str, &str)]) -> i64 {
    let headers: Vec<(String, String)> =
        headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    let refusal = move || headers.iter().fold(Reply::status(429), |reply, (name, value)| reply.header(name, value));
    let api = Api::new().on("GET /items", move |_| refusal()).start();
    let error = Connector::<Hasty>::new(&api, json!({})).now("2024-01-31T12:00:00Z").read(["item"]).failed();
    let end = error
        .split_once("the next attempt would be at ")
        .and_then(|(_, rest)| rest.split_once(", a longer"))
        .expect(&error)
        .0;
    let end: Timestamp = end.parse().unwrap();
    end.as_second() - "2024-01-31T12:00:00Z".parse::<Timestamp>().unwrap().as_second()
}

#[test]
fn a_refusals_wait_is_honoured_in_each_spelling() {
    const DATE: (&str, &str) = ("Date", "Wed, 31 Jan 2024 12:00:00 GMT");
    for (value, want) in [
        ("50", 50),
        ("50, 53", 53),
        ("53s", 53),
        ("53 seconds", 53),
        ("52.2", 53),
        ("PT53S", 53),
        ("2024-01-31T12:00:53Z", 53),
        ("Wed, 31 Jan 2024 12:00:53 GMT", 53),
    ] {
        assert_eq!(named(&[("Retry-After", value), DATE]), want, "{value}");
        assert_eq!(named(&[("X-RateLimit-Reset-After", value), DATE]), want, "{value}");
    }
    assert_eq!(named(&[("Retry-After", "50"), ("Retry-After", "53"), ("Retry-After", "7")]), 53);
    assert_eq!(named(&[("Retry-After", "50"), ("X-RateLimit-Reset-After", "53")]), 53);
    assert_eq!(named(&[("Retry-After", "53"), ("X-RateLimit-Reset-After", "50")]), 53);
}

macro_rules! backing_off {
    ($($source:ident($limit:meta) $stream:ident)*) => { $(
        #[derive(Source)]
        #[source(config = Nothing, url_base = "https://api.example.com", $limit, retry(max_wait = "10s"), streams($stream))]
        struct $source;

        #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
        #[stream(source = $source, path = "items", records = "items", paginate = "page")]
        struct $stream {
            id: u64,
        }
    )* };
}
backing_off! {
    ByHeader(rate_limit(wait = header("Backoff"))) HeaderItem
    ByBody(rate_limit(wait = "backoff")) BodyItem
    Below(rate_limit("1000/1s", wait = "meta.backoff")) BelowItem
    Without(rate_limit("1000/1s")) WithoutItem
}

/// Two pages and an empty one; the first names a wait.
fn pages(first: impl Fn(Value) -> Reply + Send + Sync + 'static) -> RunningApi {
    let page = |items: Value| json!({ "items": items });
    let handler = move |request: &testing::Received| match request.param("page") {
        Some("1") => first(page(json!([{ "id": 1 }]))),
        Some("2") => Reply::json(page(json!([{ "id": 2 }]))),
        _ => Reply::json(page(json!([]))),
    };
    Api::new().on("GET /items", handler).start()
}

fn with_field(mut page: Value, path: &str, value: &Value) -> Reply {
    match path.split_once('.') {
        Some((outer, inner)) => page[outer] = json!({ inner: value }),
        None => page[path] = value.clone(),
    }
    Reply::json(page)
}

fn timed(read: impl Fn() -> Output) -> (Output, Duration) {
    let started = Instant::now();
    let output = read();
    (output, started.elapsed())
}

#[test]
fn a_wait_that_a_success_names_is_waited_before_the_next_request() {
    for value in ["1", "1s", "0.7"] {
        let api = pages(move |page| Reply::json(page).header("Backoff", value));
        let (output, took) = timed(|| Connector::<ByHeader>::new(&api, json!({})).concurrency(1).read(["header_item"]));
        assert_eq!(output.succeeded().records("header_item").len(), 2, "{value}");
        assert!(took >= Duration::from_secs(1), "{value}: {took:?}");
    }
    for value in [json!(1), json!("1"), json!(1.0)] {
        let (of_body, of_below) = (value.clone(), value.clone());
        let api = pages(move |page| with_field(page, "backoff", &of_body));
        let (output, took) = timed(|| Connector::<ByBody>::new(&api, json!({})).concurrency(1).read(["body_item"]));
        assert_eq!(output.succeeded().records("body_item").len(), 2, "{value}");
        assert!(took >= Duration::from_secs(1), "{value}: {took:?}");

        let api = pages(move |page| with_field(page, "meta.backoff", &of_below));
        let (output, took) = timed(|| Connector::<Below>::new(&api, json!({})).concurrency(1).read(["below_item"]));
        assert_eq!(output.succeeded().records("below_item").len(), 2, "{value}");
        assert!(took >= Duration::from_secs(1), "{value}: {took:?}");
    }
}

#[test]
fn without_the_option_or_without_a_wait_nothing_is_waited_for() {
    let api = pages(|page| with_field(page, "backoff", &json!(3_600)));
    Connector::<Without>::new(&api, json!({})).read(["without_item"]).succeeded();
    for value in [json!(null), json!(0), json!("soon"), json!(false)] {
        let api = pages(move |page| with_field(page, "backoff", &value));
        Connector::<ByBody>::new(&api, json!({})).read(["body_item"]).succeeded();
    }
}

#[test]
fn a_wait_of_a_success_that_is_too_long_is_a_transient_error_that_names_the_time() {
    let api = pages(|page| with_field(page, "backoff", &json!(3_600)));

    let output = Connector::<ByBody>::new(&api, json!({})).concurrency(1).read(["body_item"]);

    let (error, failure_type) = output.errors().remove(0);
    assert!(error.contains("rate limit (wait requested by the API): the next request is allowed at "), "{error}");
    assert!(error.ends_with("a longer wait than `max_wait` (10s)"), "{error}");
    assert_eq!(failure_type, "transient_error");
}

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", auth = logged_in, streams(Signed))]
struct Login;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Login, path = "items")]
struct Signed {
    id: u64,
}

async fn logged_in(cx: &AuthCx<'_, Nothing>) -> Result<Credentials> {
    cx.send(Request::get("https://api.example.com/login")?).await?;
    Ok(Credentials::new())
}

/// An address at which nobody listens.
fn nobody() -> String {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    format!("http://{address}")
}

#[test]
fn a_check_of_a_host_that_refuses_connections_ends_soon() {
    let check = |connector: &dyn Fn() -> Output| {
        let (output, took) = timed(connector);
        let (status, message) = output.connection_status().unwrap();
        let tries: Vec<_> = output.logs().into_iter().filter(|(_, text)| text.contains("; retry in ")).collect();
        assert_eq!((status.as_str(), tries.len()), ("FAILED", 2), "{output}");
        assert!(message.contains("connection failed") && message.contains("after 3 attempts"), "{message}");
        assert!(
            tries.iter().all(|(_, text)| text.contains("; retry in 0.5 s (attempt ") && text.ends_with(" of 3)")),
            "{tries:?}"
        );
        assert!(took < Duration::from_secs(5), "{took:?}");
    };
    check(&|| Connector::<Hasty>::unserved(json!({})).arg("--url-base").arg(nobody()).check());
    // A request for credentials, too.
    check(&|| Connector::<Login>::unserved(json!({})).arg("--url-base").arg(nobody()).check());
}

#[test]
fn a_check_of_a_server_in_trouble_is_as_patient_as_a_read() {
    let api = Api::new().on("GET /items", |_| Reply::status(503).header("Retry-After", "0")).start();

    let output = testing::check::<Hasty>(&api, json!({}));

    assert!(output.connection_status().unwrap().1.contains("after 5 attempts"), "{output}");
}
