//! Texts of config problems: the expected value, the actual value and the path.
//!
//! In: the schema and the value of a field. Out: parts of a sentence, and the single rules that they describe.
//! A quoted value is cut to [`LONGEST_QUOTE`] characters and put on one line; of a secret only the type is named.

use serde_json::Value;

/// The name of the whole config in messages.
pub(in super::super) const ROOT: &str = "config";

/// For a value whose type fits several variants, but which none of them accepts.
pub(super) const NO_FORM: &str = "does not match any of the allowed forms";

/// In place of a reason that might quote a secret.
pub(super) const HIDDEN: &str = "invalid value; the reason is not shown, as it may contain a secret";

/// Enough to recognise the value, short enough for one line of a form.
const LONGEST_QUOTE: usize = 60;

pub(in super::super) fn member(at: &str, name: &str) -> String {
    format!("{at}.{name}")
}

pub(in super::super) fn element(at: &str, index: usize) -> String {
    format!("{at}[{index}]")
}

/// Whether a field or a field inside it is marked as secret. Its values are never quoted.
pub(super) fn holds_secret(schema: &Value) -> bool {
    match schema {
        Value::Object(words) => {
            words.get("airbyte_secret") == Some(&Value::Bool(true)) || words.values().any(holds_secret)
        }
        Value::Array(parts) => parts.iter().any(holds_secret),
        _ => false,
    }
}

/// Whether `value` has a type that the schema names. `1.0` is not an integer.
pub(super) fn is_of_type(schema: &Value, value: &Value) -> bool {
    let is_of = |name: &str| match name {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "object" => value.is_object(),
        "array" => value.is_array(),
        "null" => value.is_null(),
        _ => true,
    };
    let names = types(schema);
    names.is_empty() || names.into_iter().any(is_of)
}

/// Whether a value of the right type follows the other rules: allowed values, range, format, pattern, length.
pub(super) fn is_allowed(schema: &Value, value: &Value) -> bool {
    if let Some(values) = allowed(schema) {
        return values.contains(value);
    }
    match value {
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or_default();
            let bound = |word: &str| schema.get(word).and_then(Value::as_f64);
            bound("minimum").is_none_or(|least| number >= least) && bound("maximum").is_none_or(|most| number <= most)
        }
        Value::String(text) => is_of_format(schema, text) && is_of_pattern(schema, text),
        Value::Array(elements) => {
            let bound = |word: &str| schema.get(word).and_then(Value::as_u64);
            let length = elements.len() as u64;
            bound("minItems").is_none_or(|least| length >= least) && bound("maxItems").is_none_or(|most| length <= most)
        }
        _ => true,
    }
}

fn is_of_format(schema: &Value, text: &str) -> bool {
    match schema.get("format").and_then(Value::as_str) {
        // jiff also accepts `20240131` and a date followed by a time; the form does not.
        Some("date") => text.len() == "2024-01-31".len() && text.parse::<jiff::civil::Date>().is_ok(),
        Some("date-time") => text.parse::<jiff::Timestamp>().is_ok(),
        _ => true,
    }
}

fn is_of_pattern(schema: &Value, text: &str) -> bool {
    let pattern = schema.get("pattern").and_then(Value::as_str);
    pattern.and_then(|pattern| regex_lite::Regex::new(pattern).ok()).is_none_or(|regex| regex.is_match(text))
}

/// The expected value of a field, as in "a date like 2024-01-31".
pub(super) fn expected(schema: &Value) -> String {
    if let Some(values) = allowed(schema) {
        return one_of(&values);
    }
    let names = types(schema);
    if names.is_empty() {
        return "another value".to_owned();
    }
    names.into_iter().map(|name| kind(schema, name)).collect::<Vec<_>>().join(" or ")
}

/// The expected values of several variants.
pub(super) fn one_of_variants(variants: &[Value]) -> String {
    variants.iter().map(expected).collect::<Vec<_>>().join(" or ")
}

