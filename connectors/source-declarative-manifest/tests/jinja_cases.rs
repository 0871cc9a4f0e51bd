//! The evaluator next to the Python CDK: texts with their results, in a file that `CDK_JINJA_CASES` names.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test")]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use source_declarative_manifest::jinja::{Jinja, Kinds, Text, Variables, literal_eval};

/// The least part of the cases that is equal to Python, in thousandths.
const LEAST: usize = 980;

#[test]
fn texts_are_evaluated_as_python_evaluates_them() {
    let Some(path) = std::env::var_os("CDK_JINJA_CASES") else {
        println!("skipped: CDK_JINJA_CASES is not set");
        return;
    };
    let cases: Vec<Value> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let jinja = Jinja::default();
    let (mut equal, mut other) = (0, BTreeMap::<String, (usize, String)>::new());
    for case in &cases {
        let mut variables = Variables::new("2026-01-02T03:04:05.678901Z".parse().unwrap());
        let parameters = case["ctx"].get("parameters").cloned().unwrap_or_else(|| json!({}));
        for (name, value) in case["ctx"].as_object().unwrap() {
            variables.set(Box::leak(name.clone().into_boxed_str()), value);
        }
        let expected = match case["raw"].as_str() {
            Some("") => Some(Value::Null),
            Some(raw) => Some(literal_eval(raw).unwrap_or_else(|| raw.into())),
            None => None,
        };
        let got = Text::new(&jinja, &case["text"], &parameters)
            .map_err(cdk_core::Error::system)
            .and_then(|text| text.value(&variables, Kinds::Any));
        let got_value = got.as_ref().ok().cloned();
        // Python has raised an error. An undefined value is its default there, and null here.
        let is_failure = expected.is_none() && got_value.as_ref().is_none_or(Value::is_null);
        if got_value == expected || is_failure {
            equal += 1;
        } else {
            let kind = format!("{:.90}", got.map_or_else(|error| error.to_string(), |_| "another value".to_owned()));
            let entry = other.entry(kind).or_default();
            entry.0 += 1;
            entry.1 = format!("{} => {got_value:?}, Python {expected:?}", case["text"]);
        }
    }
    for (kind, (number, example)) in &other {
        println!("{number} {kind}\n    {example}");
    }
    println!("{equal} of {} equal", cases.len());
    assert!(equal * 1000 >= cases.len() * LEAST, "{equal} of {}", cases.len());
}
