//! Words: what the keywords of a JSON schema mean for a program.
//!
//! In: a schema object. Out: answers about it, one function a question. `format` and the kinds are serde's contract;
//! `minimum`, `pattern` and the like are not (serde never looks), except where schemars itself writes them to say a
//! type that has no other spelling: `char` and the `NonZero` family.
//! A word that is not in [`KNOWN`] makes a schema "say less than serde": the field then needs its leaf.
//! Not here: walking the schema (`compile`).

use serde_json::{Map, Value};

use super::node::{ANY, ARRAY, BOOL, DATE, DATE_TIME, MOMENT, NULL, NUMBER, NumberRange, OBJECT, TEXT, TIME};

/// A schema that is an object.
pub(super) type Keywords = Map<String, Value>;

/// Words that describe, and constrain nothing.
const ANNOTATIONS: &[&str] = &[
    "$schema",
    "$id",
    "$comment",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "definitions",
    "$defs",
];

/// Words that a program understands, or that serde ignores as well.
const KNOWN: &[&str] = &[
    "$ref",
    "type",
    "format",
    "enum",
    "const",
    "anyOf",
    "oneOf",
    "allOf",
    "properties",
    "required",
    "additionalProperties",
    "patternProperties",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minProperties",
    "maxProperties",
];

/// Whether a word only describes.
pub(super) fn is_annotation(word: &str) -> bool {
    ANNOTATIONS.contains(&word) || word.starts_with("x-") || word.starts_with("airbyte_")
}

/// Whether a word is understood.
pub(super) fn is_known(word: &str) -> bool {
    is_annotation(word) || KNOWN.contains(&word)
}

/// The one schema of an `allOf` (schemars' way to describe a reference).
pub(super) fn all_of_one(words: &Keywords) -> Option<&Value> {
    match words.get("allOf")?.as_array()?.as_slice() {
        [one] if !words.contains_key("properties") && !words.contains_key("type") => Some(one),
        _ => None,
    }
}

fn alternatives(words: &Keywords) -> Option<&Vec<Value>> {
    if words.contains_key("properties") {
        return None;
    }
    words.get("anyOf").or_else(|| words.get("oneOf"))?.as_array()
}

fn is_null(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("null")
}

/// `T` of an `anyOf` that says "`T` or null".
pub(super) fn nullable_of(words: &Keywords) -> Option<&Value> {
    match alternatives(words)?.as_slice() {
        [one, null] | [null, one] if is_null(null) && !is_null(one) => Some(one),
        _ => None,
    }
}

/// The one schema of an `anyOf`, `oneOf` or `allOf` of one.
pub(super) fn sole_alternative(words: &Keywords) -> Option<&Value> {
    match alternatives(words).map(Vec::as_slice) {
        Some([one]) => Some(one),
        _ => all_of_one(words),
    }
}

/// Whether it is a union of several shapes.
pub(super) fn is_union(words: &Keywords) -> bool {
    ["anyOf", "oneOf", "allOf"].iter().any(|word| words.contains_key(*word))
}

fn kind_of_name(name: &str) -> u8 {
    match name {
        "null" => NULL,
        "boolean" => BOOL,
        "integer" | "number" => NUMBER,
        "string" => TEXT,
        "array" => ARRAY,
        "object" => OBJECT,
        _ => ANY,
    }
}

fn kind_of_value(value: &Value) -> u8 {
    match value {
        Value::Null => NULL,
        Value::Bool(_) => BOOL,
        Value::Number(_) => NUMBER,
        Value::String(_) => TEXT,
        Value::Array(_) => ARRAY,
        Value::Object(_) => OBJECT,
    }
}

/// The values of `enum` or `const`.
fn values(words: &Keywords) -> Option<&[Value]> {
    match words.get("enum") {
        Some(Value::Array(values)) => Some(values),
        _ => words.get("const").map(std::slice::from_ref),
    }
}

/// Which kinds a schema admits, and, where every text it admits is listed, the texts, sorted.
pub(super) fn kinds_and_choices(words: &Keywords, root: &Value, depth: usize) -> (u8, Option<Vec<String>>) {
    if let Some(values) = values(words) {
        let kinds = values.iter().fold(0, |kinds, value| kinds | kind_of_value(value));
        let mut texts: Vec<String> = values.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        texts.sort_unstable();
        return (kinds, (!enumerates_more_than_texts(words)).then_some(texts));
    }
    let branches = match (alternatives(words), words.get("allOf").and_then(Value::as_array)) {
        (Some(branches), _) => branches,
        (None, Some(branches)) if branches.len() == 1 => branches,
        (None, Some(_)) => return (ANY, None),
        (None, None) => return (kinds_of_type(words), None),
    };
    let (mut kinds, mut texts) = (0, Some(Vec::new()));
    for branch in branches {
        let (more, choices) = branch_kinds(branch, root, depth);
        kinds |= more;
        // Only texts and null: else the union is serde's.
        texts = match (texts, choices) {
            (Some(mut texts), Some(choices)) => {
                texts.extend(choices);
                Some(texts)
            }
            (texts, None) if more == NULL => texts,
            _ => None,
        };
    }
    if let Some(texts) = &mut texts {
        texts.sort_unstable();
    }
    (kinds, texts)
}

