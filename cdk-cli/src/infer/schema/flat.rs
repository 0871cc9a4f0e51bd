//! Flat: a schema without `$ref` and `allOf` at its top.
//!
//! In: a schema. Out: its keywords: properties and `required` of all parts, `nullable` if one part says so, the first of
//! every other keyword. A part that contains itself is left out.

use serde_json::{Map, Value};

use super::pointer::{Unresolved, resolve};

/// The keywords of a schema.
pub(crate) type Keywords = Map<String, Value>;

/// Resolves references of one document.
#[derive(Clone, Copy)]
pub(crate) struct Flattener<'a> {
    document: &'a Value,
}

/// More parts than this are not looked at: a document that refers to itself in circles.
const MOST_PARTS: usize = 10_000;

impl<'a> Flattener<'a> {
    pub(crate) fn new(document: &'a Value) -> Self {
        Self { document }
    }

    pub(super) fn target(self, reference: &str) -> Result<&'a Value, Unresolved> {
        resolve(self.document, reference)
    }

    /// The keywords of the schema with those of all its parts.
    pub(crate) fn flat(self, schema: &Value) -> Keywords {
        let mut flat = Keywords::new();
        self.add(schema, &mut flat, &mut Vec::new(), &mut 0);
        flat
    }

    fn add(self, schema: &Value, flat: &mut Keywords, open: &mut Vec<String>, parts: &mut usize) {
        *parts += 1;
        let Some(keywords) = schema.as_object().filter(|_| *parts <= MOST_PARTS) else { return };
        for (name, value) in keywords.iter().filter(|(name, _)| !matches!(name.as_str(), "$ref" | "allOf")) {
            add_keyword(flat, name, value);
        }
        if let Some(reference) = keywords.get("$ref").and_then(Value::as_str)
            && !open.iter().any(|known| known == reference)
            && let Ok(target) = self.target(reference)
        {
            open.push(reference.to_owned());
            self.add(target, flat, open, parts);
            open.pop();
        }
        for part in keywords.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.add(part, flat, open, parts);
        }
    }

    /// The only alternative of a `oneOf` or `anyOf` that is not null, in place of the whole; else the schema.
    pub(crate) fn sole(self, schema: &Value) -> Keywords {
        let flat = self.flat(schema);
        let others: Vec<&Value> = alternatives(&flat).filter(|other| !is_null(other)).collect();
        match others[..] {
            [one] if !flat.contains_key("properties") => self.flat(one),
            _ => flat,
        }
    }
}

/// The alternatives of `oneOf` and `anyOf`.
pub(super) fn alternatives(keywords: &Keywords) -> impl Iterator<Item = &Value> {
    ["oneOf", "anyOf"].into_iter().filter_map(|name| keywords.get(name)?.as_array()).flatten()
}

pub(super) fn is_null(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("null")
        || schema.get("const").is_some_and(Value::is_null)
        || schema.get("enum").and_then(Value::as_array).is_some_and(|values| values.iter().all(Value::is_null))
}

fn add_keyword(flat: &mut Keywords, name: &str, value: &Value) {
    let known = flat.get_mut(name);
    match (name, known, value) {
        ("properties", Some(Value::Object(known)), Value::Object(more)) => {
            for (name, schema) in more {
                add_property(known, name, schema);
            }
        }
        ("required", Some(Value::Array(known)), Value::Array(more)) => known.extend(more.iter().cloned()),
        ("nullable" | "x-nullable", Some(known), Value::Bool(true)) => *known = Value::Bool(true),
        (_, Some(_), _) => {}
        (_, None, value) => {
            flat.insert(name.to_owned(), value.clone());
        }
    }
}

/// A property that two parts describe is described by both.
fn add_property(known: &mut Keywords, name: &str, schema: &Value) {
    match known.get_mut(name) {
        None => {
            known.insert(name.to_owned(), schema.clone());
        }
        Some(other) if other != schema => {
            let both = vec![other.take(), schema.clone()];
            *other = Value::Object(Map::from_iter([("allOf".to_owned(), Value::Array(both))]));
        }
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn all_parts_are_one_schema() {
        let document = json!({ "definitions": {
            "Base": { "type": "object", "properties": { "id": { "type": "string" } }, "required": ["id"] },
            "Named": { "allOf": [{ "$ref": "#/definitions/Base" }, { "properties": { "name": {} }, "required": ["name"] }] },
            "Loop": { "allOf": [{ "$ref": "#/definitions/Loop" }], "type": "object" },
        } });
        let flattener = Flattener::new(&document);

        let named = flattener.flat(&json!({ "$ref": "#/definitions/Named", "nullable": true }));
        assert_eq!(named["required"], json!(["id", "name"]));
        assert_eq!(named["properties"], json!({ "id": { "type": "string" }, "name": {} }));
        assert_eq!(named["nullable"], json!(true));
        assert_eq!(flattener.flat(&json!({ "$ref": "#/definitions/Loop" }))["type"], "object");
    }
}
