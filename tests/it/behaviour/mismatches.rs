//! Values that do not fit: the one warning shows what came, what was expected, and what to declare.

use std::collections::BTreeMap;

use cdk_core::prelude::*;
use cdk_core::stream::entry;
use cdk_core::testing::{self, Api, Output, Reply};
use cdk_core::{SourceDef, StreamDef};

use super::records::{warnings, written};

#[derive(Deserialize, JsonSchema)]
struct Config {
    token: Secret,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    auth = bearer("{config.token}"),
    streams(Order, Typed, Lines, Adding),
)]
struct Shop;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, path = "page")]
struct Order {
    amount: Option<f64>,
    single: Option<f32>,
    small: Option<u8>,
    number: Option<i64>,
    flag: Option<bool>,
    name: Option<String>,
    kind: Option<Kind>,
    address: Option<Address>,
    list: Option<Vec<Option<i64>>>,
    map: Option<BTreeMap<String, Option<i64>>>,
    either: Option<Either>,
    at: Option<Timestamp>,
    letter: Option<char>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
enum Kind {
    A,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Address {
    city: String,
    zip: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Either {
    Number(i64),
    Flag(bool),
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, path = "page", emit = "typed", add(label = "x"))]
struct Typed {
    amount: Option<f64>,
    label: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, path = "page", decoder = "jsonl")]
struct Lines {
    amount: Option<f64>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, path = "page", add(label = "x"))]
struct Adding {
    amount: Option<f64>,
    label: String,
}

const TOKEN: &str = "s3cret-token-that-is-long";

fn read(stream: &str, body: impl Into<Vec<u8>>) -> Output {
    let body = body.into();
    let api = Api::new().on("GET /page", move |_| Reply::bytes(body.clone())).start();
    testing::read::<Shop>(&api, json!({ "token": TOKEN }), [stream])
}

