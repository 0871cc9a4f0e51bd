//! Where the records of a response are: an optional path, a star in the middle, and empty lists in place of maps.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Output, Reply};

use super::Nothing;

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", streams(Optional, Inner, OptionalInner, Values, Deep))]
struct Places;

macro_rules! streams {
    ($($name:ident: $records:literal)*) => {$(
        #[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
        #[stream(source = Places, path = "page", records = $records, paginate = "cursor")]
        struct $name {
            id: u64,
        }
    )*};
}

streams! {
    Optional: "data.items?"
    Inner: "lists.*.customer"
    OptionalInner: "lists.*.customer?"
    Values: "data.*"
    Deep: "pages.*.data.*"
}

/// Reads a stream whose page is this body.
fn read(stream: &str, body: Value) -> Output {
    let api = Api::new().on("GET /page", move |_| Reply::json(body.clone())).start();
    testing::read::<Places>(&api, json!({}), [stream])
}

fn ids(stream: &str, body: Value) -> Vec<Value> {
    read(stream, body).succeeded().records(stream).iter().map(|record| record["id"].clone()).collect()
}

#[test]
fn an_optional_path_that_leads_to_nothing_is_an_empty_page() {
    assert_eq!(ids("optional", json!({ "data": { "items": [{ "id": 1 }] } })), [1]);
    for body in [json!({}), json!({ "data": {} }), json!({ "data": { "items": null } }), json!({ "count": [0, {}] })] {
        assert!(ids("optional", body.clone()).is_empty(), "{body}");
    }
    // Another kind of value is still an error.
    for body in [json!("no data"), json!([]), json!({ "data": { "items": "none" } })] {
        let error = read("optional", body.clone()).failed();
        assert!(error.contains("the response should hold its records at `data.items?`, but "), "{body}: {error}");
    }
}

#[test]
fn an_optional_path_reads_the_token_of_an_empty_page() {
    let api = Api::new()
        .on("GET /page", |request| match request.param("cursor") {
            None => Reply::json(json!({ "next_cursor": "b" })),
            Some(_) => Reply::json(json!({ "data": { "items": [{ "id": 2 }] }, "next_cursor": null })),
        })
        .start();

    let output = testing::read::<Places>(&api, json!({}), ["optional"]).succeeded();

    assert_eq!(output.records("optional"), [json!({ "id": 2 })]);
}

#[test]
fn a_star_in_the_middle_is_each_element_or_each_value() {
    let array =
        json!({ "lists": [{ "customer": { "id": 1 }, "n": 1 }, { "customer": [{ "id": 2 }, { "id": 3 }] }], "x": 1 });
    let map = json!({ "lists": { "a": { "n": [], "customer": { "id": 4 } }, "b": { "customer": null } } });
    assert_eq!((ids("inner", array), ids("inner", map)), (vec![1.into(), 2.into(), 3.into()], vec![4.into()]));
    assert!(ids("inner", json!({ "lists": [] })).is_empty() && ids("inner", json!({ "lists": {} })).is_empty());

    let pages =
        json!({ "pages": [{ "data": { "a": { "id": 1 }, "b": { "id": 2 } } }, { "data": [] }, { "data": {} }] });
    assert_eq!(ids("deep", pages), [1, 2]);
}

#[test]
fn an_element_without_the_inner_path_is_an_error_unless_it_is_optional() {
    let body = || json!({ "lists": [{ "customer": { "id": 1 } }, { "other": 1 }] });

    let error = read("inner", body()).failed();

    assert!(error.contains("should hold its records at `lists.*.customer`, but there is nothing"), "{error}");
    assert_eq!(ids("optional_inner", body()), [1]);
    assert!(ids("optional_inner", json!({})).is_empty());
}

#[test]
fn an_empty_list_where_a_map_was_expected_is_no_records() {
    assert_eq!(ids("values", json!({ "data": { "a": { "id": 1 } } })), [1]);
    assert!(ids("values", json!({ "data": [] })).is_empty());
    let error = read("values", json!({ "data": [{ "id": 1 }] })).failed();
    assert!(error.contains("should hold its records at `data.*`, but "), "{error}");
}
