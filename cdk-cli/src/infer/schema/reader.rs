//! Reader: a schema → a type.

use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value;

use super::flat::{Flattener, Keywords, alternatives, is_null};
use super::pointer::{Unresolved, last_name};
use super::scalar;
use crate::infer::record::{Field, Kind, MomentParser, StructType, Typed, union};

/// Deeper schemas are `Value`.
const DEEPEST: usize = 48;
/// After this many schemas, the others are `Value`: alternatives that contain themselves never end.
const MOST_SCHEMAS: usize = 30_000;
/// A longer title is a sentence and not a name.
const LONGEST_TITLE: usize = 40;

/// A type with what a schema says about it.
#[derive(Clone, Debug)]
pub(crate) struct Described {
    pub(crate) typed: Typed,
    pub(crate) description: Option<String>,
    pub(crate) note: Option<String>,
}

impl Described {
    fn plain(typed: Typed) -> Self {
        Self { typed, description: None, note: None }
    }

    fn any(note: String) -> Self {
        Self { note: Some(note), ..Self::plain(Typed::required(Kind::Any)) }
    }
}

/// Reads schemas of one document.
pub(crate) struct SchemaReader<'a> {
    flattener: Flattener<'a>,
    moments: MomentParser,
    /// What references lead to, once it is read.
    known: HashMap<String, Described>,
    /// The references that are being read.
    open: Vec<String>,
    depth: usize,
    /// How many schemas were read.
    count: usize,
}

impl<'a> SchemaReader<'a> {
    pub(crate) fn new(document: &'a Value) -> Self {
        let flattener = Flattener::new(document);
        Self {
            flattener,
            moments: MomentParser::default(),
            known: HashMap::new(),
            open: Vec::new(),
            depth: 0,
            count: 0,
        }
    }

    /// The type of the values that the schema allows.
    pub(crate) fn read(&mut self, schema: &Value) -> Described {
        self.count += 1;
        if self.depth >= DEEPEST || self.count > MOST_SCHEMAS {
            return Described::any("Nested too deeply: any JSON.".to_owned());
        }
        self.depth += 1;
        let described = self.schema(schema);
        self.depth -= 1;
        described
    }

    fn schema(&mut self, schema: &Value) -> Described {
        let Some(keywords) = schema.as_object() else { return Described::plain(Typed::required(Kind::Any)) };
        let mut described = match (keywords.get("$ref").and_then(Value::as_str), wrapped(keywords)) {
            (Some(reference), _) => self.reference(reference),
            (None, Some(only)) => self.read(only),
            (None, None) => return self.keywords(&self.flattener.flat(schema)),
        };
        described.typed.is_optional |= is_nullable(keywords);
        described.description = text(keywords, "description").or(described.description);
        described
    }

    fn reference(&mut self, reference: &str) -> Described {
        if let Some(known) = self.known.get(reference) {
            return known.clone();
        }
        let name = last_name(reference);
        if self.open.iter().any(|open| open == reference) {
            return Described::any(format!("A `{name}` again: recursive types are any JSON."));
        }
        let target = match self.flattener.target(reference) {
            Ok(target) => target,
            Err(Unresolved::OtherFile) => {
                return Described::any(format!("`{reference}` is in another file: any JSON."));
            }
            Err(Unresolved::Missing) => {
                return Described::any(format!("`{reference}` is not in the document: any JSON."));
            }
        };
        self.open.push(reference.to_owned());
        let mut described = self.read(target);
        self.open.pop();
        if let Kind::Struct(found) = &mut described.typed.kind
            && found.name.is_none()
        {
            Rc::make_mut(found).name = Some(name);
        }
        self.known.insert(reference.to_owned(), described.clone());
        described
    }

    /// A schema without `$ref` and `allOf`.
    fn keywords(&mut self, keywords: &Keywords) -> Described {
        let description = text(keywords, "description");
        let is_optional = is_nullable(keywords);
        let mut described = match alternatives(keywords).next() {
            Some(_) => self.alternatives(keywords),
            None => self.of_type(keywords),
        };
        described.typed.is_optional |= is_optional;
        described.description = description.or(described.description);
        described
    }

    fn alternatives(&mut self, keywords: &Keywords) -> Described {
        let mut base = keywords.clone();
        base.retain(|name, _| !matches!(name.as_str(), "oneOf" | "anyOf" | "description" | "title" | "nullable"));
        let is_empty = !["type", "properties", "items"].iter().any(|name| base.contains_key(*name));
        let mut all: Option<Described> = None;
        let mut has_null = false;
        for alternative in alternatives(keywords) {
            if is_null(alternative) {
                has_null = true;
                continue;
            }
            let described = if is_empty {
                self.read(alternative)
            } else {
                let both = serde_json::json!({ "allOf": [base.clone(), alternative] });
                self.read(&both)
            };
            all = Some(match all {
                None => described,
                Some(others) => either(&others, &described),
            });
        }
        let mut described = all.unwrap_or(Described::plain(Typed::required(Kind::Any)));
        described.typed.is_optional |= has_null;
        described
    }

