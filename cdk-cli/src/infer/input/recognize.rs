//! Recognize: what a document is, by its content.

use serde_json::Value;

use crate::infer::arguments::InputKind;
use crate::infer::schema::is_openapi;

/// What a document is. A sample, unless it says more.
pub(super) fn kind_of(document: &Value) -> InputKind {
    if is_openapi(document) {
        InputKind::Openapi
    } else if is_schema(document) {
        InputKind::Schema
    } else {
        InputKind::Sample
    }
}

/// A schema names its dialect, or describes an object or a list.
fn is_schema(document: &Value) -> bool {
    let says = |name: &str| match document.get("type") {
        Some(Value::String(kind)) => kind == name,
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == name),
        _ => false,
    };
    let is_described = |name: &str| document.get(name).is_some_and(Value::is_object);
    let has_dialect = document.get("$schema").and_then(Value::as_str).is_some_and(|url| url.contains("json-schema"));
    has_dialect || (says("object") && is_described("properties")) || (says("array") && is_described("items"))
}

/// Whether the first line is the head of a cassette.
pub(super) fn is_cassette(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let head: Option<Value> = serde_json::from_str(first).ok();
    head.is_some_and(|head| head.get("cassette").is_some_and(Value::is_u64) && head.get("connector").is_some())
}
