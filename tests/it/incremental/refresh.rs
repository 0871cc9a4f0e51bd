//! Resumable full refresh: a stream without a cursor goes on at the page where the last run stopped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Reply, RunningApi};

use super::cursors::of;
use crate::behaviour::Nothing;

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", streams(Page, Link, Table))]
struct Pages;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Pages, path = "pages", paginate = page(size(per_page = 2)))]
struct Page {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Pages, path = "links", records = "data", paginate = next_url(at = "next"))]
struct Link {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Pages, path = "tables/{slice}", slices(tables, slice = String), paginate = page(size(per_page = 1)))]
struct Table {
    id: u64,
}

async fn tables(_: &SliceCx<'_, Table>) -> Result<[String; 3]> {
    Ok(["a", "b", "c"].map(str::to_owned))
}

const DONE: &str = "__ab_no_cursor_state_message";

/// Three pages, of which the third fails as long as it is told to.
fn api(fails: &Arc<AtomicBool>) -> RunningApi {
    let (first, second) = (fails.clone(), fails.clone());
    Api::new()
        .on("GET /pages", move |request| match request.param("page").unwrap() {
            "3" if first.load(Ordering::SeqCst) => Reply::status(400),
            "4" => Reply::json(json!([])),
            page => {
                let page: u64 = page.parse().unwrap();
                Reply::json(json!([{ "id": page * 2 }, { "id": page * 2 + 1 }]))
            }
        })
        .on("GET /tables/{table}", move |request| match (request.capture("table"), request.param("page").unwrap()) {
            ("b", "2") if second.load(Ordering::SeqCst) => Reply::status(400),
            (_, "3") => Reply::json(json!([])),
            (_, page) => Reply::json(json!([{ "id": page.parse::<u64>().unwrap() }])),
        })
        .start()
}

fn pages(api: &RunningApi) -> Vec<String> {
    let request =
        |request: &cdk_core::testing::Received| format!("{} {}", request.path(), request.param("page").unwrap());
    api.requests().iter().map(request).collect()
}

#[test]
fn a_read_that_fails_goes_on_at_its_page() {
    let fails = Arc::new(AtomicBool::new(true));
    let first = Connector::<Pages>::new(&api(&fails), json!({})).read(["page"]);
    assert!(first.failed().contains("HTTP 400"));
    assert_eq!(first.states("page"), [json!({ "page": 3 })]);
    assert_eq!(first.statuses("page").last().unwrap(), "INCOMPLETE");

    fails.store(false, Ordering::SeqCst);
    let api = api(&fails);
    let second = Connector::<Pages>::new(&api, json!({})).state(first.state()).read(["page"]).succeeded();

    assert_eq!(pages(&api), ["/pages 3", "/pages 4"]);
    assert_eq!(second.records("page"), [json!({ "id": 6 }), json!({ "id": 7 })]);
    assert_eq!(second.states("page").last().unwrap(), &json!({ DONE: true }));
}

#[test]
fn slices_that_are_complete_are_not_read_again() {
    let fails = Arc::new(AtomicBool::new(true));
    let first = Connector::<Pages>::new(&api(&fails), json!({})).read(["table"]);
    assert!(first.failed().contains("HTTP 400"));
    let complete = json!({ "__ab_full_refresh_sync_complete": true });
    assert_eq!(
        first.states("table").last().unwrap(),
        &json!({ "states": [
            { "partition": { "slice": "a" }, "cursor": complete },
            { "partition": { "slice": "c" }, "cursor": complete },
            { "partition": { "slice": "b" }, "cursor": { "page": 2 } },
        ] })
    );

    fails.store(false, Ordering::SeqCst);
    let api = api(&fails);
    let second = Connector::<Pages>::new(&api, json!({})).state(first.state()).read(["table"]).succeeded();

    assert_eq!(pages(&api), ["/tables/b 2", "/tables/b 3"]);
    assert_eq!(second.states("table").last().unwrap(), &json!({ DONE: true }));
}

#[test]
fn markers_of_a_complete_refresh_mean_that_the_next_one_reads_all() {
    let fails = Arc::new(AtomicBool::new(false));
    for state in [json!({ DONE: true }), json!({ "__ab_full_refresh_sync_complete": true }), json!({}), Value::Null] {
        let api = api(&fails);
        let output = Connector::<Pages>::new(&api, json!({})).state(of("page", &state)).read(["page"]).succeeded();
        assert_eq!(output.records("page").len(), 6);
    }
}

#[test]
fn a_token_that_the_api_knows_no_more_begins_the_slice_anew() {
    let api = Api::new()
        .on("GET /links", |request| match request.param("at") {
            Some(_) => Reply::json(json!({ "error": "expired" })).with_status(410),
            None => Reply::json(json!({ "data": [{ "id": 1 }] })),
        })
        .start();
    let state = of("link", &json!({ "next_page_token": format!("{}/links?at=old", api.url()) }));

    let output = Connector::<Pages>::new(&api, json!({})).state(state).read(["link"]).succeeded();

    assert_eq!(output.records("link"), [json!({ "id": 1 })]);
    let (_, told) = output.logs().into_iter().find(|(level, _)| level == "WARN").unwrap();
    assert!(output.logs().iter().any(|(_, text)| text.contains("its slice is read from the first one on")), "{told}");
}

#[test]
fn a_state_of_another_kind_is_an_error_and_not_forgotten() {
    let api = Api::new().start();
    let output = Connector::<Pages>::new(&api, json!({})).state(of("page", &json!({ "updated": 3 }))).read(["page"]);

    let legacy = Connector::<Pages>::new(&api, json!({})).state(json!({ "page": { "updated": 3 } })).read(["page"]);
    assert!(
        legacy.failed().starts_with("stream `page`: state.page: the stream does not have a cursor"),
        "{}",
        legacy.failed()
    );
    let told = output.failed();
    assert!(
        told.contains(
            "state[0].stream.stream_state: the stream does not have a cursor, and the page token `page` is missing"
        ),
        "{told}"
    );
    assert!(api.requests().is_empty());
}
