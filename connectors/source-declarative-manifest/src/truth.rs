//! Truth: which values count as true in Python.

use serde_json::Value;

/// Whether Python's `if value` holds.
pub(crate) fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(is_true) => *is_true,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(values) => !values.is_empty(),
        Value::Object(entries) => !entries.is_empty(),
    }
}
