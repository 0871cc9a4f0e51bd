//! Finds the keys of a config that the schema of its type does not declare.

use serde_json::{Map, Value, json};

use crate::source::config::{ROOT, cut, element, member};
use crate::source::similar::nearest;

/// Keys that the Python CDK's tools add to any config.
const OF_TOOLS: [&str; 2] = ["_limit", "_page_size"];

/// A key that the schema does not declare.
pub(super) struct UnknownKey {
    /// `config.hosts[0].nmae`.
    pub(super) at: String,
    /// Names and positions, as a JSON pointer.
    pub(super) pointer: String,
    pub(super) path: Vec<String>,
    /// The similar declared key.
    pub(super) meant: Option<String>,
}

/// The keys of `config` that `schema` does not declare, in the order of the file.
pub(super) fn undeclared(schema: &Value, config: &Value) -> Vec<UnknownKey> {
    let mut search = UnknownKeySearch { root: schema, found: Vec::new() };
    search.value(&[schema], config, &SearchPosition::default());
    search.found
}

/// A name as a part of a JSON pointer (RFC 6901 §3).
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// The position in the config.
#[derive(Default)]
struct SearchPosition {
    shown: Option<String>,
    pointer: String,
    /// Only the names: all elements of a list have the same path.
    path: Vec<String>,
}

impl SearchPosition {
    fn shown(&self) -> &str {
        self.shown.as_deref().unwrap_or(ROOT)
    }

    fn member(&self, name: &str) -> Self {
        let mut path = self.path.clone();
        path.push(name.to_owned());
        let shown = Some(member(self.shown(), &cut(name)));
        Self { shown, pointer: format!("{}/{}", self.pointer, escaped(name)), path }
    }

    fn element(&self, index: usize) -> Self {
        let shown = Some(element(self.shown(), index));
        Self { shown, pointer: format!("{}/{index}", self.pointer), path: self.path.clone() }
    }
}

/// The search through a config, with the schemas that apply at each place.
struct UnknownKeySearch<'a> {
    root: &'a Value,
    found: Vec<UnknownKey>,
}

impl<'a> UnknownKeySearch<'a> {
    fn value(&mut self, schemas: &[&'a Value], value: &Value, at: &SearchPosition) {
        match value {
            Value::Object(members) => self.object(&self.unfolded(schemas, value), members, at),
            Value::Array(elements) => {
                let schemas = self.unfolded(schemas, value);
                for (index, element) in elements.iter().enumerate() {
                    let items = |schema: &&'a Value| {
                        let items = schema.get("items")?;
                        items.get(index).or(Some(items))
                    };
                    let items: Vec<&Value> = schemas.iter().filter_map(items).collect();
                    self.value(&items, element, &at.element(index));
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, schemas: &[&'a Value], members: &Map<String, Value>, at: &SearchPosition) {
        let properties = |schema: &&'a Value| schema.get("properties").and_then(Value::as_object);
        let declared: Vec<&Map<String, Value>> = schemas.iter().filter_map(properties).collect();
        let additional = |schema: &&'a Value| schema.get("additionalProperties").filter(|rule| **rule != json!(false));
        let additional: Vec<&Value> = schemas.iter().filter_map(additional).collect();
        // A schema without rules for keys allows any key, except for the config itself, which is a struct.
        let is_struct = !declared.is_empty() || at.path.is_empty();
        let is_open = !additional.is_empty() || !is_struct || schemas.iter().any(|schema| takes_anything(schema));
        for (name, value) in members {
            let known: Vec<&Value> = declared.iter().filter_map(|properties| properties.get(name)).collect();
            let place = at.member(name);
            if !known.is_empty() {
                self.value(&known, value, &place);
            } else if is_open {
                self.value(&additional, value, &place);
            } else if !is_of_platform(name, &at.path) {
                let others = declared.iter().flat_map(|properties| properties.keys());
                let absent = others.filter(|name| !members.contains_key(*name)).map(String::as_str);
                let meant = nearest(name, absent).map(str::to_owned);
                let SearchPosition { shown, pointer, path } = place;
                self.found.push(UnknownKey { at: shown.unwrap_or_default(), pointer, path, meant });
            }
        }
    }

    /// These schemas, the ones they refer to, their parts, and the variants that the value does not contradict.
    fn unfolded(&self, schemas: &[&'a Value], value: &Value) -> Vec<&'a Value> {
        let mut schemas = schemas.to_vec();
        let mut next = 0;
        while let Some(schema) = schemas.get(next).copied() {
            let target = schema.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
            let target = target.and_then(|pointer| self.root.pointer(pointer));
            let all = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
            let mut further: Vec<&Value> = target.into_iter().chain(all).collect();
            for word in ["oneOf", "anyOf"] {
                // Next to fields, a variant without rules comes from a flattened `Option` and adds nothing.
                let is_flattened = schema.get("properties").is_some();
                let variants = || {
                    let all = schema.get(word).and_then(Value::as_array).into_iter().flatten();
                    all.filter(|variant| !(is_flattened && takes_anything(variant)))
                };
                let before = further.len();
                further.extend(variants().filter(|variant| !contradicts(variant, value)));
                if further.len() == before {
                    further.extend(variants());
                }
            }
            // Otherwise a type that refers only to itself would never end.
            for schema in further {
                if !schemas.iter().any(|known| std::ptr::eq(*known, schema)) {
                    schemas.push(schema);
                }
            }
            next += 1;
        }
        schemas
    }
}

/// Whether the variant's discriminator has another value.
fn contradicts(variant: &Value, value: &Value) -> bool {
    let properties = variant.get("properties").and_then(Value::as_object).into_iter().flatten();
    let mut constants = properties.filter_map(|(name, schema)| schema.get("const").zip(value.get(name)));
    constants.any(|(constant, value)| constant != value)
}

/// Whether a schema has no rules about its values.
fn takes_anything(schema: &Value) -> bool {
    match schema {
        Value::Object(words) => {
            let words_on_values = ["type", "properties", "$ref", "allOf", "oneOf", "anyOf", "const", "enum"];
            !words_on_values.iter().any(|word| words.contains_key(*word))
        }
        other => other == &json!(true),
    }
}

/// Keys that the platform and its tools add to the config of any connector.
fn is_of_platform(name: &str, path: &[String]) -> bool {
    name.starts_with("__") || path.is_empty() && OF_TOOLS.contains(&name)
}
