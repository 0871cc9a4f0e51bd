//! Shape → JSON Schema in Airbyte's dialect.
//!
//! In: a [`TypeShape`]. Out: JSON with the few words that destinations read, always in the same order.
//! Objects are open (`additionalProperties: true`, or what a map holds); a nullable enum lists null; a date or time
//! says by `airbyte_type` whether it has a zone.
//! Not here: reading schemas (see `read`).

use serde_json::{Map, Value, json};

use super::read::SchemaReader;
use super::shape::{TypeKind, TypeShape};

/// The identifier that draft-07 documents carry; with the `#`, as Airbyte's own connectors write it.
pub(in super::super) const DRAFT_07: &str = "http://json-schema.org/draft-07/schema#";

/// Rewrites a record's schema, given for a dynamic stream, in Airbyte's dialect; see the module for what that is.
///
/// References within the document are followed; one that leads back to itself is cut to a nullable object, and one that
/// leads out of it says nothing. A value that the schema accepted is still accepted.
pub fn dialect(schema: &mut Value) {
    *schema = rewritten(schema, true);
}

/// The same for a schema that schemars inlined: every reference that is left in it is a type that holds itself.
pub(in super::super) fn cut_recursion(schema: &mut Value) {
    *schema = rewritten(schema, false);
}

fn rewritten(schema: &Value, follow: bool) -> Value {
    let shape = SchemaReader::new(schema, follow).shape(schema);
    let mut words = Map::from_iter([("$schema".to_owned(), Value::from(DRAFT_07))]);
    words.extend(written(shape));
    Value::Object(words)
}

fn written(shape: TypeShape) -> Map<String, Value> {
    let mut words = shape.notes.clone();
    if shape.is_anything() {
        return words;
    }
    words.insert("type".into(), types(&shape));
    words.extend(time(&shape));
    if let Some(values) = enumeration(&shape) {
        words.insert("enum".into(), values);
    }
    if shape.kinds.contains(&TypeKind::Object) {
        if !shape.properties.is_empty() {
            let properties = shape.properties.into_iter().map(|(name, shape)| (name, Value::Object(written(shape))));
            words.insert("properties".into(), properties.collect());
        }
        let additional = shape.additional.map_or(Value::Bool(true), |shape| Value::Object(written(*shape)));
        words.insert("additionalProperties".into(), additional);
    }
    if shape.kinds.contains(&TypeKind::Array) {
        words.insert("items".into(), Value::Object(shape.items.map(|shape| written(*shape)).unwrap_or_default()));
    }
    words
}

/// `"string"`, or a list where it may be several kinds or null.
fn types(shape: &TypeShape) -> Value {
    let named = TypeKind::ALL.iter().filter(|(kind, _)| shape.kinds.contains(kind)).map(|(_, name)| *name);
    let names: Vec<&str> = named.chain(shape.nullable.then_some("null")).collect();
    match names.as_slice() {
        [single] => json!(single),
        _ => json!(names),
    }
}

/// `format` and `airbyte_type`, for texts only: the formats of numbers (`int64`) are Rust's affair.
///
/// schemars calls a time without a zone `partial-…`; a zoned date-time ends in `[Europe/Berlin]` and is not a
/// `date-time`.
/// Source: <https://docs.airbyte.com/platform/understanding-airbyte/supported-data-types>.
fn time(shape: &TypeShape) -> Map<String, Value> {
    let mut words = Map::new();
    if shape.kinds != [TypeKind::String] {
        if let Some(name) = &shape.airbyte_type {
            words.insert("airbyte_type".into(), name.clone());
        }
        return words;
    }
    let (format, airbyte_type) = match shape.format.as_deref() {
        Some("date-time") => (Some("date-time"), Some("timestamp_with_timezone")),
        Some("partial-date-time") => (Some("date-time"), Some("timestamp_without_timezone")),
        Some("time") => (Some("time"), Some("time_with_timezone")),
        Some("partial-time") => (Some("time"), Some("time_without_timezone")),
        Some("zoned-date-time") | None => (None, None),
        Some(other) => (Some(other), None),
    };
    if let Some(format) = format {
        words.insert("format".into(), format.into());
    }
    if let Some(name) = shape.airbyte_type.clone().or(airbyte_type.map(Value::from)) {
        words.insert("airbyte_type".into(), name);
    }
    words
}

/// The allowed values, of plain kinds only; null among them where the shape is nullable.
fn enumeration(shape: &TypeShape) -> Option<Value> {
    let plain = !shape.kinds.iter().any(|kind| matches!(kind, TypeKind::Object | TypeKind::Array));
    let mut values = shape.values.clone().filter(|values| plain && !values.is_empty())?;
    values.extend(shape.nullable.then_some(Value::Null));
    Some(Value::Array(values))
}
