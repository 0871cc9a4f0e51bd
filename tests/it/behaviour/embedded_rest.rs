//! What is known when the rest of an embedded list is asked for, and parents of other kinds.

use std::collections::BTreeMap;

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Reply};

use super::Nothing;

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", streams(Order, Position, Loose, Part, Made, Entry, Line), check = Position)]
struct Orders;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Orders, path = "orders")]
struct Order {
    id: u64,
    /// A misfit becomes null: what is embedded is read all the same.
    positions: Option<BTreeMap<String, u64>>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Orders,
    parent(Order, from = "positions", more = "go_on"),
    path = "orders/{parent.id}/positions",
    params(of = "{last.at}"),
    paginate = cursor(token = last("id"), param = "after", more = "go_on"),
    request_headers = headers,
)]
struct Position {
    id: u64,
    at: String,
}

fn headers(cx: &Cx<'_, Position>) -> Result<Headers> {
    let last = cx.last_record().map(|last| last["id"].clone());
    Ok(Headers::new().with("X-Last", last).with("X-Response", cx.response().is_ok().to_string()))
}

/// Takes every field.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Orders, path = "loose")]
struct Loose {
    id: u64,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Orders, parent(Loose, from = "parts.all"), add(loose = parent.id))]
struct Part {
    id: u64,
    loose: u64,
}

/// Made by hooks: the raw record is the one that the hook gave.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Orders, path = "made", parse_response = made, map = renumbered, emit = "typed")]
struct Made {
    id: u64,
}

fn made(cx: &Cx<'_, Made>) -> Result<Records> {
    let body: Value = cx.response()?.json()?;
    Ok(body["made"].as_array().into_iter().flatten().collect())
}

fn renumbered(_: &Cx<'_, Made>, made: Made) -> Result<Option<Made>> {
    Ok((made.id != 2).then_some(Made { id: made.id * 10 }))
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Orders, parent(Made, from = "entries"), add(made = parent.id))]
struct Entry {
    id: u64,
    made: u64,
}

#[test]
fn the_request_for_the_rest_knows_the_last_record_and_no_response() {
    let positions = json!([{ "id": 1, "at": "a" }, { "id": 2, "at": "b" }]);
    let order = json!([{ "id": 7, "positions": positions, "go_on": true }]);
    let api = Api::new()
        .on("GET /orders", move |_| Reply::json(order.clone()))
        .on("GET /orders/7/positions", |_| Reply::json(json!({ "id": 3, "at": "c" })))
        .start();

    // One record at the root, and its own `id` is the next token: the page behind it has none.
    let output = testing::read::<Orders>(&api, json!({}), ["position"]);

    let requests = api.requests();
    assert_eq!(requests[1].query(), [("of".into(), "b".into()), ("after".into(), "2".into())]);
    assert_eq!((requests[1].header("x-last"), requests[1].header("x-response")), (Some("2"), Some("false")));
    assert_eq!((requests[2].header("x-last"), requests[2].header("x-response")), (Some("3"), Some("true")));
    let ids: Vec<Value> = output.records("position").iter().map(|position| position["id"].clone()).collect();
    assert_eq!(ids[..3], [1, 2, 3]);
}

#[test]
fn check_reads_what_is_embedded() {
    let order = json!([{ "id": 7, "positions": [{ "id": "x", "at": "a" }] }]);
    let api = Api::new().on("GET /orders", move |_| Reply::json(order.clone())).start();

    let (status, message) = testing::check::<Orders>(&api, json!({})).connection_status().unwrap();

    assert_eq!(status, "FAILED");
    assert_eq!(
        message,
        "stream `position`: parent `order`: embedded list `positions`: record 1: /id: expected an integer from 0 to \
         18446744073709551615, got the text \"x\""
    );
}

#[test]
fn a_parent_that_takes_every_field_embeds_too() {
    let loose = json!([{ "id": 1, "parts": { "all": [{ "id": 5 }] } }, { "id": 2 }]);
    let api = Api::new().on("GET /loose", move |_| Reply::json(loose.clone())).start();

    let output = testing::read::<Orders>(&api, json!({}), ["part"]).succeeded();

    assert_eq!(output.records("part"), [json!({ "id": 5, "loose": 1 })]);
}

#[test]
fn hooks_of_the_parent_decide_which_parents_there_are_and_not_what_they_embed() {
    let made = |id: u64| json!({ "id": id, "entries": [{ "id": id + 100 }] });
    let body = json!({ "made": [made(1), made(2), made(3)] });
    let api = Api::new().on("GET /made", move |_| Reply::json(body.clone())).start();

    let output = testing::read::<Orders>(&api, json!({}), ["entry"]).succeeded();

    assert_eq!(output.records("entry"), [json!({ "id": 101, "made": 10 }), json!({ "id": 103, "made": 30 })]);
}

/// Declares nothing of what it embeds.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Orders, path = "bills", primary_key = "id")]
struct Bill {
    id: u64,
    void: Option<bool>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Orders, parent(Bill, from = "lines", only = is_valid))]
struct Line {
    id: u64,
}

fn is_valid(cx: &Cx<'_, Line>) -> Result<bool> {
    Ok(cx.parent()?.void != Some(true))
}

fn lines(bills: &'static str) -> testing::Output {
    let api = Api::new().on("GET /bills", move |_| Reply::text(bills)).start();
    testing::read::<Orders>(&api, json!({}), ["line"])
}

#[test]
fn a_list_that_stands_twice_is_an_error_where_its_name_is_cut_too() {
    let error = lines(r#"[{"id": 1, "lines": [{"id": 1}], "lines": [{"id": 2}]}]"#).failed();

    assert!(error.contains("/lines: expected each key once, got a second `lines`"), "{error}");
}

#[test]
fn a_parent_that_is_left_out_is_not_judged() {
    let output = lines(r#"[{"id": 1, "void": true, "lines": ""}, {"id": 2, "lines": [{"id": 5}]}]"#).succeeded();

    assert_eq!(output.records("line"), [json!({ "id": 5 })]);

    let error = lines(r#"[{"id": 1, "lines": ""}]"#).failed();

    assert!(error.contains("(id = 1)") && error.contains("`lines` should hold the embedded records"), "{error}");
}
