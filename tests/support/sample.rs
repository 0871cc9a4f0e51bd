//! Samples: a value for every field of an announced schema.
//!
//! In: a JSON Schema of Airbyte's dialect (no `$ref`). Out: a value that it accepts, with every declared field at every depth,
//! so that a stream is read at its full width. Not here: values that mean something.

use serde_json::{Map, Value, json};

/// A value of that schema; texts and numbers hold `number`.
pub fn sample(schema: &Value, number: usize) -> Value {
    let kinds = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        Value::String(kind) => vec![kind.as_str()],
        _ => Vec::new(),
    };
    match kinds.iter().find(|kind| **kind != "null") {
        Some(&"string") if schema["format"] == "date-time" => json!("2024-01-31T08:00:00Z"),
        Some(&"string") => json!(format!("text {number}")),
        Some(&"integer") => json!(number),
        Some(&"number") => json!(number as f64 + 0.5),
        Some(&"boolean") => json!(number.is_multiple_of(2)),
        Some(&"array") => json!([sample(&schema["items"], number)]),
        Some(&"object") => match schema["properties"].as_object() {
            Some(fields) => fields.iter().map(|(name, field)| (name.clone(), sample(field, number))).collect(),
            None => Value::Object(Map::from_iter([("key".to_owned(), json!("value"))])),
        },
        _ => json!(format!("anything {number}")),
    }
}
