//! Column selection: a configured catalog whose schema names only some fields of a stream.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Output, Reply, RunningApi};

use super::Nothing;

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", streams(Shop, Item, Open, Computed))]
struct Market;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Market,
    primary_key = "id",
    cursor_field = "seen",
    incremental(start = "2024-01-01", format = "%Y-%m-%d"),
)]
struct Shop {
    id: u64,
    seen: Date,
    region: Option<String>,
    name: Option<String>,
    size: Option<f64>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Market, parent = Shop, path = "{parent.region}/items", add(shop = "{parent.id}"))]
struct Item {
    sku: String,
    price: Option<f64>,
    shop: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Market, undeclared = "keep")]
struct Open {
    id: u64,
    name: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Market, map = doubled)]
struct Computed {
    id: u64,
    twice: Option<u64>,
}

fn doubled(_: &Cx<'_, Computed>, record: Computed) -> Result<Option<Computed>> {
    Ok(Some(Computed { twice: Some(record.id * 2), ..record }))
}

fn market() -> RunningApi {
    Api::new()
        .on("GET /shop", |_| {
            Reply::text(r#"[{"name":"\u0041", "id":1, "size":1.50, "seen":"2024-02-01", "region":"north"}]"#)
        })
        .on("GET /north/items", |_| Reply::json(json!([{ "sku": "a", "price": 2.5 }])))
        .on("GET /open", |_| Reply::json(json!([{ "id": 1, "name": "a", "extra": true }])))
        .on("GET /computed", |_| Reply::json(json!([{ "id": 3 }])))
        .start()
}

/// Reads a stream of which the catalog selects these fields.
fn read(stream: &str, fields: &[&str]) -> Output {
    let properties: Value = fields.iter().map(|field| ((*field).to_owned(), json!({}))).collect();
    let catalog = json!({ "streams": [{
        "stream": { "name": stream, "json_schema": { "type": "object", "properties": properties } },
        "sync_mode": "full_refresh",
    }] });
    testing::read::<Market>(&market(), json!({}), catalog).succeeded()
}

#[test]
fn only_selected_fields_are_written_with_their_own_bytes() {
    let output = read("shop", &["id", "size"]);

    let line = output.lines().iter().find(|line| line.contains("RECORD")).unwrap();
    assert!(line.contains(r#""data":{"id":1,"size":1.50,"seen":"2024-02-01","region":"north"}"#), "{line}");
    let sentence = "stream `shop`: the catalog does not select these fields, so they are not written: `name`";
    assert!(output.logs().iter().any(|(_, text)| text == sentence), "{output}");
}

#[test]
fn a_child_reads_fields_of_its_parent_that_are_not_selected() {
    let output = read("item", &["price"]);

    assert_eq!(output.records("item"), [json!({ "price": 2.5 })]);
}

#[test]
fn all_announced_fields_select_everything() {
    assert_eq!(read("open", &["id", "name"]).records("open"), [json!({ "id": 1, "name": "a", "extra": true })]);
    assert_eq!(read("open", &[]).records("open"), [json!({ "id": 1, "name": "a", "extra": true })]);
    assert_eq!(read("open", &["name"]).records("open"), [json!({ "name": "a" })]);
}

#[test]
fn a_function_sees_fields_that_are_not_selected() {
    assert_eq!(read("computed", &["twice"]).records("computed"), [json!({ "twice": 6 })]);
}