    fn of_type(&mut self, keywords: &Keywords) -> Described {
        let types = types(keywords);
        let mut described: Option<Described> = None;
        for name in types.iter().filter(|name| **name != "null") {
            let next = self.of_one_type(keywords, name);
            described = Some(match described {
                None => next,
                Some(others) => either(&others, &next),
            });
        }
        described.unwrap_or(Described::plain(Typed::required(Kind::Any)))
    }

    fn of_one_type(&mut self, keywords: &Keywords, name: &str) -> Described {
        let kind = match name {
            "boolean" => Kind::Bool,
            "integer" => scalar::integer(keywords),
            "number" => scalar::number(keywords),
            "string" => {
                let (kind, note) = scalar::text(keywords, &mut self.moments);
                return Described { note, ..Described::plain(Typed::required(kind)) };
            }
            "array" => return self.list(keywords),
            "object" => return Described::plain(Typed::required(self.object(keywords))),
            _ => scalar::of_values(keywords).unwrap_or(Kind::Any),
        };
        Described::plain(Typed::required(kind))
    }

    fn list(&mut self, keywords: &Keywords) -> Described {
        let element = match keywords.get("items") {
            Some(items @ Value::Object(_)) => self.read(items),
            _ => Described::plain(Typed::required(Kind::Any)),
        };
        // What is said about an object in the list is not said about the list.
        let note = element.note.filter(|_| element.typed.kind == Kind::Any);
        Described { note, ..Described::plain(Typed::required(Kind::List(Box::new(element.typed)))) }
    }

    fn object(&mut self, keywords: &Keywords) -> Kind {
        let properties = keywords.get("properties").and_then(Value::as_object).filter(|all| !all.is_empty());
        let Some(properties) = properties else { return self.map(keywords) };
        let required = keywords.get("required").and_then(Value::as_array);
        let is_required = |name: &str| required.is_some_and(|all| all.iter().any(|other| other == name));
        let mut fields = Vec::new();
        for (name, schema) in properties {
            // Only requests have it.
            if schema.get("writeOnly") == Some(&Value::Bool(true)) {
                continue;
            }
            let Described { mut typed, description, note } = self.read(schema);
            typed.is_optional |= !is_required(name);
            fields.push(Field { name: name.clone(), typed, description, note });
        }
        let title = text(keywords, "title").filter(|title| title.len() <= LONGEST_TITLE);
        Kind::Struct(Rc::new(StructType { name: title, description: text(keywords, "description"), fields }))
    }

    /// An object without properties.
    fn map(&mut self, keywords: &Keywords) -> Kind {
        let patterns = keywords.get("patternProperties").and_then(Value::as_object);
        let only_pattern =
            patterns.filter(|patterns| patterns.len() == 1).and_then(|patterns| patterns.values().next());
        let values = keywords.get("additionalProperties").filter(|schema| schema.is_object()).or(only_pattern);
        match values.map(|schema| self.read(schema).typed) {
            None | Some(Typed { kind: Kind::Any, .. }) => Kind::Object,
            Some(typed) => Kind::Map(Box::new(typed)),
        }
    }
}

/// A value that is one or the other.
fn either(one: &Described, other: &Described) -> Described {
    let typed = union(&one.typed, &other.typed);
    let is_mixed = typed.kind == Kind::Any;
    let note = is_mixed.then(|| "The schema allows several kinds of values.".to_owned());
    Described { note, ..Described::plain(typed) }
}

/// The only schema of an `allOf`, if nothing next to it changes the type: documents describe a reference like that.
fn wrapped(keywords: &Keywords) -> Option<&Value> {
    let [only] = keywords.get("allOf")?.as_array()?.as_slice() else { return None };
    let changes = ["properties", "type", "required", "oneOf", "anyOf"].iter().any(|name| keywords.contains_key(*name));
    (!changes).then_some(only)
}

/// The names in `type`, or what other keywords say about the type.
fn types(keywords: &Keywords) -> Vec<&str> {
    let implied = |name: &str| match name {
        "properties" | "additionalProperties" | "patternProperties" => Some("object"),
        "items" => Some("array"),
        "format" if matches!(text(keywords, "format").as_deref(), Some("date" | "date-time")) => Some("string"),
        "enum" | "const" => Some("listed values"),
        _ => None,
    };
    match keywords.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => ["properties", "additionalProperties", "patternProperties", "items", "format", "enum", "const"]
            .into_iter()
            .filter(|name| keywords.contains_key(*name))
            .find_map(implied)
            .into_iter()
            .collect(),
    }
}

fn is_nullable(keywords: &Keywords) -> bool {
    let is_true = |name: &str| keywords.get(name) == Some(&Value::Bool(true));
    let lists_null =
        |name: &str| keywords.get(name).and_then(Value::as_array).is_some_and(|all| all.contains(&Value::Null));
    let allows_null = match keywords.get("type") {
        Some(Value::String(name)) => name == "null",
        Some(Value::Array(names)) => names.iter().any(|name| name == "null"),
        _ => false,
    };
    is_true("nullable") || is_true("x-nullable") || lists_null("enum") || allows_null
}

fn text(keywords: &Keywords, name: &str) -> Option<String> {
    let text = keywords.get(name)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
