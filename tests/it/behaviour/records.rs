//! Records: what is cut, kept, nulled and refused, and what leaves as it came.

use std::collections::BTreeMap;

use cdk_core::prelude::*;
use cdk_core::testing::{self, Api, Output, Reply, RunningApi};
use serde::{Deserialize, Deserializer, Serialize};

use super::Nothing;

#[derive(Source)]
#[source(
    config = Nothing,
    url_base = "https://api.example.com",
    streams(Dropping, Keeping, Strict, Exact, Free, Typed, Rewritten, ByHand, ByHandTyped, Optional, Tagged, Aliased),
)]
struct Shapes;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shapes, path = "page", primary_key = "id")]
struct Dropping {
    id: u64,
    name: Option<String>,
    address: Option<Address>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Address {
    city: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shapes, path = "page", undeclared = "keep")]
struct Keeping {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shapes, path = "page", undeclared = "fail", on_mismatch = "fail", primary_key = ["id", "kind"])]
struct Strict {
    id: u64,
    kind: Option<String>,
    score: Option<f64>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shapes, path = "page", primary_key = "id")]
struct Exact {
    id: i64,
    amount: Option<f64>,
    small: Option<u8>,
    text: Option<String>,
    any: Option<Value>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shapes, path = "page")]
struct Free {
    values: BTreeMap<String, Value>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shapes, path = "page", primary_key = "id", emit = "typed")]
struct Typed {
    id: u64,
    amount: Option<f64>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shapes, path = "page")]
struct Rewritten {
    #[serde(rename(serialize = "ID", deserialize = "id"))]
    id: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

#[derive(Serialize, JsonSchema, HttpStream)]
#[stream(source = Shapes, path = "page")]
struct ByHand {
    id: u64,
}

impl<'de> Deserialize<'de> for ByHand {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields: BTreeMap<String, u64> = BTreeMap::deserialize(deserializer)?;
        Ok(Self { id: fields.get("id").copied().unwrap_or_default() + 1000 })
    }
}

#[derive(Serialize, JsonSchema, HttpStream)]
#[stream(source = Shapes, path = "page", emit = "typed")]
struct ByHandTyped {
    id: u64,
}

impl<'de> Deserialize<'de> for ByHandTyped {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ByHand::deserialize(deserializer).map(|record| Self { id: record.id })
    }
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shapes, path = "page")]
struct Optional {
    id: Option<u64>,
    list: Option<Vec<u64>>,
}

fn api(body: impl Into<Vec<u8>>) -> RunningApi {
    let body = body.into();
    Api::new().on("GET /page", move |_| Reply::bytes(body.clone()).header("Content-Type", "application/json")).start()
}

fn read(stream: &str, body: impl Into<Vec<u8>>) -> Output {
    testing::read::<Shapes>(&api(body), json!({}), [stream])
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shapes, path = "page")]
struct Tagged {
    id: u64,
    what: Option<What>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type")]
enum What {
    X { n: u64, m: Option<u64> },
    Y { s: String },
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shapes, path = "page", undeclared = "fail")]
struct Aliased {
    #[serde(alias = "old_name", alias = "older_name")]
    name: Option<String>,
    #[serde(default, alias = "number")]
    id: u64,
}

