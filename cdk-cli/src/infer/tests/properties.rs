//! Properties over arbitrary records: odd names, mixed kinds, dates, ids as keys, numbers at the ends of their types.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::interpret::Interpreter;
use crate::infer::arguments::InferArguments;
use crate::infer::input::{Origin, Page, Samples};
use crate::infer::samples::draft;
use crate::infer::write::file;

pub(super) fn arguments() -> InferArguments {
    InferArguments {
        input: "-".to_owned(),
        headers: Vec::new(),
        path: None,
        stream: None,
        records: None,
        name: None,
        source: "MySource".to_owned(),
        kind: None,
    }
}

fn inferred(body: Value) -> String {
    let samples = Samples { pages: vec![Page::of_file(body)], is_lines: false };
    let origin = Origin { shown: "sample.json".to_owned(), name: Some("records".to_owned()) };
    file(&draft(&samples, &origin, &arguments()).unwrap())
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("2024-01-31".to_owned()),
        Just("2024-01-31T10:00:00Z".to_owned()),
        Just("2024-01-31T10:00:00".to_owned()),
        Just("2024-01-31 10:00:00+02:00".to_owned()),
        Just("9999-12-31T23:59:59Z".to_owned()),
        "[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?",
        ".{0,12}",
    ]
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-5_i64..5).prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        text().prop_map(Value::from),
    ]
}

/// Names of fields: few, so that they meet; odd ones, and ids.
fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "id", "type", "createdAt", "updated_at", "first name", "@type", "self", "Self", "_id", "Id", "ID", "items",
            "data", "value", "a.b", "r#x", "a__b", "URL", "",
        ]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["17", "18", "U024BE7LH", "EUR", "USD", "2024-01-31"]).prop_map(str::to_owned),
        1 => "[a-zA-Z_][a-zA-Z0-9_-]{0,8}",
        1 => ".{0,6}",
    ]
}

fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key(), inner), 0..6).prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn record() -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::vec((key(), value()), 0..8).prop_map(|fields| fields.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_record_of_a_sample_is_accepted(records in prop::collection::vec(record(), 1..5)) {
        let records: Vec<Value> = records.into_iter().map(Value::Object).collect();

        let text = inferred(Value::from(records.clone()));

        let mut interpreter = Interpreter::new(&text);
        for record in &records {
            let problem = interpreter.problem(record);
            prop_assert_eq!(problem, None, "{}", text);
        }
    }

    #[test]
    fn every_response_is_read_or_refused_with_a_sentence(body in value()) {
        let samples = Samples { pages: vec![Page::of_file(body)], is_lines: false };
        let origin = Origin { shown: "sample.json".to_owned(), name: None };

        match draft(&samples, &origin, &arguments()) {
            Ok(draft) => drop(Interpreter::new(&file(&draft))),
            Err(failure) => prop_assert!(!failure.to_string().is_empty()),
        }
    }
}
