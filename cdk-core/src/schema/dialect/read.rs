//! JSON Schema → shape: follows references, joins unions, meets `allOf`.
//!
//! In: a root schema. Out: its [`TypeShape`]. A word that is not known says nothing, so the shape only gets wider by
//! it. A reference to a type that is being read already (a type that holds itself) is cut to a nullable object, or to
//! any value if it is not an object. At most [`MOST_SCHEMAS`] schemas are read, since references can blow a small
//! document up without end; what lies beyond is anything.
//! Not here: what shapes are and how they combine (see `shape`).

use serde_json::{Map, Value};

use super::shape::{TypeKind, TypeShape};

/// More schemas than any record type has: Stripe's largest stream, fully inlined, has about three thousand.
const MOST_SCHEMAS: usize = 100_000;

/// Reads schemas of one document.
pub(super) struct SchemaReader<'a> {
    root: &'a Value,
    /// The references that are being followed.
    open: Vec<String>,
    /// Whether references are followed at all, or every one is cut.
    follow: bool,
    left: usize,
}

impl<'a> SchemaReader<'a> {
    pub(super) fn new(root: &'a Value, follow: bool) -> Self {
        // The root is being read from the start: `#` is a type that holds itself.
        Self { root, open: vec!["#".to_owned()], follow, left: MOST_SCHEMAS }
    }

    pub(super) fn shape(&mut self, schema: &Value) -> TypeShape {
        self.left = self.left.saturating_sub(1);
        let Value::Object(words) = schema else { return TypeShape::anything() };
        if self.left == 0 {
            return TypeShape::anything();
        }
        let mut shape = self.own(words);
        if let Some(reference) = words.get("$ref").and_then(Value::as_str) {
            shape = shape.meet(self.target(reference));
        }
        for part in list(words, "allOf") {
            shape = shape.meet(self.shape(part));
        }
        for union in ["anyOf", "oneOf"] {
            let variants = list(words, union).iter().map(|variant| self.shape(variant)).collect();
            shape = shape.with_variants(variants);
        }
        shape
    }

    /// What the schema itself says, without its combinators.
    fn own(&mut self, words: &Map<String, Value>) -> TypeShape {
        let (kinds, nullable) = kinds(words);
        let mut shape = TypeShape { nullable, ..TypeShape::of(kinds) };
        shape.values = values(words);
        if let Some(values) = &shape.values
            && shape.is_anything()
        {
            (shape.kinds, shape.nullable) = kinds_of(values);
        }
        if let Some(values) = &mut shape.values {
            values.retain(|value| !value.is_null());
        }
        shape.format = words.get("format").and_then(Value::as_str).map(str::to_owned);
        shape.airbyte_type = words.get("airbyte_type").cloned();
        if let Some(Value::Object(properties)) = words.get("properties") {
            shape.properties = properties.iter().map(|(name, schema)| (name.clone(), self.shape(schema))).collect();
        }
        shape.additional = self.additional(words).map(Box::new);
        shape.items = self.items(words).map(Box::new);
        let said = |key: &str| matches!(key, "title" | "description") || key.starts_with("airbyte_");
        let notes = words.iter().filter(|(key, _)| said(key) && *key != "airbyte_type");
        shape.notes = notes.map(|(key, note)| (key.clone(), note.clone())).collect();
        shape
    }

    /// What undeclared properties hold, where the schema says so. A map with number keys says it by pattern.
    fn additional(&mut self, words: &Map<String, Value>) -> Option<TypeShape> {
        if let Some(additional @ Value::Object(_)) = words.get("additionalProperties") {
            return Some(self.shape(additional)).filter(|shape| !shape.is_anything());
        }
        let patterns = words.get("patternProperties").and_then(Value::as_object)?;
        let shapes: Vec<TypeShape> = patterns.values().map(|schema| self.shape(schema)).collect();
        shapes.into_iter().reduce(TypeShape::join).filter(|shape| !shape.is_anything())
    }

    /// What an array holds: of a tuple, what all its places have in common.
    fn items(&mut self, words: &Map<String, Value>) -> Option<TypeShape> {
        let items = words.get("prefixItems").or_else(|| words.get("items"))?;
        let shapes: Vec<TypeShape> = match items {
            Value::Array(places) => places.iter().map(|place| self.shape(place)).collect(),
            single => vec![self.shape(single)],
        };
        shapes.into_iter().reduce(TypeShape::join).filter(|shape| !shape.is_anything())
    }

    fn target(&mut self, reference: &str) -> TypeShape {
        let Some(target) = self.resolved(reference) else { return TypeShape::anything() };
        if !self.follow || self.open.iter().any(|open| open == reference) {
            let (kinds, _) = kinds(target.as_object().unwrap_or(&Map::new()));
            let is_object = reference == "#" || kinds == [TypeKind::Object];
            return if is_object {
                TypeShape { nullable: true, ..TypeShape::of([TypeKind::Object]) }
            } else {
                TypeShape::anything()
            };
        }
        self.open.push(reference.to_owned());
        let shape = self.shape(target);
        self.open.pop();
        shape
    }

    /// The schema that a reference within the document names.
    fn resolved(&self, reference: &str) -> Option<&'a Value> {
        let pointer = percent_encoding::percent_decode_str(reference.strip_prefix('#')?).decode_utf8().ok()?;
        self.root.pointer(&pointer)
    }
}

fn list<'a>(words: &'a Map<String, Value>, word: &str) -> &'a [Value] {
    words.get(word).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The kinds that `type` names, and whether null is one. Without `type`, a schema with properties is an object.
fn kinds(words: &Map<String, Value>) -> (Vec<TypeKind>, bool) {
    let named: Vec<&str> = match words.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ if words.contains_key("properties") => vec!["object"],
        _ => vec![],
    };
    let kind = |name: &&str| TypeKind::ALL.iter().find(|(_, known)| known == name).map(|(kind, _)| *kind);
    (named.iter().filter_map(kind).collect(), named.contains(&"null"))
}

fn values(words: &Map<String, Value>) -> Option<Vec<Value>> {
    match (words.get("const"), words.get("enum")) {
        (Some(value), _) => Some(vec![value.clone()]),
        (None, Some(Value::Array(values))) => Some(values.clone()),
        _ => None,
    }
}

/// The kinds that a list of allowed values has, where `type` does not say.
fn kinds_of(values: &[Value]) -> (Vec<TypeKind>, bool) {
    let mut kinds = Vec::new();
    for value in values {
        let kind = match value {
            Value::Null => continue,
            Value::Bool(_) => TypeKind::Boolean,
            Value::Number(number) if number.is_f64() => TypeKind::Number,
            Value::Number(_) => TypeKind::Integer,
            Value::String(_) => TypeKind::String,
            Value::Array(_) => TypeKind::Array,
            Value::Object(_) => TypeKind::Object,
        };
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    (kinds, values.iter().any(Value::is_null))
}
