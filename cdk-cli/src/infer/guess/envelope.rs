//! Envelope: the values around the records.
//!
//! In: a response, or its schema, and the place of the records. Out: its leaves. Lists are left out.

use serde_json::Value;

use super::evidence::{Leaf, LeafValue};
use crate::infer::schema::Flattener;

/// Values that are deeper are not about the page.
const DEEPEST: usize = 4;

/// The leaves of a response, without what is at `records`.
pub(crate) fn leaves_of_values(body: &Value, records: &[String]) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    if !records.is_empty() {
        values(body, records, &mut Vec::new(), &mut leaves);
    }
    leaves
}

fn values(value: &Value, records: &[String], path: &mut Vec<String>, leaves: &mut Vec<Leaf>) {
    if path == records {
        return;
    }
    let leaf = match value {
        Value::Object(members) => {
            if path.len() < DEEPEST {
                for (name, member) in members {
                    path.push(name.clone());
                    values(member, records, path, leaves);
                    path.pop();
                }
            }
            return;
        }
        Value::Array(_) => return,
        Value::Null => LeafValue::Null,
        Value::Bool(_) => LeafValue::Bool,
        Value::Number(number) => LeafValue::Number(number.as_i64()),
        Value::String(text) if is_url(text) => LeafValue::Url(Some(text.clone())),
        Value::String(text) => LeafValue::Text(Some(text.clone())),
    };
    leaves.push(Leaf { path: path.clone(), value: leaf });
}

/// A URL, or a part of one that leads to another page.
fn is_url(text: &str) -> bool {
    let is_absolute = text.starts_with("https://") || text.starts_with("http://");
    is_absolute || text.starts_with('?') || (text.starts_with('/') && text.len() > 1 && !text.ends_with('='))
}

/// The leaves of a schema, without what is at `records`.
pub(crate) fn leaves_of_schema(schema: &Value, records: &[String], flattener: Flattener<'_>) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    if !records.is_empty() {
        properties(schema, flattener, records, &mut Vec::new(), &mut leaves);
    }
    leaves
}

fn properties(
    schema: &Value,
    flattener: Flattener<'_>,
    records: &[String],
    path: &mut Vec<String>,
    leaves: &mut Vec<Leaf>,
) {
    if path == records || path.len() > DEEPEST {
        return;
    }
    let keywords = flattener.sole(schema);
    if let Some(members) = keywords.get("properties").and_then(Value::as_object) {
        for (name, member) in members {
            path.push(name.clone());
            properties(member, flattener, records, path, leaves);
            path.pop();
        }
        return;
    }
    let kind = match keywords.get("type") {
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).find(|name| *name != "null"),
        Some(kind) => kind.as_str(),
        None => None,
    };
    let says = |name: &str, is: fn(&str) -> bool| keywords.get(name).and_then(Value::as_str).is_some_and(is);
    let is_url = says("format", |format| format.starts_with("ur"))
        || says("description", |text| text.contains("URL"))
        || says("example", is_url);
    let value = match kind {
        Some("boolean") => LeafValue::Bool,
        Some("integer" | "number") => LeafValue::Number(None),
        Some("string") if is_url => LeafValue::Url(None),
        Some("string") => LeafValue::Text(None),
        _ => return,
    };
    leaves.push(Leaf { path: path.clone(), value });
}
