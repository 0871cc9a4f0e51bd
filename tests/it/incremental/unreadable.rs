//! Cursors that cannot be read, next to others that can: their records are written, and counted in one WARN.

use cdk_core::prelude::*;
use cdk_core::testing::{Api, Connector, Output, Reply};

use super::cursors::of;
use crate::behaviour::Nothing;

#[derive(Source)]
#[source(config = Nothing, url_base = "https://api.example.com", streams(Text, Line, Nested, Typed, Declared, Below))]
struct Odd;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Odd, path = "records", cursor_field = "at")]
struct Text {
    id: u64,
    at: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Odd, path = "lines", cursor_field = "at", decoder = "jsonl")]
struct Line {
    id: u64,
    at: Option<String>,
}

/// The cursor is added, so that it is looked at behind everything else.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Odd, path = "records", cursor_field = "when", add(when = record.at))]
struct Nested {
    id: u64,
    at: Option<String>,
    when: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Odd, path = "records", cursor_field = "at")]
struct Typed {
    id: u64,
    at: Option<Timestamp>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Odd, path = "records", cursor_field = "at", incremental(format = "%Y-%m-%dT%H:%M:%SZ"))]
struct Declared {
    id: u64,
    at: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Odd, path = "below/{parent.id}", parent = Text, cursor_field = "at")]
struct Below {
    id: u64,
    at: Option<String>,
}

fn read(stream: &str, records: &[Value], state: Option<Value>) -> Output {
    let (all, below) = (Value::from(records.to_vec()), Value::from(records.to_vec()));
    let lines: String = records.iter().map(|record| format!("{record}\n")).collect();
    let api = Api::new()
        .on("GET /records", move |_| Reply::json(all.clone()))
        .on("GET /below/{id}", move |_| Reply::json(below.clone()))
        .on("GET /lines", move |_| Reply::text(lines.clone()))
        .start();
    let connector = Connector::<Odd>::new(&api, json!({})).now("2026-01-01T00:00:00Z");
    match state {
        Some(state) => connector.state(of(stream, &state)),
        None => connector,
    }
    .read([stream])
}

fn told(output: &Output) -> Vec<String> {
    let logs = output.logs().into_iter();
    logs.filter(|(level, text)| level == "WARN" && text.contains("cursor")).map(|(_, text)| text).collect()
}

fn record(id: u64, at: &Value) -> Value {
    json!({ "id": id, "at": at })
}

#[test]
fn a_text_that_cannot_be_read_is_written_and_told_like_none() {
    for odd in [
        json!(""),
        json!("  "),
        json!("2024-03-01T24:00:00Z"),
        json!("Fri, 01 Mar 2024 10:00:00 +0000"),
        json!("1709287200"),
        json!("2024-02-30T00:00:00Z"),
        json!("never"),
    ] {
        for stream in ["text", "line", "nested", "below"] {
            let field = if stream == "nested" { "when" } else { "at" };
            let (old, new) = (json!("2024-01-31T00:00:00Z"), json!("2024-02-02T00:00:00Z"));
            let mut all = vec![record(1, &new), record(2, &odd), record(3, &Value::Null), record(4, &old)];
            for is_first in [false, true] {
                if is_first {
                    all.swap(0, 1);
                }
                for state in [None, Some(json!({ field: "2024-02-01T00:00:00Z" }))] {
                    let records = if stream == "below" { 4 } else { 1 };
                    let output = read(stream, &all, state.clone()).succeeded();

                    let count = if state.is_none() { 4 } else { 3 };
                    let case = format!("{stream} {odd} {state:?} {output}");
                    assert_eq!(output.records(stream).len(), count * records, "{case}");
                    let last = output.states(stream).pop().unwrap();
                    let last = last["state"].as_object().map_or(&last, |_| &last["state"]);
                    assert_eq!(last[field], new, "{case}");
                    let told = told(&output);
                    assert_eq!(told.len(), 1, "{case}");
                    let start =
                        format!("stream `{stream}`: {} records have no `{field}`, the stream's cursor", 2 * records);
                    assert!(told[0].starts_with(&start), "{told:?}");
                    assert!(told[0].ends_with(&format!("such as {odd}; written all the same")), "{told:?}");
                }
            }
        }
    }
}

#[test]
fn a_text_is_not_compared_with_a_state_of_other_looks() {
    for (state, odd, new) in [
        (json!("1700000000"), json!("2024-03-01T10:00:00Z"), json!("1700000001")),
        (json!("1700000000"), json!("n/a"), json!("1700000001")),
        (json!("2024-02-01"), json!("20240301"), json!("2024-02-02")),
    ] {
        let output = read("text", &[record(1, &odd), record(2, &new)], Some(json!({ "at": state }))).succeeded();

        assert_eq!(output.records("text").len(), 2, "{state}");
        assert_eq!(output.states("text").pop().unwrap(), json!({ "at": new }), "{state}");
        assert_eq!(told(&output).len(), 1, "{state}");
    }
    // Letters alone are compared as such, and a state of letters does not hold times back.
    let output =
        read("text", &[record(1, &json!("b")), record(2, &json!("a"))], Some(json!({ "at": "ab" }))).succeeded();
    assert_eq!((output.records("text"), told(&output).len()), (vec![record(1, &json!("b"))], 0));
    let new = json!("2024-02-02T00:00:00Z");
    let output = read("text", &[record(1, &new)], Some(json!({ "at": "Fri, 01 Mar 2024" }))).succeeded();
    assert_eq!((output.records("text").len(), output.states("text").pop()), (1, Some(json!({ "at": new }))));
}

#[test]
fn a_time_that_became_null_is_no_cursor_either() {
    let records = [record(1, &json!("24:00:00Z")), record(2, &json!("2024-02-02T00:00:00Z"))];
    let output = read("typed", &records, Some(json!({ "at": "2024-02-01T00:00:00Z" }))).succeeded();

    assert_eq!(output.records("typed").len(), 2);
    assert!(told(&output)[0].starts_with("stream `typed`: 1 record has no `at`"), "{output}");
}

#[test]
fn with_a_declared_format_it_is_an_error() {
    for odd in [json!(""), json!("24:00:00Z"), json!("Fri, 01 Mar 2024 10:00:00 +0000")] {
        let output = read("declared", &[record(1, &odd)], None);

        let why = format!("cursor_field: the record's `at`: {odd} is not a time in the format of");
        assert!(output.failed().contains(&why), "{output}");
    }
}
