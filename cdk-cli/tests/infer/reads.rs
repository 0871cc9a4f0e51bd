//! Reads: a connector of all golden files reads each sample, and finds the end of the pages.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use cdk_core::testing::{self, Api, Reply};
use serde_json::{Value, json};

use crate::MySource;
use crate::cases::{CASES, Case, Given};
use crate::goldens::{here, sample};

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
        assert_eq!(api.requests()[0].path(), path(case), "{}", case.name);
        // Each of these samples leads to another page.
        let text = std::fs::read_to_string(here().join(format!("golden/{}.rs", case.name))).unwrap();
        let has_next = ["\n    paginate = cursor", "\n    paginate = next_url", "\n    paginate = link"]
            .iter()
            .any(|part| text.contains(part));
        assert!(!has_next || api.requests().len() == 2, "{}: {:?}", case.name, api.requests());
        let warnings: Vec<_> = output.logs().into_iter().filter(|(level, _)| level == "WARN").collect();
        // The only expected warning says that the test server is used.
        assert!(
            warnings.iter().all(|(_, text)| text.starts_with("all requests go to ")),
            "{}: {warnings:?}",
            case.name
        );
    }
}

fn path(case: &Case) -> String {
    if case.path.is_empty() { format!("/{}", case.stream) } else { case.path.to_owned() }
}

/// Serves the sample, then pages that end the stream, at any path: that of a next URL differs.
fn serve(case: &Case, body: Value) -> testing::RunningApi {
    let link = if let Given::Url { link, .. } = case.given { link } else { None };
    let is_first = Arc::new(AtomicBool::new(true));
    let handler = move |_: &testing::Received| {
        if is_first.swap(false, Ordering::SeqCst) {
            let reply = Reply::json(body.clone());
            return link.map_or(reply.clone(), |link| reply.header("Link", link));
        }
        let mut end = body.clone();
        close(&mut end, "");
        Reply::json(end)
    };
    let with_depth = |api: Api, depth: usize| {
        let names: String = (0..depth).map(|number| format!("/{{part{number}}}")).collect();
        api.on(&format!("GET {names}"), handler.clone())
    };
    let api = Api::new().on("GET /products/", handler.clone());
    (1..8).fold(api, with_depth).start()
}

/// Empties the records, and takes away what leads to another page.
fn close(value: &mut Value, name: &str) {
    match value {
        Value::Array(elements) => elements.clear(),
        Value::Object(members) => members.iter_mut().for_each(|(name, value)| close(value, name)),
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