fn kind(schema: &Value, name: &str) -> String {
    let example = || schema.get("examples").and_then(|examples| examples.get(0)?.as_str());
    match name {
        "string" => match schema.get("format").and_then(Value::as_str) {
            Some("date") => format!("a date like {}", example().unwrap_or("2024-01-31")),
            Some("date-time") => format!("a date and time like {}", example().unwrap_or("2024-01-31T00:00:00Z")),
            _ => match (example(), schema.get("pattern").and_then(Value::as_str)) {
                (Some(example), Some(_)) => format!("a text like '{example}'"),
                (None, Some(pattern)) => format!("a text that matches {pattern}"),
                _ => "a text".to_owned(),
            },
        },
        "integer" => format!("a whole number{}", range(schema)),
        "number" => format!("a number{}", range(schema)),
        "boolean" => "true or false".to_owned(),
        "object" => "an object".to_owned(),
        "array" => match (schema.get("minItems"), schema.get("maxItems")) {
            (Some(least), Some(most)) if least == most => format!("a list of {least}"),
            (Some(least), _) => format!("a list of at least {least}"),
            (None, Some(most)) => format!("a list of at most {most}"),
            (None, None) => "a list".to_owned(),
        },
        other => other.to_owned(),
    }
}

fn range(schema: &Value) -> String {
    match (schema.get("minimum"), schema.get("maximum")) {
        (Some(least), Some(most)) => format!(" from {least} to {most}"),
        (Some(least), None) => format!(" of at least {least}"),
        (None, Some(most)) => format!(" of at most {most}"),
        (None, None) => String::new(),
    }
}

/// The expected type in an "invalid type" message of serde; `None` for any other message.
pub(super) fn expected_by_serde(said: &str) -> Option<&str> {
    let (_, expected) = said.strip_prefix("invalid type: ")?.rsplit_once(", expected ")?;
    Some(match expected {
        "a string" => "a text",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        "a map" => "an object",
        "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        other if other.starts_with("struct ") => "an object",
        other => other,
    })
}

/// The meaning of a missing field: the first sentence of its description, else the expected value.
pub(super) fn meaning(schema: &Value) -> String {
    let description = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    let line = description.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = line.split(". ").next().unwrap_or_default().trim_end_matches('.');
    if sentence.is_empty() { format!("expected {}", expected(schema)) } else { sentence.to_owned() }
}

/// `one of 'a', 'b'`, or the only value.
pub(super) fn one_of(values: &[Value]) -> String {
    let listed = values.iter().map(|value| got(value, false)).collect::<Vec<_>>().join(", ");
    if values.len() == 1 { listed } else { format!("one of {listed}") }
}

/// The actual value, quoted unless it is or might be a secret.
pub(super) fn got(value: &Value, is_secret: bool) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        Value::String(_) if is_secret => "a text (not shown)".to_owned(),
        Value::Number(_) if is_secret => "a number".to_owned(),
        Value::Bool(_) if is_secret => "true or false".to_owned(),
        Value::String(text) => format!("'{}'", cut(text)),
        plain => plain.to_string(),
    }
}

/// `text` on one line, cut to [`LONGEST_QUOTE`] characters.
pub(in super::super) fn cut(text: &str) -> String {
    let line = text.chars().map(|character| if character.is_control() { ' ' } else { character });
    let mut line: String = line.take(LONGEST_QUOTE + 1).collect();
    if let Some((end, _)) = line.char_indices().nth(LONGEST_QUOTE) {
        line.truncate(end);
        line.push('…');
    }
    line
}

pub(super) fn types(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    }
}

/// The allowed values (`const` or `enum`), if the schema has a list of them.
fn allowed(schema: &Value) -> Option<Vec<Value>> {
    match (schema.get("const"), schema.get("enum")) {
        (Some(value), _) => Some(vec![value.clone()]),
        (None, Some(Value::Array(values))) => Some(values.clone()),
        _ => None,
    }
}
