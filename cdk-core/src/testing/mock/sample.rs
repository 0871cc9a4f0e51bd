//! Sample: a schema and a number → a record.
//!
//! The same number results in the same record. Texts contain their field's name and the number, numbers are the number,
//! enums and variants take turns, and times ascend by an hour from 2024-01-01 (for a year, then again).
//! Not here: `pattern`, `if`, and other rules between fields. Nullable values are not null.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::set::set;
use crate::json::at;
use crate::state::TimeFormat;

/// 2024-01-01T00:00:00Z.
const FIRST_SECOND: i64 = 1_704_067_200;
/// Times repeat after a year, so that a large number is a valid time.
const HOURS: u64 = 8760;
/// Deeper values are left empty: a type may contain itself.
const DEEPEST: usize = 12;
/// Elements of a list.
const ELEMENTS: u64 = 2;

/// Makes the records of a stream.
pub(super) struct Sampler {
    pub(super) stream: String,
    /// The schema of a record as the API sends it.
    pub(super) schema: Value,
    /// Fields that the connector adds.
    pub(super) left_out: Vec<String>,
    /// The path of the cursor, and its format.
    pub(super) cursor: Option<(Vec<String>, Option<String>)>,
}

impl Sampler {
    pub(super) fn record(&self, number: u64) -> Value {
        let mut record = self.value(&self.schema, &self.stream, number, 0);
        if let Some(fields) = record.as_object_mut() {
            fields.retain(|name, _| !self.left_out.contains(name));
        }
        if let Some((path, format)) = &self.cursor
            && let Some(cursor) = at(&record, path).and_then(|old| cursor_value(old, format.as_deref(), number))
        {
            set(&mut record, path, cursor);
        }
        record
    }

    fn value(&self, schema: &Value, name: &str, number: u64, depth: usize) -> Value {
        let turn = |values: &[Value]| values.get(number as usize % values.len().max(1)).cloned();
        if depth > DEEPEST {
            return Value::Null;
        }
        if let Some(reference) = schema["$ref"].as_str() {
            let target = reference.strip_prefix('#').and_then(|pointer| self.schema.pointer(pointer));
            return target.map_or(Value::Null, |target| self.value(target, name, number, depth + 1));
        }
        if let Some(value) = schema.get("const").cloned() {
            return value;
        }
        if let Some(value) = schema["enum"].as_array().and_then(|values| turn(&without_null(values))) {
            return value;
        }
        let mut parts: Vec<Value> = Vec::new();
        for word in ["anyOf", "oneOf"] {
            parts.extend(schema[word].as_array().and_then(|variants| turn(&without_null(variants))));
        }
        parts.extend(schema["allOf"].as_array().into_iter().flatten().cloned());
        let mut value = self.own_value(schema, name, number, depth);
        for part in &parts {
            let more = self.value(part, name, number, depth + 1);
            match (&mut value, more) {
                (Some(Value::Object(fields)), Value::Object(more)) => fields.extend(more),
                (value, more) => *value = Some(more),
            }
        }
        value.unwrap_or_else(|| format!("{name} {number}").into())
    }

    /// The value by the schema's own type; `None` without one.
    fn own_value(&self, schema: &Value, name: &str, number: u64, depth: usize) -> Option<Value> {
        let kind = match &schema["type"] {
            Value::Array(kinds) => {
                kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or("null")
            }
            Value::String(kind) => kind,
            _ if schema["properties"].is_object() => "object",
            _ => return None,
        };
        Some(match kind {
            "object" => self.object(schema, name, number, depth),
            "array" => self.list(schema, name, number, depth),
            "string" => self.text(schema, name, number).into(),
            "integer" => integer(schema, number),
            "number" => json!(number as f64 + 0.5),
            "boolean" => number.is_multiple_of(2).into(),
            _ => Value::Null,
        })
    }

    fn object(&self, schema: &Value, name: &str, number: u64, depth: usize) -> Value {
        let mut fields = Map::new();
        for (field, schema) in schema["properties"].as_object().into_iter().flatten() {
            fields.insert(field.clone(), self.value(schema, field, number, depth + 1));
        }
        if let values @ Value::Object(_) = &schema["additionalProperties"] {
            fields.insert("key_1".to_owned(), self.value(values, name, number, depth + 1));
        }
        fields.into()
    }

    fn list(&self, schema: &Value, name: &str, number: u64, depth: usize) -> Value {
        let tuple = schema["prefixItems"].as_array().or_else(|| schema["items"].as_array());
        if let Some(places) = tuple {
            return places.iter().map(|place| self.value(place, name, number, depth + 1)).collect();
        }
        // A type that contains itself ends with an empty list.
        if depth + 2 > DEEPEST {
            return json!([]);
        }
        let element = |element| self.value(&schema["items"], name, number * ELEMENTS + element, depth + 1);
        (0..ELEMENTS).map(element).collect()
    }

    fn text(&self, schema: &Value, name: &str, number: u64) -> String {
        let time = time(number).to_zoned(TimeZone::UTC);
        match schema["format"].as_str() {
            Some("date-time") => time.timestamp().to_string(),
            Some("partial-date-time") => time.datetime().to_string(),
            Some("date") => time.date().to_string(),
            Some("time") => format!("{}Z", time.time()),
            Some("partial-time") => time.time().to_string(),
            Some("zoned-date-time") => time.to_string(),
            Some("duration") => format!("PT{number}M"),
            Some("uuid") => format!("00000000-0000-4000-8000-{number:012}"),
            Some("email") => format!("{name}_{number}@example.com"),
            Some("uri" | "url") => format!("https://example.com/{name}/{number}"),
            _ if name == "id" => format!("{}_{number}", self.stream),
            _ => format!("{name} {number}"),
        }
    }
}

fn without_null(values: &[Value]) -> Vec<Value> {
    values.iter().filter(|value| !value.is_null() && value["type"] != "null").cloned().collect()
}

/// The number, in the bounds of the schema.
fn integer(schema: &Value, number: u64) -> Value {
    let most_of_format = match schema["format"].as_str() {
        Some("int8") => i8::MAX as u64,
        Some("uint8") => u64::from(u8::MAX),
        Some("int16") => i16::MAX as u64,
        Some("uint16") => u64::from(u16::MAX),
        _ => i64::MAX as u64,
    };
    let bound = |word: &str| schema[word].as_f64().map(|bound| bound.max(0.0) as u64);
    let least = bound("minimum").unwrap_or(0);
    let most = bound("maximum").unwrap_or(most_of_format).min(most_of_format).max(least);
    let number = number.max(least);
    (least + (number - least) % (most - least).saturating_add(1)).into()
}

fn time(number: u64) -> Timestamp {
    let hours = SignedDuration::from_hours((number % HOURS) as i64);
    Timestamp::from_second(FIRST_SECOND).unwrap_or_default().saturating_add(hours).unwrap_or_default()
}

/// An ascending cursor in the format. `None` if the value ascends without it.
fn cursor_value(old: &Value, format: Option<&str>, number: u64) -> Option<Value> {
    let Some(format) = format else {
        // A text without a form, such as `name 10`, does not ascend.
        return old.as_str().filter(|text| text.contains(' ')).map(|_| time(number).to_string().into());
    };
    let text = TimeFormat::parse(format).ok()?.write(time(number));
    if old.is_string() { Some(text.into()) } else { serde_json::from_str(&text).ok() }
}
