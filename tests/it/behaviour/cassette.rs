//! A cassette: a run that was recorded is the same run again, without a network and without the credentials.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Output, Reply, RunningApi};

use super::Folder;

#[derive(Deserialize, JsonSchema)]
pub(super) struct Config {
    token: Secret,
    other: Secret,
}

#[derive(Source)]
#[source(
    name = "team",
    config = Config,
    url_base = "https://api.example.com/v1",
    auth = bearer("{config.token}"),
    records = "data",
    primary_key = "id",
    streams(Person, Document, Broken, Mine, Yours, Bytes),
)]
pub(super) struct Team;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Team, path = "people", paginate = "cursor", request_params = params_of, add(read_at = now))]
struct Person {
    id: u64,
    read_at: Timestamp,
}

fn params_of(cx: &Cx<'_, Person>) -> Result<Params> {
    Ok(Params::new().with("since", cx.now().to_string()).with("secret", cx.config().token.expose()))
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Team, parent = Person, path = "people/{parent.id}/documents", paginate = "next_url")]
struct Document {
    id: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Team, path = "broken", method = "POST", body = json(key = "{config.token}", list = [1, 2]))]
struct Broken {
    id: u64,
}

/// The same request for two accounts.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Team, path = "me")]
struct Mine {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Team, path = "me", auth = bearer("{config.other}"))]
struct Yours {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Team, path = "bytes")]
struct Bytes {
    id: u64,
}

const ALL: [&str; 6] = ["person", "document", "broken", "mine", "yours", "bytes"];

pub(super) fn config() -> Value {
    json!({ "token": "t0ken-of-mine", "other": "an0ther-one" })
}

pub(super) fn dummies() -> Value {
    json!({ "token": "dummy-one", "other": "dummy-two" })
}

/// People in two pages behind every passing fault, their documents behind links, and a stream that fails for good.
pub(super) fn api() -> RunningApi {
    let address = Arc::new(std::sync::OnceLock::<String>::new());
    let known = address.clone();
    let page = |id: u64, next: Value| Reply::json(json!({ "data": [{ "id": id }], "next_cursor": next }));
    let asked = AtomicU64::new(0);
    let api = Api::new()
        .on("GET /v1/people", move |request| match (request.param("cursor"), asked.fetch_add(1, Ordering::SeqCst)) {
            (None, 0) => Reply::status(429).header("Retry-After", "0"),
            (None, 1) => Reply::reset(),
            (None, _) => page(1, json!("b/ü")).gzip(),
            (Some(_), 3) => Reply::json(json!({ "error": "overloaded" })).with_status(503).header("Retry-After", "0"),
            (Some(_), 4) => page(2, json!(null)).cut_after(10),
            (Some(cursor), _) => {
                assert_eq!(cursor, "b/ü");
                page(2, json!(null))
            }
        })
        .on("GET /v1/people/{id}/documents", move |request| {
            let (id, page) = (request.capture("id"), request.param("page").unwrap_or("1"));
            let next = format!("{}/v1/people/{id}/documents?page=2", known.get().unwrap());
            let next = if page == "1" { json!(next) } else { json!(null) };
            Reply::json(json!({ "data": [{ "id": format!("{id}-{page}") }], "next": next }))
        })
        .on("POST /v1/broken", |_| Reply::json(json!({ "error": { "message": "no such thing" } })).with_status(404))
        .on("GET /v1/me", |request| {
            let id = if request.header("authorization") == Some("Bearer t0ken-of-mine") { 1 } else { 2 };
            Reply::json(json!({ "data": [{ "id": id }] }))
        })
        .on("GET /v1/bytes", |_| {
            Reply::bytes(b"{\"data\":[{\"id\":1,\"x\":\"\xe9 t0ken-of-mine\"}]}".to_vec()).with_status(400)
        })
        .start();
    address.set(api.url()).unwrap();
    api
}

