//! A lone object where a list of records may be: a record, no record, or the API's own error.

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Output, Reply};

use super::Nothing;
use super::records::{warnings, written};

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    streams(Root, Aliased, Nested, Mapped, Strict, Added, Fieldless, Typed, Lines, StrictLines, Items, Parent, Child, Embedded),
)]
struct Lonely;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Lonely, path = "page")]
struct Root {
    id: Option<u64>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Lonely, path = "page")]
struct Aliased {
    #[serde(alias = "label")]
    name: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Lonely, path = "page", records = "rows")]
struct Nested {
    id: Option<u64>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Lonely, path = "page", records = "rows.*")]
struct Mapped {
    id: Option<u64>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Lonely, path = "page", records = "rows")]
struct Strict {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Lonely, path = "page", add(team = "x"))]
struct Added {
    id: Option<u64>,
    team: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Lonely, path = "page", undeclared = "keep")]
struct Fieldless {}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Lonely, path = "page", emit = "typed")]
struct Typed {
    id: Option<u64>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Lonely, path = "page", decoder = "jsonl")]
struct Lines {
    id: Option<u64>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Lonely, path = "page", decoder = "jsonl")]
struct StrictLines {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Lonely, path = "page", decoder = "json_stream")]
struct Items {
    id: Option<u64>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Lonely, path = "parents")]
struct Parent {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Lonely, path = "page", parent = Parent)]
struct Child {
    name: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Lonely, parent(Parent, from = "lines"))]
struct Embedded {
    name: Option<String>,
}

const ERROR: &str = r#"{"error":{"code":7,"message":"No such table"}}"#;

fn read(stream: &str, body: &str) -> Output {
    let body = body.to_owned();
    let reply = |body: String| Reply::bytes(body).header("Content-Type", "application/json");
    let parents = r#"[{"id":1,"lines":BODY}]"#.replace("BODY", &body);
    let api = Api::new()
        .on("GET /page", move |_| reply(body.clone()))
        .on("GET /parents", move |_| reply(parents.clone()))
        .start();
    testing::read::<Lonely>(&api, json!({}), [stream])
}

#[test]
fn an_object_with_none_of_the_fields_is_an_error_that_quotes_the_api() {
    let rows = format!(r#"{{"rows":{ERROR}}}"#);
    for (stream, body, place) in [
        ("root", ERROR, "the response"),
        ("added", ERROR, "the response"),
        // What is added does not count as a field of the API's.
        ("added", r#"{"team":"y","message":"No such table"}"#, "the response"),
        ("nested", &rows, "`rows`"),
        ("strict", &rows, "`rows`"),
        ("mapped", &rows, "a value at `rows.*`"),
        ("typed", ERROR, "the response"),
        ("child", ERROR, "the response"),
        ("lines", ERROR, "the response"),
        ("strict_lines", ERROR, "the response"),
    ] {
        let output = read(stream, body);

        let error = &output.errors()[0].0;
        let what = format!("{place} is an object with none of the stream's fields, so it is not a record");
        assert!(error.contains(&format!("{what}; the API says: No such table (HTTP 200, ")), "{stream}: {error}");
        assert_eq!(output.records(stream).len(), 0, "{stream}");
    }
}

#[test]
fn an_embedded_object_with_none_of_the_fields_is_an_error_that_quotes_the_api() {
    let error = read("embedded", ERROR).failed();

    assert!(error.contains("it holds an object with none of the stream's fields"), "{error}");
    assert!(error.contains("the API says: No such table"), "{error}");
}

#[test]
fn a_missing_list_quotes_the_api_too() {
    let error = read("items", ERROR).failed();
    assert!(error.contains("expected a JSON array at byte 0; the API says: No such table"), "{error}");

    let error = read("nested", ERROR).failed();

    assert!(
        error.contains("its records at `rows`, but there is nothing; the API says: No such table (HTTP"),
        "{error}"
    );
}

#[test]
fn a_body_that_breaks_off_is_not_taken_for_an_error_of_the_api() {
    let output = read("root", r#"{"error":{"message":"No such"#);

    assert!(output.errors()[0].0.contains("the body ends too early"), "{output}");
}

#[test]
fn an_object_with_one_of_the_fields_is_one_record() {
    for (stream, body, want) in [
        ("root", r#"{"id":7,"error":null}"#, r#"{"id":7}"#),
        ("root", r#"{"x":[1,{"id":1}],"\u0069d":null}"#, r#"{"\u0069d":null}"#),
        ("nested", r#"{"rows":{"id":7}}"#, r#"{"id":7}"#),
        ("mapped", r#"{"rows":{"a":{"id":7},"b":{}}}"#, r#"{"id":7}"#),
        ("lines", r#"{"id":7}"#, r#"{"id":7}"#),
    ] {
        assert_eq!(written(&read(stream, body).succeeded()), [want], "{stream}: {body}");
    }

    assert_eq!(written(&read("aliased", r#"{"label":"x"}"#).succeeded()), [r#"{"name":"x"}"#]);
}

#[test]
fn an_empty_object_at_the_records_path_is_no_record() {
    for (stream, body) in [
        ("root", "{}"),
        ("root", " { \n} "),
        ("nested", r#"{"rows":{}}"#),
        ("strict", r#"{"rows":{}}"#),
        ("mapped", r#"{"rows":{"a":{}}}"#),
        ("typed", "{}"),
        ("child", "{}"),
    ] {
        let output = read(stream, body).succeeded();

        assert_eq!(output.records(stream).len(), 0, "{stream}");
        let told = warnings(&output);
        assert!(told.len() == 1 && told[0].contains("an empty object, which is read as no record"), "{told:?}");
    }
}

#[test]
fn an_element_of_a_list_is_a_record_whatever_it_holds() {
    for (stream, body) in [
        ("root", r#"[{},{"error":1}]"#),
        ("nested", r#"{"rows":[{},{"error":1}]}"#),
        ("lines", "{}\n{\"error\":1}\n"),
        ("lines", "{\"error\":1}\n{}"),
        ("items", r#"[{},{"error":1}]"#),
    ] {
        assert_eq!(written(&read(stream, body).succeeded()), ["{}", "{}"], "{stream}");
    }
}

#[test]
fn a_struct_without_fields_takes_every_object() {
    assert_eq!(written(&read("fieldless", ERROR).succeeded()), [ERROR]);
    assert_eq!(written(&read("fieldless", "{}").succeeded()), ["{}"]);
}
