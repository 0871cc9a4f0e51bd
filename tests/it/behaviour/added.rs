//! Added fields that come from the page around a record.

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Reply, read};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Nothing;

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", streams(Item, Single, Empty))]
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
