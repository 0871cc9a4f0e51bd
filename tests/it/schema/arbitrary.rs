//! Arbitrary JSON near a schema: mostly what it asks for, now and then something else.
//!
//! In: a contract schema and a list of choices (bytes, from proptest, so that failures shrink). Out: a value.
//! When the choices run out, every further one is 0: the plainest value that the schema allows. An even first choice
//! makes a value that breaks no rule but by the edges of numbers and dates.

use serde_json::{Map, Value, json};

/// Choices that are used up one by one.
pub(super) struct Choices<'a> {
    left: std::slice::Iter<'a, u8>,
    is_wild: bool,
}

impl<'a> Choices<'a> {
    pub(super) fn new(choices: &'a [u8]) -> Self {
        Self { left: choices.iter(), is_wild: choices.first().is_some_and(|first| first % 2 == 1) }
    }

    /// A number below `bound`.
    fn below(&mut self, bound: usize) -> usize {
        usize::from(self.left.next().copied().unwrap_or(0)) % bound.max(1)
    }

    /// True once in `times`, and never when the choices have run out.
    fn rarely(&mut self, times: usize) -> bool {
        self.below(times) == times - 1 && self.is_wild
    }
}

/// A value near `schema`, whose references lead into `root`.
pub(super) fn near(schema: &Value, root: &Value, choices: &mut Choices<'_>) -> Value {
    if choices.rarely(40) {
        return anything(choices);
    }
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let target = root.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null);
        return near(target, root, choices);
    }
    for union in ["anyOf", "oneOf"] {
        if let Some(variants) = schema.get(union).and_then(Value::as_array) {
            // The last one is null or the plainest: so that choices that run out end a recursion.
            let chosen = variants.len() - 1 - choices.below(variants.len());
            return near(&variants[chosen], root, choices);
        }
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return values[choices.below(values.len())].clone();
    }
    if let Some(value) = schema.get("const") {
        return value.clone();
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().rev().filter_map(Value::as_str).collect(),
        _ => return anything(choices),
    };
    match types[choices.below(types.len())] {
        "object" => object(schema, root, choices),
        "array" => array(schema, root, choices),
        "string" => text(schema["format"].as_str(), choices),
        "integer" => integer(choices),
        "number" => json!([0.0, -1.5, 3.25e10, 1e300][choices.below(4)]),
        "boolean" => json!(choices.below(2) == 1),
        _ => Value::Null,
    }
}

fn object(schema: &Value, root: &Value, choices: &mut Choices<'_>) -> Value {
    let mut fields = Map::new();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let is_required = schema["required"].as_array().is_some_and(|names| names.iter().any(|known| known == name));
        let is_left_out = if is_required { choices.rarely(60) } else { choices.below(3) == 2 };
        if !is_left_out {
            fields.insert(name.clone(), near(property, root, choices));
        }
    }
    let pattern = schema["patternProperties"].as_object().and_then(|patterns| patterns.values().next());
    if let Some(additional) = pattern.or(schema.get("additionalProperties")) {
        for _ in 0..choices.below(3) {
            let name = ["7", "12", "b"][choices.below(if pattern.is_some() { 2 } else { 3 })];
            fields.insert(name.into(), near(additional, root, choices));
        }
    }
    Value::Object(fields)
}

fn array(schema: &Value, root: &Value, choices: &mut Choices<'_>) -> Value {
    if let Some(places) = schema["items"].as_array() {
        let keep = places.len() - usize::from(choices.rarely(20));
        return places[..keep].iter().map(|place| near(place, root, choices)).collect();
    }
    let least = schema["minItems"].as_u64().unwrap_or(0) as usize;
    let extra = choices.below(if least > 0 { 1 } else { 3 });
    (0..least + extra).map(|_| near(&schema["items"], root, choices)).collect()
}

fn text(format: Option<&str>, choices: &mut Choices<'_>) -> Value {
    let texts = match format {
        Some("date-time") => ["2024-01-31T10:00:00Z", "2024-01-31T10:00:00.5+02:00", "2024-01-31T25:00:00Z"],
        Some("partial-date-time") => ["2024-01-31T10:00:00", "2024-02-29T10:00:00.25", "2023-02-29T10:00:00"],
        Some("date") => ["2024-01-31", "2024-02-29", "2023-02-29"],
        Some("partial-time") => ["10:00:00", "10:00:00.5", "25:00:00"],
        _ => ["a", "é", "two"],
    };
    json!(texts[if choices.rarely(10) { 2 } else { choices.below(2) }])
}

/// The edges of every integer type. Whole floats are left out: JSON Schema takes `1.0` for an integer, serde does not.
fn integer(choices: &mut Choices<'_>) -> Value {
    match choices.below(if choices.is_wild { 16 } else { 3 }) {
        0 => json!(1),
        1 => json!(0),
        2 => json!(127),
        3 => json!(255),
        4 => json!(256),
        5 => json!(-1),
        6 => json!(-129),
        7 => json!(u32::MAX),
        8 => json!(u64::from(u32::MAX) + 1),
        9 => json!(i64::MAX),
        10 => json!(u64::MAX),
        11 => json!(i64::MIN),
        _ => json!(3),
    }
}

/// Any JSON value, no array of the length of a struct (serde takes such an array for the struct).
pub(super) fn anything(choices: &mut Choices<'_>) -> Value {
    match choices.below(7) {
        0 => Value::Null,
        1 => json!(true),
        2 => integer(choices),
        3 => json!(0.5),
        4 => json!("2024-01-31"),
        5 => json!({ "x": integer(choices), "id": "a" }),
        _ => json!({}),
    }
}
