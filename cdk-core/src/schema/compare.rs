//! Whether serde would write a record otherwise than it read it, seen from the two schemas of its type.
//!
//! In: a record type. Out: the first place where the side that serde reads and the side that it writes differ, as a
//! sentence, or `None`. Such a stream must emit what serde writes; any other emits the API's own bytes.
//! Names and shapes count at every depth. What is required or nullable does not: an absent `Option` stays absent.
//! Not here: attributes that no schema shows, such as `with` on both sides or `skip_serializing_if` (the derive looks
//! for those), and types with a hand-written `Deserialize` (the first page is read by both).

use std::collections::BTreeSet;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use super::record::generated;

/// Keywords that say nothing of a value's shape, or differ between the sides by nature.
const NO_SHAPE: [&str; 9] =
    ["$schema", "title", "description", "default", "examples", "required", "readOnly", "writeOnly", "deprecated"];

/// Names the first place where serde would write something else than it read, for instance
/// "`line.kind` is read but not written".
///
/// `None` means that,as far as the schemas show, a record may be emitted as it came.
pub fn rewritten_by_serde<T: JsonSchema>() -> Option<String> {
    let read = generated::<T>(SchemaSettings::draft07().for_deserialize());
    let written = generated::<T>(SchemaSettings::draft07().for_serialize());
    difference(&read, &written, "")
}

/// The first difference between two schemas of the same place, depth first.
fn difference(read: &Value, written: &Value, at: &str) -> Option<String> {
    let (read, written) = (without_null(read), without_null(written));
    let (Value::Object(read), Value::Object(written)) = (&read, &written) else {
        return (read != written).then(|| changed(at));
    };
    let keywords: BTreeSet<&String> = read.keys().chain(written.keys()).collect();
    // Properties first: a missing field is a better sentence than the shape around it.
    if let Some(found) = properties(read.get("properties"), written.get("properties"), at) {
        return Some(found);
    }
    keywords.into_iter().filter(|keyword| !NO_SHAPE.contains(&keyword.as_str())).find_map(|keyword| {
        match (keyword.as_str(), read.get(keyword), written.get(keyword)) {
            ("properties", ..) => None,
            ("definitions", Some(Value::Object(read)), Some(Value::Object(written))) => read
                .iter()
                .find_map(|(name, schema)| difference(schema, written.get(name).unwrap_or(&Value::Null), name)),
            // Definitions are named per side; what one side alone defines, that side alone refers to.
            ("definitions", ..) => None,
            (_, Some(read), Some(written)) => nested(keyword, read, written, at),
            _ => Some(changed(at)),
        }
    })
}

fn properties(read: Option<&Value>, written: Option<&Value>, at: &str) -> Option<String> {
    let none = Map::new();
    let fields = |side: Option<&Value>| side.and_then(Value::as_object).cloned().unwrap_or_else(|| none.clone());
    let (read, written) = (fields(read), fields(written));
    let unwritten = read.keys().find(|name| !written.contains_key(*name));
    let unread = written.keys().find(|name| !read.contains_key(*name));
    match (unwritten, unread) {
        (Some(name), Some(other)) if read.len() == written.len() => {
            return Some(format!("`{}` is read but `{}` is written", place(at, name), place(at, other)));
        }
        (Some(name), _) => return Some(format!("`{}` is read but not written", place(at, name))),
        (None, Some(name)) => return Some(format!("`{}` is written but not read", place(at, name))),
        (None, None) => {}
    }
    read.iter().find_map(|(name, schema)| difference(schema, written.get(name)?, &place(at, name)))
}

/// Compares what stands under one keyword: a schema, a list of schemas, or a plain value.
fn nested(keyword: &str, read: &Value, written: &Value, at: &str) -> Option<String> {
    match (keyword, read, written) {
        ("anyOf" | "oneOf" | "allOf" | "items", Value::Array(read), Value::Array(written)) => {
            if read.len() != written.len() {
                return Some(changed(at));
            }
            read.iter().zip(written).find_map(|(read, written)| difference(read, written, at))
        }
        ("items" | "additionalProperties" | "propertyNames", ..) => {
            let inside = if keyword == "items" { format!("{at}[]") } else { place(at, "*") };
            difference(read, written, &inside)
        }
        ("patternProperties", Value::Object(read), Value::Object(written)) => {
            let other = |pattern| written.get(pattern).unwrap_or(&Value::Null);
            read.iter().find_map(|(pattern, schema)| difference(schema, other(pattern), &place(at, "*")))
        }
        _ => (read != written).then(|| changed(at)),
    }
}

/// `schema` without what only says that null is allowed too.
fn without_null(schema: &Value) -> Value {
    let mut schema = schema.clone();
    let Value::Object(keywords) = &mut schema else { return schema };
    if let Some(Value::Array(types)) = keywords.get_mut("type") {
        types.retain(|name| name != "null");
        if let [single] = types.as_slice() {
            let single = single.clone();
            keywords.insert("type".into(), single);
        }
    }
    if let Some(Value::Array(values)) = keywords.get_mut("enum") {
        values.retain(|value| !value.is_null());
    }
    if let Some(Value::Array(variants)) = keywords.get_mut("anyOf") {
        variants.retain(|variant| variant.get("type").and_then(Value::as_str) != Some("null"));
        if let [single] = variants.as_slice() {
            return without_null(&single.clone());
        }
    }
    schema
}

fn place(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") }
}

fn changed(at: &str) -> String {
    let at = if at.is_empty() { "the record" } else { at };
    format!("`{at}` is read in one shape and written in another")
}