/// Everything but what a run says to people, stream by stream: these may come in between each other.
fn told(output: &Output) -> (u8, Vec<Value>) {
    let stream = |message: &Value| {
        let trace = &message["trace"];
        let descriptors = [
            &message["state"]["stream"]["stream_descriptor"]["name"],
            &trace["stream_status"]["stream_descriptor"]["name"],
            &trace["error"]["stream_descriptor"]["name"],
            &message["record"]["stream"],
        ];
        descriptors.iter().find_map(|name| name.as_str()).map(str::to_owned)
    };
    let mut messages: Vec<_> = output.messages().iter().filter(|message| message["type"] != "LOG").cloned().collect();
    messages.sort_by_key(stream);
    assert!(messages.iter().all(|message| stream(message).is_some()));
    (output.exit_code(), messages)
}

/// The lines of a recording without those of pages and states.
fn lines(folder: &Folder) -> Vec<Value> {
    let is_event = |line: &Value| line.get("page").is_some() || line.get("state").is_some();
    all_lines(folder).into_iter().filter(|line| !is_event(line)).collect()
}

fn all_lines(folder: &Folder) -> Vec<Value> {
    let text = std::fs::read_to_string(folder.0.join("tape/exchanges.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub(super) fn recorded(streams: &[&str]) -> (Folder, Output) {
    let (folder, api) = (Folder::new(), api());
    let output = Connector::<Team>::new(&api, config()).keep_cassette(folder.0.join("tape")).read(streams);
    (folder, output)
}

pub(super) fn replayed(folder: &Folder, config: Value, streams: &[&str]) -> Output {
    Connector::<Team>::unserved(config).from_cassette(folder.0.join("tape")).read(streams)
}

#[test]
fn a_run_with_every_fault_is_the_same_run_again_with_other_credentials() {
    let (folder, first) = recorded(&ALL);
    assert_eq!(first.records("person").len(), 2, "{first}");
    assert_eq!(first.records("document").len(), 4, "{first}");
    assert_eq!(first.errors().len(), 2, "{first}");

    let second = replayed(&folder, dummies(), &ALL);

    assert_eq!(told(&second), told(&first));
    let retries = |output: &Output| output.logs().iter().filter(|(_, text)| text.contains("; retry in ")).count();
    assert_eq!((retries(&first), retries(&second)), (4, 4));
}

#[test]
fn waits_between_tries_are_not_waited_for() {
    let (folder, _) = recorded(&["person"]);
    let path = folder.0.join("tape/exchanges.jsonl");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(r#""retry-after":"0""#));
    std::fs::write(&path, text.replace(r#""retry-after":"0""#, r#""retry-after":"3000""#)).unwrap();
    let started = std::time::Instant::now();

    let output = replayed(&folder, dummies(), &["person"]).succeeded();

    assert!(
        output.logs().iter().any(|(_, text)| text.ends_with("retry in 3000.0 s (attempt 2 of 5)")),
        "{:?}",
        output.logs()
    );
    assert!(started.elapsed().as_secs() < 60);
}

#[test]
fn streams_may_come_in_another_order_than_they_did() {
    let (folder, first) = recorded(&ALL);
    let mut other = ALL;
    other.reverse();

    let second = replayed(&folder, dummies(), &other);

    for stream in ALL {
        let of = |output: &Output| (output.records(stream), course(output, stream));
        assert_eq!(of(&second), of(&first));
    }
}

#[test]
fn streams_that_were_read_at_the_same_time_are_read_one_by_one_and_the_other_way_round() {
    for (at_first, later) in [(Some(16), Some(1)), (Some(1), Some(16)), (Some(16), Some(3))] {
        let (folder, api) = (Folder::new(), api());
        let tape = folder.0.join("tape");
        let first = Connector::<Team>::new(&api, config()).concurrency(at_first).keep_cassette(&tape).read(ALL);
        drop(api);

        let second = Connector::<Team>::unserved(dummies()).concurrency(later).from_cassette(&tape).read(ALL);

        for stream in ALL {
            let of = |output: &Output| (sorted(output.records(stream)), course(output, stream));
            assert_eq!(of(&second), of(&first), "{at_first:?} {later:?} {stream}: {second}");
        }
        let errors = |output: &Output| {
            let mut errors = output.errors();
            errors.sort();
            errors
        };
        assert_eq!((first.records("document").len(), errors(&second)), (4, errors(&first)));
    }
}

/// The statuses of a stream, but for those of a rate limit: of two streams that ask for the same, the first one meets it.
fn course(output: &Output, stream: &str) -> Vec<String> {
    let mut statuses = output.statuses(stream);
    statuses.dedup();
    statuses
}

/// Slices of a stream may change places.
fn sorted(mut records: Vec<Value>) -> Vec<String> {
    records.sort_by_key(ToString::to_string);
    records.iter().map(ToString::to_string).collect()
}

#[test]
fn two_accounts_are_two_numbers() {
    let (folder, output) = recorded(&["mine", "yours"]);
    output.succeeded();

    let labels: Vec<_> = lines(&folder).iter().filter_map(|line| line.get("account").cloned()).collect();
    assert_eq!(labels, [1, 2]);
    let output = replayed(&folder, dummies(), &["yours", "mine"]).succeeded();
    assert_eq!((output.records("mine"), output.records("yours")), (vec![json!({ "id": 1 })], vec![json!({ "id": 2 })]));
}

#[test]
fn a_recording_reads_as_it_is_meant_to() {
    let (folder, _) = recorded(&["broken", "mine", "bytes"]);

    let lines = lines(&folder);
    let mut head = lines[0].clone();
    let url = head["url_base"].take();
    assert!(head["now"].take().as_str().unwrap().parse::<Timestamp>().is_ok());
    assert_eq!(
        head,
        json!({ "cassette": 2, "connector": "team", "version": env!("CARGO_PKG_VERSION"), "now": null, "url_base": null })
    );
    let mut broken = lines[1].clone();
    broken["response"]["headers"].take();
    assert!(broken["sent"].take().as_str().unwrap().parse::<Timestamp>().is_ok());
    assert!(broken["ms"].take().as_u64().is_some_and(|ms| ms < 60_000));
    let want = json!({
        "exchange": 1, "stream": "broken", "account": 1, "sent": null, "ms": null, "attempt": 1,
        "request": {
            "method": "POST", "url": format!("{}v1/broken", url.as_str().unwrap()),
            "headers": { "content-type": "application/json" }, "body": r#"{"key":"****","list":[1,2]}"#
        },
        "response": { "status": 404, "headers": null, "body": r#"{"error":{"message":"no such thing"}}"# }
    });
    assert_eq!(broken, want);
    // Base64 of the body with its secret masked.
    assert_eq!(lines[3]["response"]["body_base64"], "eyJkYXRhIjpbeyJpZCI6MSwieCI6IukgKioqKiJ9XX0=");
    assert_eq!(lines[4..], [json!({ "end": 3 })]);
}

#[test]
fn a_recording_names_attempts_slices_pages_and_states() {
    let (folder, _) = recorded(&["document"]);

    let lines = all_lines(&folder);

    let of = |stream: &str, kind: &str| -> Vec<Value> {
        lines.iter().filter(|line| line[kind]["stream"] == stream).map(|line| line[kind].clone()).collect()
    };
    let people = lines.iter().filter(|line| line["stream"] == "person");
    let attempts: Vec<_> = people.map(|line| (line["attempt"].clone(), line["response"]["status"].clone())).collect();
    let (first, second) = ([429.into(), Value::Null, 200.into()], [503.into(), Value::Null, 200.into()]);
    let want: Vec<_> = [first, second].into_iter().flat_map(|of| (1..).map(Value::from).zip(of)).collect();
    assert_eq!(attempts, want);
    let url = lines[0]["url_base"].as_str().unwrap();
    let (one, two) = (
        json!({ "partition": { "parent": 1, "parent_slice": {} } }),
        json!({ "partition": { "parent": 2, "parent_slice": {} } }),
    );
    let page = |slice: &Value, id: u64, number: u64| {
        let query = if number == 1 { "" } else { "?page=2" };
        json!({
            "stream": "document", "slice": slice, "number": number, "records": 1, "has_next": number == 1,
            "url": format!("{url}v1/people/{id}/documents{query}"),
        })
    };
    assert_eq!(of("document", "page"), [page(&one, 1, 1), page(&one, 1, 2), page(&two, 2, 1), page(&two, 2, 2)]);
    let documents: Vec<_> = lines.iter().filter(|line| line["stream"] == "document").collect();
    assert_eq!(documents.iter().map(|line| &line["slice"]).collect::<Vec<_>>(), [&one, &one, &two, &two]);
    let states = lines.iter().filter(|line| line.get("state").is_some());
    let states: Vec<_> = states.map(|line| &line["state"]["stream"]["stream_descriptor"]["name"]).collect();
    assert!(states.contains(&&json!("document")), "{states:?}");
}

#[test]
fn a_recording_names_the_waits_before_an_attempt() {
    let attempts = AtomicU64::new(0);
    let api = Api::new()
        .on("GET /v1/bytes", move |_| match attempts.fetch_add(1, Ordering::SeqCst) {
            0 => Reply::status(503).header("Retry-After", "20ms"),
            _ => Reply::json(json!({ "data": [] })),
        })
        .start();
    let folder = Folder::new();

    Connector::<Team>::new(&api, config()).keep_cassette(folder.0.join("tape")).read(["bytes"]).succeeded();

    let waits: Vec<Value> = lines(&folder).iter().map(|line| line["waits"].clone()).collect();
    assert_eq!(waits, [json!(null), json!(null), json!({ "retry_after": 20 }), json!(null)]);
}

#[test]
fn a_recording_in_format_1_is_replayed() {
    let (folder, first) = recorded(&ALL);
    let is_newer = |name: &str| ["sent", "ms", "attempt", "waits", "slice"].contains(&name);
    let older = lines(&folder).into_iter().map(|line| {
        let Value::Object(fields) = line else { panic!("an object") };
        let fields = fields.into_iter().filter(|(name, _)| !is_newer(name));
        let fields = fields.map(|(name, value)| if name == "cassette" { (name, json!(1)) } else { (name, value) });
        format!("{}\n", fields.collect::<Value>())
    });
    std::fs::write(folder.0.join("tape/exchanges.jsonl"), older.collect::<String>()).unwrap();

    assert_eq!(told(&replayed(&folder, dummies(), &ALL)), told(&first));
}

#[test]
fn a_recording_ends_with_a_word_on_what_it_holds() {
    let (folder, output) = recorded(&["mine"]);

    let shown = folder.0.join("tape");
    let want = format!(
        "cassette: 1 exchange is recorded in {}; only credentials are masked, the records of the API are not: check \
         them before you share the file",
        shown.display()
    );
    assert!(output.logs().contains(&("INFO".to_owned(), want)), "{:?}", output.logs());
}

#[test]
fn a_request_that_was_not_recorded_is_an_error_that_names_it() {
    let (folder, _) = recorded(&["mine"]);
    let shown = folder.0.join("tape");
    let (shown, url) = (shown.display(), lines(&folder)[0]["url_base"].as_str().unwrap().to_owned());

    let output = replayed(&folder, dummies(), &["broken", "mine", "yours"]);

    let sentence = |stream: &str, rest: &str| {
        (
            format!("stream `{stream}`: page 1: the cassette {shown} does not contain a response to {rest}"),
            "system_error".to_owned(),
        )
    };
    let want = [
        sentence("broken", &format!("POST {url}v1/broken (broken): the request was not recorded")),
        sentence("yours", &format!("GET {url}v1/me (yours): the request was recorded once, but is sent once more")),
    ];
    assert_eq!(output.errors(), want);
    assert_eq!(output.records("mine").len(), 1);
}

#[test]
fn a_request_with_other_parameters_is_told_apart() {
    let (folder, _) = recorded(&["person"]);
    let path = folder.0.join("tape/exchanges.jsonl");
    let text = std::fs::read_to_string(&path).unwrap().replace("since=", "until=");
    std::fs::write(&path, text).unwrap();

    let error = replayed(&folder, dummies(), &["person"]).failed();

    let end = "(person): the request was not recorded, but 6 to the same URL with other parameters, headers or body";
    assert!(error.ends_with(end) && error.contains("&secret=****"), "{error}");
}
