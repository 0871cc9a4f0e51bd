//! Union: what the variants of a union declare together.
//!
//! In: the schema of a tagged or untagged enum, or whatever else says `anyOf`, `oneOf` or `allOf`. Out: an object of
//! all names that any variant declares, so that what none of them declares is undeclared; likewise the elements of
//! arrays. Which variant a value is, and whether it fits it, is serde's to judge: a place inside admits every kind,
//! requires nothing and denies nothing. Only what is undeclared in it counts. A map or a free value in a variant makes
//! its place free.
//! Not here: which kinds the union itself admits (`words`).

use serde_json::Value;

use super::compiler::{Compiler, MOST_DEPTH, MOST_NODES, UnionPlace};
use super::node::{
    ANY, ARRAY, Elements, FREE, LET_NULL, Members, NULL, NodeId, NumberRange, OBJECT, Object, OtherNames, ProgramNode,
    Role, TEXT, field,
};
use super::words::{self, Keywords};

/// What several schemas say about one place.
#[derive(Default)]
struct Parts<'a> {
    objects: Vec<&'a Keywords>,
    items: Vec<&'a Value>,
    /// Texts that it may be: serde also reads the variant `Unit` as `{"Unit": null}`.
    texts: Vec<&'a str>,
    /// The dates and times among its texts, and whether it may be another text.
    dates: u8,
    is_any_text: bool,
    is_free_object: bool,
    is_free_array: bool,
    is_nullable: bool,
    met: Vec<&'a Keywords>,
}

/// What the variants of a union say together.
pub(super) struct MergedUnion {
    pub(super) elements: Elements,
    pub(super) object: Object,
    /// As in [`ProgramNode::texts`].
    pub(super) texts: u8,
}

impl<'a> Compiler<'a> {
    /// What arrays, objects and texts are in a union.
    pub(super) fn union(&mut self, words: &'a Keywords) -> Result<MergedUnion, String> {
        let mut parts = Parts::default();
        self.gather(words, &mut parts)?;
        self.merged(&parts)
    }

    fn merged(&mut self, parts: &Parts<'a>) -> Result<MergedUnion, String> {
        let elements = if parts.is_free_array || parts.items.is_empty() {
            Elements::Free
        } else {
            Elements::Of(self.place(&parts.items)?)
        };
        let map = parts.objects.iter().find_map(|words| map_of(words));
        let object = match (map, parts.objects.as_slice()) {
            _ if parts.is_free_object => Object::Free,
            (_, []) => Object::Free,
            (Some(values), [words]) => {
                let rest = OtherNames::Map(self.place(&[values])?);
                self.names(&[words], &parts.texts, rest)?
            }
            (Some(_), _) => Object::Free,
            (None, objects) => self.names(objects, &parts.texts, OtherNames::Undeclared)?,
        };
        let texts = if parts.is_any_text { 0 } else { parts.dates };
        Ok(MergedUnion { elements, object, texts })
    }

