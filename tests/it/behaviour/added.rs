//! Added fields that come from the page around a record.

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Reply, read};

use super::Nothing;

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", streams(Item, Single, Empty, Copied, Hooked))]
struct Reports;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Reports,
    path = "items",
    records = "report.items",
    paginate = cursor(token = "next", param = "after"),
    add(total = response.meta.total, run = header.Run, first = "{response.report.kind}/{record.id}"),
)]
struct Item {
    id: u64,
    total: Option<u64>,
    run: Option<String>,
    first: Option<String>,
}

/// The records lie at the root, so the page has nothing but them and its headers.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Reports, path = "all", add(run = header.Run, total = response.total))]
struct Single {
    id: u64,
    run: Option<String>,
    total: Option<u64>,
}

/// A page that says less.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Reports, path = "bare", records = "items", add(total = response.meta.total))]
struct Empty {
    id: u64,
    total: Option<u64>,
}

#[test]
fn they_are_the_values_of_the_records_own_page() {
    let api = Api::new()
        .on("GET /items", |request| match request.param("after") {
            // Before the records and behind them.
            None => Reply::json(json!({ "meta": { "total": 7 }, "next": "b", "report": { "items": [{ "id": 1 }, { "id": 2 }], "kind": "a" } }))
                .header("Run", "r1"),
            Some(_) => Reply::json(json!({ "meta": { "total": 8 }, "report": { "items": [{ "id": 3 }], "kind": "b" } }))
                .header("Run", "r2"),
        })
        .start();

    let output = read::<Reports>(&api, json!({}), ["item"]).succeeded();

    let expected = [
        json!({ "id": 1, "total": 7, "run": "r1", "first": "a/1" }),
        json!({ "id": 2, "total": 7, "run": "r1", "first": "a/2" }),
        json!({ "id": 3, "total": 8, "run": "r2", "first": "b/3" }),
    ];
    assert_eq!(output.records("item"), expected);
}

#[test]
fn what_the_page_lacks_is_left_out() {
    let api = Api::new()
        .on("GET /all", |_| Reply::json(json!([{ "id": 1 }])).header("Run", "r1"))
        .on("GET /bare", |_| Reply::json(json!({ "items": [{ "id": 1 }] })))
        .start();

    let output = read::<Reports>(&api, json!({}), ["single", "empty"]).succeeded();

    assert_eq!(output.records("single"), [json!({ "id": 1, "run": "r1" })]);
    assert_eq!(output.records("empty"), [json!({ "id": 1 })]);
}

/// Copies a value of another field.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Reports, path = "pretty", add(copy = record.other))]
struct Copied {
    id: u64,
    other: Value,
    copy: Option<Other>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Other {
    a: Option<f64>,
}

#[test]
fn a_copied_value_leaves_on_one_line_and_as_its_field_declares() {
    let page = "[{\n  \"id\": 1,\n  \"other\": {\n    \"a\" :\n 1.10,\n \"zz\": [ 1 ]\n  }\n}]";
    let api = Api::new().on("GET /pretty", move |_| Reply::text(page)).start();

    let output = read::<Reports>(&api, json!({}), ["copied"]).succeeded();

    let line = output.lines().iter().find(|line| line.contains("RECORD")).unwrap();
    assert!(line.contains(r#"{"id":1,"other":{"a":1.10,"zz":[1]},"copy":{"a":1.10}}"#), "{line}");
}

/// Adds from the page, and has a hook over one record.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Reports, path = "bare", records = "items", add(total = header.Run), filter = asks)]
struct Hooked {
    id: u64,
    total: Option<String>,
}

fn asks(cx: &Cx<'_, Hooked>) -> Result<bool> {
    cx.response().map(|_| true)
}

#[test]
fn a_hook_over_one_record_is_told_that_it_has_no_response() {
    let api = Api::new().on("GET /bare", |_| Reply::json(json!({ "items": [{ "id": 1 }] }))).start();

    let error = read::<Reports>(&api, json!({}), ["hooked"]).failed();

    assert!(error.contains("no response is available"), "{error}");
}
