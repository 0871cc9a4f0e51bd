//! Reads: a connector of all golden files reads each sample, and finds the end of the pages.

use std::sync::atomic::{AtomicBool, Ordering};

use cdk_core::testing::{self, Api, Reply};
use serde_json::{Value, json};

use crate::MySource;
use crate::cases::{CASES, Case, Given};
use crate::goldens::sample;

#[test]
fn every_golden_file_is_a_valid_stream() {
    let api = Api::new().start();

    let output = testing::discover::<MySource>(&api, json!({})).succeeded();

    let streams = output.streams().unwrap();
    let names: Vec<&str> = streams.iter().map(|stream| stream["name"].as_str().unwrap()).collect();
    let expected: Vec<&str> = CASES.iter().map(|case| case.stream).collect();
    assert_eq!(names, expected);
}

#[test]
fn every_sample_is_read_by_its_stream() {
    for case in CASES.iter().filter(|case| !case.records.is_empty()) {
        let body = sample(case);
        let records = records(&body, case.records);
        let api = serve(case, body);

        let output = testing::read::<MySource>(&api, json!({}), [case.stream]);

        assert_eq!(output.exit_code(), 0, "{}: {:?}", case.name, output.errors());
        assert_eq!(output.records(case.stream), records, "{}", case.name);
        let warnings: Vec<_> = output.logs().into_iter().filter(|(level, _)| level == "WARN").collect();
        // The only expected warning says that the test server is used.
        assert!(warnings.iter().all(|(_, text)| text.starts_with("all requests go to ")), "{}: {warnings:?}", case.name);
    }
}

/// Serves the sample, then a page that ends the stream.
fn serve(case: &Case, body: Value) -> testing::RunningApi {
    let path = if case.path.is_empty() { format!("/{}", case.stream) } else { case.path.to_owned() };
    let link = if let Given::Url { link, .. } = case.given { link } else { None };
    let (place, is_first) = (case.records, AtomicBool::new(true));
    let handler = move |_: &_| {
        if is_first.swap(false, Ordering::SeqCst) {
            let reply = Reply::json(body.clone());
            return link.map_or(reply.clone(), |link| reply.header("Link", link));
        }
        let mut end = body.clone();
        close(&mut end, place, "");
        Reply::json(end)
    };
    // A next page may have any path.
    Api::new().on(&format!("GET {path}"), handler).on("GET /{one}", last).on("GET /{one}/{two}", last).start()
}

fn last(_: &testing::Received) -> Reply {
    Reply::json(json!({ "data": [], "results": [], "records": [], "tickets": [], "orders": [] }))
}

/// Empties the records, and takes away what leads to another page.
fn close(value: &mut Value, place: &str, name: &str) {
    match value {
        Value::Array(elements) => elements.clear(),
        Value::Object(members) => members.iter_mut().for_each(|(name, value)| close(value, place, name)),
        Value::Bool(flag) => *flag = matches!(name, "done" | "last"),
        Value::String(_) => *value = Value::Null,
        _ => {}
    }
}

fn records(body: &Value, place: &str) -> Vec<Value> {
    let names: Vec<&str> = place.split('.').filter(|name| !matches!(*name, "" | "*")).collect();
    let found = names.iter().fold(body, |value, name| &value[*name]);
    match found {
        Value::Array(elements) => elements.clone(),
        Value::Object(members) if place.ends_with('*') => members.values().cloned().collect(),
        value => vec![value.clone()],
    }
}
