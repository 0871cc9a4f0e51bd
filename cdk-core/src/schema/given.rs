//! Whether a schema that was given for a dynamic stream is one.
//!
//! In: any JSON. Out: the first place that no reader of JSON Schema could make sense of, as a sentence, or `None`.
//! Such a place would be taken for "anything" and go unnoticed, since unknown words say nothing; a misspelt type would,
//! too.
//! Not here: what a good schema means (see `dialect`, and `decode` for the contract).

use serde_json::{Map, Value};

use crate::json::kind;

/// The kinds that JSON Schema knows.
const TYPES: [&str; 7] = ["string", "number", "integer", "boolean", "object", "array", "null"];
/// Deeper nesting of schemas (not of values) is refused; it only arises by mistake.
const MOST_DEPTH: usize = 100;

/// What is wrong with a record's schema: "/properties/id/type: unknown type `text`; expected …".
pub(crate) fn problem(schema: &Value) -> Option<String> {
    SchemaCheck { root: schema }.schema("", schema, 0).err()
}

struct SchemaCheck<'a> {
    root: &'a Value,
}

impl SchemaCheck<'_> {
    fn schema(&self, at: &str, schema: &Value, depth: usize) -> Result<(), String> {
        let words = match schema {
            Value::Object(words) => words,
            Value::Bool(_) if depth > 0 => return Ok(()),
            other => return Err(wrong(at, "an object of words", other)),
        };
        if depth > MOST_DEPTH {
            return Err(format!("{at}: the schema is nested too deeply"));
        }
        self.own(at, words, depth)?;
        for (word, value) in words {
            let at = format!("{at}/{word}");
            match (word.as_str(), value) {
                ("properties" | "patternProperties" | "definitions" | "$defs", Value::Object(schemas)) => {
                    for (name, schema) in schemas {
                        let name = name.replace('~', "~0").replace('/', "~1");
                        self.schema(&format!("{at}/{name}"), schema, depth + 1)?;
                    }
                }
                ("properties" | "patternProperties" | "definitions" | "$defs", other) => {
                    return Err(wrong(&at, "an object of schemas", other));
                }
                ("anyOf" | "oneOf" | "allOf" | "items" | "prefixItems", Value::Array(schemas)) => {
                    for (number, schema) in schemas.iter().enumerate() {
                        self.schema(&format!("{at}/{number}"), schema, depth + 1)?;
                    }
                }
                ("anyOf" | "oneOf" | "allOf", other) => return Err(wrong(&at, "a list of schemas", other)),
                ("items" | "additionalProperties", schema) => self.schema(&at, schema, depth + 1)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// The keywords of a schema with values that are not schemas.
    fn own(&self, at: &str, words: &Map<String, Value>, depth: usize) -> Result<(), String> {
        if let Some(kind) = words.get("type") {
            let at = format!("{at}/type");
            let kinds = match kind {
                Value::Array(kinds) => kinds.as_slice(),
                one => std::slice::from_ref(one),
            };
            for kind in kinds {
                let name = kind.as_str().ok_or_else(|| wrong(&at, "the name of a type", kind))?;
                if !TYPES.contains(&name) {
                    let [known @ .., last] = &TYPES;
                    let known = known.join(", ");
                    return Err(format!("{at}: unknown type `{name}`; expected {known} or {last}"));
                }
            }
            if depth == 0 && !kinds.iter().any(|kind| kind == "object") {
                return Err(format!("{at}: a record is an object"));
            }
        }
        if let Some(values) = words.get("enum").filter(|values| !values.is_array()) {
            return Err(wrong(&format!("{at}/enum"), "a list of values", values));
        }
        if let Some(names) = words.get("required")
            && !names.as_array().is_some_and(|names| names.iter().all(Value::is_string))
        {
            return Err(wrong(&format!("{at}/required"), "a list of names", names));
        }
        let Some(reference) = words.get("$ref") else { return Ok(()) };
        let at = format!("{at}/$ref");
        let name = reference.as_str().ok_or_else(|| wrong(&at, "a text", reference))?;
        match name.strip_prefix('#') {
            None => Err(format!("{at}: `{name}` leads out of the schema")),
            Some(pointer) if self.root.pointer(pointer).is_none() => Err(format!("{at}: `{name}` leads nowhere")),
            Some(_) => Ok(()),
        }
    }
}

fn wrong(at: &str, expected: &str, got: &Value) -> String {
    let place = if at.is_empty() { "the root" } else { at };
    let got = kind(got);
    format!("{place}: expected {expected}, got {got}")
}