    /// The object of all names.
    fn names(&mut self, objects: &[&'a Keywords], texts: &[&str], rest: OtherNames) -> Result<Object, String> {
        let mut names: Vec<(&str, Vec<&'a Value>)> = Vec::new();
        for words in objects {
            for (name, schema) in words.get("properties").and_then(Value::as_object).into_iter().flatten() {
                match names.iter_mut().find(|(known, _)| known == name) {
                    Some((_, schemas)) => schemas.push(schema),
                    None => names.push((name, vec![schema])),
                }
            }
        }
        let mut fields = Vec::new();
        for (name, schemas) in names {
            let node = self.place(&schemas).map_err(|e| format!("`{name}`: {e}"))?;
            fields.push(field(name, node, false, Role::Declared));
        }
        let required = objects.iter().map(|words| words::required(words)).collect::<Result<Vec<_>, _>>()?.concat();
        for name in texts.iter().copied().chain(required) {
            if !fields.iter().any(|field| field.name == name) {
                fields.push(field(name, FREE, false, Role::Declared));
            }
        }
        let id = u32::try_from(self.objects.len()).map_err(|_| "the schema is too large")?;
        self.objects.push(Members { fields, rest });
        Ok(Object::Of(id))
    }

    /// The node of a place that any of these schemas may describe.
    fn place(&mut self, schemas: &[&'a Value]) -> Result<NodeId, String> {
        let mut distinct: Vec<&'a Value> = Vec::new();
        for schema in schemas {
            let schema = self.referred(schema)?;
            if !distinct.iter().any(|known| std::ptr::eq(*known, schema)) {
                distinct.push(schema);
            }
        }
        let is_large = self.nodes.len() > MOST_NODES;
        let is_same = |place: &&UnionPlace<'_>| {
            place.schemas.len() == distinct.len()
                && place.schemas.iter().zip(&distinct).all(|(a, b)| std::ptr::eq(*a, *b))
        };
        if let Some(known) = self.unions.iter().filter(|place| place.is_open || is_large).find(is_same) {
            return Ok(known.node);
        }
        // Sets of schemas may be many more than schemas.
        if self.nodes.len() > 2 * MOST_NODES || self.depth > MOST_DEPTH {
            return Ok(FREE);
        }

        let mut parts = Parts::default();
        for schema in &distinct {
            self.gather_schema(schema, &mut parts)?;
        }
        let node = self.reserve()?;
        let index = self.unions.len();
        self.unions.push(UnionPlace { schemas: distinct, node, is_open: true });
        self.depth += 1;
        let MergedUnion { elements, object, texts } = self.merged(&parts)?;
        self.depth -= 1;
        if let Some(place) = self.unions.get_mut(index) {
            place.is_open = false;
        }
        let kinds = if parts.is_nullable { ANY } else { ANY & !NULL | LET_NULL };
        if let Some(slot) = self.nodes.get_mut(node as usize) {
            *slot = ProgramNode { kinds, number: NumberRange::Finite, texts, choices: None, elements, object };
        }
        Ok(node)
    }

    /// What a schema that is only a reference refers to.
    fn referred(&self, mut schema: &'a Value) -> Result<&'a Value, String> {
        for _ in 0..MOST_DEPTH {
            let Some(words) = schema.as_object() else { break };
            let Some(name) = words.get("$ref").and_then(Value::as_str) else { break };
            if words.keys().any(|word| word != "$ref" && !words::is_annotation(word)) {
                break;
            }
            schema = self.target(name)?;
        }
        Ok(schema)
    }

    fn gather_schema(&self, schema: &'a Value, parts: &mut Parts<'a>) -> Result<(), String> {
        match schema {
            Value::Object(words) => self.gather(words, parts),
            Value::Bool(false) => Ok(()),
            _ => {
                (parts.is_free_object, parts.is_free_array, parts.is_nullable) = (true, true, true);
                parts.is_any_text = true;
                Ok(())
            }
        }
    }

    fn gather(&self, words: &'a Keywords, parts: &mut Parts<'a>) -> Result<(), String> {
        if parts.met.iter().any(|met| std::ptr::eq(*met, words)) {
            return Ok(());
        }
        parts.met.push(words);
        if words.keys().all(|word| words::is_annotation(word)) {
            return self.gather_schema(&Value::Bool(true), parts);
        }

        let mut refers = false;
        if let Some(name) = words.get("$ref").and_then(Value::as_str) {
            refers = true;
            self.gather_schema(self.target(name)?, parts)?;
        }
        for word in ["anyOf", "oneOf", "allOf"] {
            for branch in words.get(word).and_then(Value::as_array).into_iter().flatten() {
                refers = true;
                self.gather_schema(branch, parts)?;
            }
        }
        let says_kinds = ["type", "enum", "const", "properties", "additionalProperties"];
        if refers && !says_kinds.iter().any(|word| words.contains_key(*word)) {
            return Ok(());
        }

        let kinds = words::own_kinds(words);
        let is_odd = words::enumerates_more_than_texts(words) || words.keys().any(|word| !words::is_known(word));
        parts.is_nullable |= kinds & NULL != 0;
        parts.texts.extend(words::texts(words));
        if kinds & TEXT != 0 {
            let dates = if self.is_dynamic { 0 } else { words::dates(words) };
            parts.dates |= dates;
            parts.is_any_text |= dates == 0;
        }
        if kinds & ARRAY != 0 {
            match words.get("items") {
                Some(items) if !items.is_array() && !is_odd => parts.items.push(items),
                _ => parts.is_free_array |= is_odd || !refers,
            }
        }
        if kinds & OBJECT != 0 {
            let is_described = words.contains_key("properties") || words.contains_key("additionalProperties");
            if is_odd || words.contains_key("patternProperties") {
                parts.is_free_object = true;
            } else if is_described {
                parts.objects.push(words);
            } else {
                parts.is_free_object |= !refers;
            }
        }
        Ok(())
    }
}

/// The schema of a map's values.
fn map_of(words: &Keywords) -> Option<&Value> {
    words.get("additionalProperties").filter(|schema| **schema != Value::Bool(false))
}