fn branch_kinds(branch: &Value, root: &Value, depth: usize) -> (u8, Option<Vec<String>>) {
    // A union that refers to itself admits what its other branches admit; `ANY` is on the permissive side.
    if depth > 8 {
        return (ANY, None);
    }
    let Some(words) = branch.as_object() else { return (ANY, None) };
    match words.get("$ref").and_then(Value::as_str).and_then(|name| name.strip_prefix('#')) {
        Some(pointer) => root.pointer(pointer).map_or((ANY, None), |target| branch_kinds(target, root, depth + 1)),
        None => kinds_and_choices(words, root, depth + 1),
    }
}

/// The texts under `enum` or `const`.
pub(super) fn texts(words: &Keywords) -> impl Iterator<Item = &str> {
    values(words).unwrap_or_default().iter().filter_map(Value::as_str)
}

/// Which kinds a schema admits by its own words, whatever its alternatives say.
pub(super) fn own_kinds(words: &Keywords) -> u8 {
    match values(words) {
        Some(values) => values.iter().fold(0, |kinds, value| kinds | kind_of_value(value)),
        None => kinds_of_type(words),
    }
}

fn kinds_of_type(words: &Keywords) -> u8 {
    match words.get("type") {
        Some(Value::String(name)) => kind_of_name(name),
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).fold(0, |kinds, name| kinds | kind_of_name(name))
        }
        _ => ANY,
    }
}

/// Whether an `enum` or `const` lists other things than texts and null.
pub(super) fn enumerates_more_than_texts(words: &Keywords) -> bool {
    values(words).is_some_and(|values| values.iter().any(|value| kind_of_value(value) & !(TEXT | NULL) != 0))
}

/// Whether values of other kinds leave as their JSON text.
pub(super) fn becomes_text(words: &Keywords) -> bool {
    words.get(crate::schema::AS_TEXT).and_then(Value::as_bool) == Some(true) && has_type(words, "string")
}

fn has_type(words: &Keywords, name: &str) -> bool {
    match words.get("type") {
        Some(Value::String(one)) => one == name,
        Some(Value::Array(names)) => names.iter().any(|one| one == name),
        _ => false,
    }
}

/// Which numbers a schema admits, and whether that is all that serde asks.
pub(super) fn number(words: &Keywords) -> (NumberRange, bool) {
    let signed = |bits: u32| NumberRange::Integer { below: 1 << (bits - 1), above: u64::MAX >> (65 - bits) };
    let unsigned = |bits: u32| NumberRange::Integer { below: 0, above: u64::MAX >> (64 - bits) };
    let format = words.get("format").and_then(Value::as_str);
    if !has_type(words, "integer") || has_type(words, "number") {
        let exact = !has_type(words, "number") || matches!(format, None | Some("float" | "double"));
        let single = format == Some("float");
        return (if single { NumberRange::Single } else { NumberRange::Finite }, exact);
    }
    let number = match format {
        None => NumberRange::Whole,
        Some("int8") => signed(8),
        Some("int16") => signed(16),
        Some("int32") => signed(32),
        Some("int64" | "int") => signed(64),
        Some("uint8") => unsigned(8),
        Some("uint16") => unsigned(16),
        Some("uint32") => unsigned(32),
        Some("uint64" | "uint") => unsigned(64),
        Some("int128") => NumberRange::Wide,
        Some("uint128") => NumberRange::UnsignedWide,
        Some(_) => return (NumberRange::Whole, false),
    };
    // schemars spells NonZeroU8 as `minimum: 1`; the signed ones as `not: {const: 0}`, an unknown word.
    let non_zero = words.get("minimum").and_then(Value::as_f64) == Some(1.0);
    (number, !non_zero)
}

/// Whether a text's schema says less than its type: a date and the like, or a single character.
pub(super) fn text_says_less(words: &Keywords) -> bool {
    let length = |word: &str| words.get(word).and_then(Value::as_u64);
    has_type(words, "string")
        && (words.contains_key("format") || (length("minLength"), length("maxLength")) == (Some(1), Some(1)))
}

/// Which date or time its texts are, by the formats of jiff's types; 0 for any other text.
pub(super) fn dates(words: &Keywords) -> u8 {
    match words.get("format").and_then(Value::as_str) {
        _ if !has_type(words, "string") => 0,
        Some("date-time") => MOMENT,
        Some("partial-date-time") => DATE_TIME,
        Some("date") => DATE,
        Some("partial-time") => TIME,
        _ => 0,
    }
}

/// The names under `required`.
pub(super) fn required(words: &Keywords) -> Result<Vec<&str>, String> {
    match words.get("required") {
        None => Ok(Vec::new()),
        Some(Value::Array(names)) => Ok(names.iter().filter_map(Value::as_str).collect()),
        Some(_) => Err("`required` is not a list".to_owned()),
    }
}