#[test]
fn the_warning_shows_a_value_what_was_expected_and_what_to_declare() {
    for (record, told) in [
        (r#"{"amount":"12.5"}"#, r#"amount (1): got "12.5", expected a number or null, declare `Option<String>`"#),
        (r#"{"amount":true}"#, "amount (1): got true, expected a number or null, declare `Option<bool>`"),
        (r#"{"single":1e39}"#, "single (1): got 1e39, expected a number that an `f32` can hold, declare `Option<f64>`"),
        (r#"{"small":300}"#, "small (1): got 300, expected an integer from 0 to 255 or null, declare `Option<i64>`"),
        (r#"{"number":1.5}"#, "number (1): got 1.5, expected an integer, declare `Option<f64>`"),
        (
            r#"{"number":9999999999999999999}"#,
            "number (1): got 9999999999999999999, expected an integer from -9223372036854775808 to 9223372036854775807 or \
             null, declare `Option<u64>`",
        ),
        (r#"{"flag":0}"#, "flag (1): got 0, expected a boolean or null, declare `Option<i64>`"),
        (r#"{"name":1.5}"#, "name (1): got 1.5, expected a text or null, declare `Option<f64>`"),
        (r#"{"name":["a"]}"#, r#"name (1): got ["a"], expected a text or null, declare `Option<Vec<Value>>`"#),
        (
            r#"{"name":{"de":"x"}}"#,
            r#"name (1): got {"de":"x"}, expected a text or null, declare a struct, or `Option<Value>`"#,
        ),
        (r#"{"kind":"B"}"#, r#"kind (1): got "B", expected one of "A" or null, declare `Option<String>`, or list it"#),
        (
            r#"{"address":{"city":null}}"#,
            "address (1): `address.city` got null, expected a text, declare `Option<String>`",
        ),
        (
            r#"{"address":{"zip":"1"}}"#,
            "address (1): `address.city` is missing, expected a text, declare `Option<String>`",
        ),
        (
            r#"{"address":{"city":"x","zip":5}}"#,
            "address.zip (1): got 5, expected a text or null, declare `Option<i64>`",
        ),
        (
            r#"{"list":[1,"2"]}"#,
            r#"list.1 (1): got "2", expected an integer from -9223372036854775808 to 9223372036854775807 or null, declare `Option<String>`"#,
        ),
        (
            r#"{"map":{"a":"2"}}"#,
            r#"map.a (1): got "2", expected an integer from -9223372036854775808 to 9223372036854775807 or null, declare `Option<String>`"#,
        ),
        (
            r#"{"at":"2024-01-31"}"#,
            r#"at (1): got "2024-01-31", expected a date-time with a time zone, like 2024-01-31T00:00:00Z or null, declare `Option<Date>`"#,
        ),
    ] {
        let output = read("order", format!("[{record}]")).succeeded();

        let want = format!("stream `order`: values that did not fit their field became null: {told}");
        assert_eq!(warnings(&output), [want], "{record}");
    }
}

#[test]
fn a_value_that_serde_refuses_is_told_with_its_reason() {
    let output = read("order", r#"[{"letter":"ab"},{"either":[]}]"#).succeeded();

    let told = warnings(&output).join("\n");
    assert!(told.contains(r#"letter (1): got "ab", expected another value (invalid value: string "ab""#), "{told}");
    assert!(told.contains("either (1): got [], expected a number or a boolean or null, declare"), "{told}");
}

#[test]
fn fields_are_counted_and_the_first_value_of_each_is_shown() {
    let output = read("order", r#"[{"amount":"1"},{"amount":"2","name":7},{"name":true}]"#).succeeded();

    assert_eq!(
        warnings(&output),
        [
            "stream `order`: values that did not fit their field became null: amount (2): got \"1\", expected a number or null, \
          declare `Option<String>`; name (2): got 7, expected a text or null, declare `Option<i64>`"
        ]
    );
}

#[test]
fn every_kind_of_stream_tells_it() {
    for (stream, body) in
        [("typed", r#"[{"amount":"12.5"}]"#), ("lines", r#"{"amount":"12.5"}"#), ("adding", r#"[{"amount":"12.5"}]"#)]
    {
        let output = read(stream, body).succeeded();

        let told = warnings(&output).join("\n");
        let want = r#"amount (1): got "12.5", expected a number or null, declare `Option<String>`"#;
        assert!(told.contains(want), "{stream}: {told}");
    }
}

#[test]
fn a_mismatch_in_a_typed_record_leaves_its_added_fields() {
    let output = read("typed", r#"[{"amount":"12.5"}]"#).succeeded();

    assert_eq!(written(&output), [r#"{"amount":null,"label":"x"}"#]);
}

#[test]
fn a_shown_value_is_masked_and_shortened() {
    let long = "x".repeat(100_000);
    for (value, want) in [
        (format!(r#""Bearer {TOKEN}""#), r#"got "****", expected"#.to_owned()),
        // Masked before it is cut: the cut would go through the secret.
        (format!(r#""{}{TOKEN}""#, "y".repeat(70)), format!(r#"got "{}****", expected"#, "y".repeat(70))),
        (format!(r#""{long}""#), format!(r#"got "{}…, expected"#, "x".repeat(79))),
        ("{\n \"a\": 1}".to_owned(), r#"got {  "a": 1}, expected"#.to_owned()),
    ] {
        let output = read("order", format!(r#"[{{"amount":{value}}}]"#)).succeeded();

        let told = warnings(&output).join("\n");
        assert!(told.contains(&want), "{told}");
        assert!(output.logs().iter().all(|(_, text)| !text.contains("s3cret") && text.len() < 1000), "{output}");
    }
}

struct Given;

impl Source for Given {
    type Config = Config;
    const NAME: &'static str = "given";
    const VERSION: &'static str = "0.1.0";

    fn definition() -> SourceDef<Self::Config> {
        SourceDef::new().url_base("https://api.example.com").stream_def(rooms)
    }
}

fn rooms() -> StreamDef<DynRecord, Config> {
    let schema = json!({ "properties": { "amount": { "type": ["number", "null"] }, "on": { "type": ["string", "null"], "format": "date" } } });
    StreamDef::new("rooms").source::<Given>().path("page").params([entry("limit", 100)]).schema(schema)
}

#[test]
fn a_stream_with_a_given_schema_is_told_in_its_words_and_keeps_every_object_and_date() {
    let read = |body: &'static str| {
        let api = Api::new().on("GET /page", move |_| Reply::bytes(body)).start();
        testing::read::<Given>(&api, json!({ "token": TOKEN }), ["rooms"]).succeeded()
    };

    let output = read(r#"[{"amount":"12.5"}]"#);
    let told = warnings(&output).join("\n");
    let want = r#"amount (1): got "12.5", expected a number or null, declare `"type": ["string", "null"]`"#;
    assert!(told.contains(want), "{told}");

    assert_eq!(written(&read("{}")), ["{}"]);
    assert_eq!(read(r#"{"other":1}"#).records("rooms").len(), 1);
    assert_eq!(written(&read(r#"[{"on":"2024-01-31T10:00:00+02:00"}]"#)), [r#"{"on":"2024-01-31T10:00:00+02:00"}"#]);
}