/// The data of the RECORD lines, as they were written.
pub(super) fn written(output: &Output) -> Vec<&str> {
    let data = |line: &'_ String| {
        let start = line.find(r#""data":"#)? + 7;
        Some(start..line.rfind(r#","emitted_at":"#)?)
    };
    output.lines().iter().filter_map(|line| data(line).map(|range| &line[range])).collect()
}

pub(super) fn warnings(output: &Output) -> Vec<String> {
    output
        .logs()
        .into_iter()
        .filter(|(level, text)| level == "WARN" && !text.contains("url_base"))
        .map(|(_, text)| text)
        .collect()
}

#[test]
fn undeclared_fields_are_cut_and_told_once() {
    let body = r#"[{"id":1,"a":1,"name":"x"},{"id":2,"a":[{"deep":1}],"address":{"city":"y","zip":1},"b/c~":null}]"#;

    let output = read("dropping", body).succeeded();

    assert_eq!(written(&output), [r#"{"id":1,"name":"x"}"#, r#"{"id":2,"address":{"city":"y"}}"#]);
    assert_eq!(warnings(&output), ["stream `dropping`: 3 undeclared fields: /a, /b~1c~0, /address/zip (cut)"]);
}

#[test]
fn undeclared_fields_can_be_passed_on() {
    let output = read("keeping", r#"[{"id":1,"extra":{"n":1.10}}]"#).succeeded();

    assert_eq!(written(&output), [r#"{"id":1,"extra":{"n":1.10}}"#]);
    assert_eq!(warnings(&output), ["stream `keeping`: 1 undeclared field: /extra (passed on)"]);
}

#[test]
fn undeclared_fields_can_be_an_error() {
    let output = read("strict", r#"[{"id":1},{"id":2,"kind":"k","extra":1}]"#);

    assert_eq!(
        output.failed(),
        "stream `strict`: page 1: record 2 (id = 2, kind = \"k\"): /extra is not declared (`undeclared = \"fail\"`)"
    );
    assert_eq!(output.records("strict").len(), 0);
}

#[test]
fn a_value_that_does_not_fit_a_nullable_field_becomes_null_and_is_listed() {
    let output = read("dropping", r#"[{"id":1,"name":5,"address":{"city":["x"]}}]"#).succeeded();

    assert_eq!(written(&output), [r#"{"id":1,"name":null,"address":{"city":null}}"#]);
    let changes = output.of_type("RECORD").map(|record| record["record"]["meta"]["changes"].clone()).next().unwrap();
    let change = |field| json!({ "field": field, "change": "NULLED", "reason": "SOURCE_SERIALIZATION_ERROR" });
    assert_eq!(changes, json!([change("name"), change("address.city")]));
}

#[test]
fn a_value_that_a_required_field_cannot_hold_names_record_and_place() {
    for (body, why) in [
        (
            r#"[{"id":1},{"id":"two"}]"#,
            r#"record 2 (id = "two"): /id: expected an integer from 0 to 18446744073709551615, got the text "two""#,
        ),
        (
            r#"[{"id":1},{"name":"x"}]"#,
            "record 2: /id is missing, and must be an integer from 0 to 18446744073709551615",
        ),
        (r#"[{"id":null}]"#, "record 1 (id = null): /id: expected an integer from 0 to 18446744073709551615, got null"),
        (r#"[{"id":-1}]"#, "record 1 (id = -1): /id: expected an integer from 0 to 18446744073709551615, got -1"),
        (r#"[{"id":1.5}]"#, "record 1 (id = 1.5): /id: expected an integer, got 1.5"),
        (r#"[{"id":1},7]"#, "record 2: the record itself: expected an object, got 7"),
    ] {
        let output = read("dropping", body);

        assert_eq!(output.failed(), format!("stream `dropping`: page 1: {why}"));
        assert_eq!(output.statuses("dropping"), ["STARTED", "INCOMPLETE"]);
    }
}

#[test]
fn on_mismatch_fail_makes_the_first_misfit_an_error() {
    let error = read("strict", r#"[{"id":1,"kind":"a","score":"high"}]"#).failed();

    let why = r#"record 1 (id = 1, kind = "a"): /score: expected a number or null, got the text "high""#;
    assert_eq!(error, format!("stream `strict`: page 1: {why}"));
}

#[test]
fn digits_and_characters_leave_as_they_came() {
    let body = r#"[{"id":1,"amount":1e5,"any":{"n":12345678901234567890123,"f":1.10,"e":-0.0e-7}},
        {"id":2,"amount":1.10,"text":"\u00e9\ud83d\ude00 é 😀 \/ \u0000","any":[1E+2]},
        {"id":-9007199254740993,"amount":0.1000000000000000055511151231257827}]"#;

    let output = read("exact", body).succeeded();

    let want = [
        r#"{"id":1,"amount":1e5,"any":{"n":12345678901234567890123,"f":1.10,"e":-0.0e-7}}"#,
        r#"{"id":2,"amount":1.10,"text":"\u00e9\ud83d\ude00 é 😀 \/ \u0000","any":[1E+2]}"#,
        r#"{"id":-9007199254740993,"amount":0.1000000000000000055511151231257827}"#,
    ];
    assert_eq!(written(&output), want);
}

#[test]
fn a_number_that_its_type_cannot_hold_is_never_rounded() {
    let output = read("exact", r#"[{"id":1,"small":256},{"id":2,"small":1.0},{"id":3,"amount":1e999}]"#).succeeded();

    assert_eq!(written(&output), [r#"{"id":1,"small":null}"#, r#"{"id":2,"small":null}"#, r#"{"id":3,"amount":null}"#]);
    let error = read("exact", r#"[{"id":9223372036854775808}]"#).failed();
    assert!(error.contains("/id: expected an integer from -9223372036854775808 to 9223372036854775807"), "{error}");
}

#[test]
fn a_text_of_ten_megabytes_leaves_whole() {
    let long = "é\\n".repeat(3_500_000);

    let output = read("exact", format!(r#"[{{"id":1,"text":"{long}"}}]"#)).succeeded();

    assert_eq!(written(&output), [format!(r#"{{"id":1,"text":"{long}"}}"#)]);
}

#[test]
fn what_no_reader_could_decode_is_an_error_that_says_where() {
    for (body, why) in [
        (&br#"[{"values":{"a":1,"b":2,"a":3}}]"#[..], "record 1: /values/a: expected each key once, got a second `a`"),
        (b"[{\"values\":{\"a\":\"\xff\"}}]", "the response is not readable as JSON (invalid UTF-8 at byte 17;"),
        (br#"[{"values":{"a":nan}}]"#, "the response is not readable as JSON ("),
        (br#"[{"values":{"a":01}}]"#, "the response is not readable as JSON ("),
    ] {
        let error = read("free", body).failed();

        assert!(error.starts_with(&format!("stream `free`: page 1: {why}")), "{error}");
    }
}

#[test]
fn what_no_reader_could_decode_is_nulled_where_any_value_may_stand() {
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    for value in [&deep, r#"{"a":1,"a":2}"#, "1e999"] {
        let output = read("free", format!(r#"[{{"values":{{"x":{value}}}}}]"#)).succeeded();

        assert_eq!(written(&output), [r#"{"values":{"x":null}}"#]);
        let record = output.of_type("RECORD").next().unwrap();
        assert_eq!(record["record"]["meta"]["changes"][0]["field"], "values.x");
    }
}

#[test]
fn a_duplicate_key_in_a_nullable_field_cannot_be_hidden() {
    let output = read("optional", r#"[{"id":1,"id":2}]"#);

    assert!(output.exit_code() == 1 || written(&output).iter().all(|data| data.matches("id").count() == 1), "{output}");
}

#[test]
fn an_absent_optional_field_stays_absent_and_a_null_stays_null() {
    let output = read("optional", r#"[{}, {"id":null,"list":[]}, {"list":null}]"#).succeeded();

    assert_eq!(written(&output), ["{}", r#"{"id":null,"list":[]}"#, r#"{"list":null}"#]);
}

#[test]
fn white_space_inside_a_record_leaves_on_one_line() {
    let output = read("keeping", "[\n  {\n    \"id\": 1,\r\n\t\"a b\": \"x\\ny\"\n  }\n]\n").succeeded();

    assert_eq!(output.records("keeping"), [json!({ "id": 1, "a b": "x\ny" })]);
    assert_eq!(written(&output).len(), 1);
}

#[test]
fn typed_records_leave_through_serde() {
    let output = read("typed", r#"[{"id":1,"amount":1.10,"extra":1},{"id":2}]"#).succeeded();

    assert_eq!(written(&output), [r#"{"id":1,"amount":1.1}"#, r#"{"id":2,"amount":null}"#]);

    let output = read("rewritten", r#"[{"id":1,"name":null}]"#).succeeded();

    assert_eq!(written(&output), [r#"{"ID":1}"#]);
}

#[test]
fn a_typed_record_that_serde_refuses_is_named() {
    let error = read("typed", r#"[{"id":1},{"id":"two","amount":1}]"#).failed();

    let why = r#"/id: expected an integer from 0 to 18446744073709551615, got the text "two""#;
    assert_eq!(error, format!(r#"stream `typed`: page 1: record 2 (id = "two"): {why}"#));
}

#[test]
fn a_typed_records_misfit_in_a_nullable_field_becomes_null_too() {
    let output = read("typed", r#"[{"id":1,"amount":"much"}]"#).succeeded();

    assert_eq!(written(&output), [r#"{"id":1,"amount":null}"#]);
    let record = output.of_type("RECORD").next().unwrap();
    assert_eq!(record["record"]["meta"]["changes"][0]["field"], "amount");
}

#[test]
fn a_hand_written_deserialize_is_noticed_before_the_first_record() {
    let output = read("by_hand", r#"[{"id":1}]"#);

    assert_eq!(
        output.failed(),
        "stream `by_hand`: page 1: record 1: serde writes `/id` in another way than it reads it; if its serde code is written \
         by hand, say `emit = \"typed\"`"
    );
    assert_eq!(
        (output.records("by_hand").len(), output.statuses("by_hand")),
        (0, vec!["STARTED".into(), "INCOMPLETE".into()])
    );

    let output = read("by_hand_typed", r#"[{"id":1}]"#).succeeded();

    assert_eq!(written(&output), [r#"{"id":1001}"#]);
}

#[test]
fn what_no_variant_of_an_enum_declares_is_cut_and_told() {
    let body = r#"[{"id":3,"what":{"type":"Y","s":"k","extra":{}}},{"id":4,"what":{"type":"X","n":1,"m":null,"a":1}}]"#;

    let output = read("tagged", body).succeeded();

    let want = [r#"{"id":3,"what":{"type":"Y","s":"k"}}"#, r#"{"id":4,"what":{"type":"X","n":1,"m":null}}"#];
    assert_eq!(written(&output), want);
    assert_eq!(warnings(&output), ["stream `tagged`: 2 undeclared fields: /what/extra, /what/a (cut)"]);
}

#[test]
fn a_field_under_its_alias_is_declared() {
    let output = read("aliased", r#"[{"old_name":"x","number":1},{"older_name":"y"},{"name":"z"}]"#).succeeded();

    assert_eq!(written(&output), [r#"{"name":"x","id":1}"#, r#"{"name":"y","id":0}"#, r#"{"name":"z","id":0}"#]);
    assert_eq!(warnings(&output), [""; 0]);
}

#[test]
fn a_null_that_serde_leaves_out_is_no_change_of_the_record() {
    let output = read("rewritten", r#"[{"id":1,"name":5}]"#).succeeded();

    assert_eq!(written(&output), [r#"{"ID":1}"#]);
    let record = output.of_type("RECORD").next().unwrap();
    assert_eq!(record["record"].get("meta"), None);
}
