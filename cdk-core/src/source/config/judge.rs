//! The specification as a judge: finds the first place of a config that breaks it, in the order of the form.
//!
//! In: a specification as `schema::connection_specification` writes it, and a config. Out: a [`Problem`] or none.
//! A `oneOf` is followed by its discriminator. A pattern that the small regex engine does not know (look-around) and a
//! word that is not read here are not enforced: serde has the last word anyway.
//! Not here: how things are called (see `words`).

use std::fmt;

use serde_json::Value;

use super::super::similar::nearest;
use super::words;
use crate::schema::looks_secret;

/// What is wrong, and where.
#[derive(Debug)]
pub(in super::super) struct Problem {
    at: String,
    text: String,
}

impl Problem {
    pub(super) fn unfit(at: String, expected: impl fmt::Display, got: impl fmt::Display) -> Self {
        Self { at, text: format!("expected {expected}, got {got}") }
    }

    pub(super) fn other(at: String, text: String) -> Self {
        Self { at, text }
    }

    fn missing(at: String, schema: &Value, misspelled: Option<&str>) -> Self {
        Self { at, text: format!("missing; {}{}", words::meaning(schema), rename(misspelled)) }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.text)
    }
}

/// How much is judged.
#[derive(Clone, Copy)]
pub(in super::super) struct Judge {
    /// Whether kinds of values and missing fields count; where serde took the config, they do not.
    shapes: bool,
}

impl Judge {
    pub(in super::super) fn of_everything() -> Self {
        Self { shapes: true }
    }

    pub(super) fn of_values() -> Self {
        Self { shapes: false }
    }

    /// The first problem of a whole file, which `root` names.
    pub(in super::super) fn problem(self, root: &str, spec: &Value, file: &Value) -> Option<Problem> {
        self.value(spec, file, root, false)
    }

    /// `is_secret`: the name of the place gives it away as a secret, whether it is marked or not.
    fn value(self, schema: &Value, value: &Value, at: &str, is_secret: bool) -> Option<Problem> {
        let unfit = || {
            let got = words::got(value, is_secret || words::holds_secret(schema));
            Some(Problem::unfit(at.to_owned(), words::expected(schema), got))
        };
        if !words::is_of_type(schema, value) {
            return if self.shapes { unfit() } else { None };
        }
        if !words::is_allowed(schema, value) {
            return unfit();
        }
        if let Some(variants) = schema.get("oneOf").and_then(Value::as_array)
            && let Some(problem) = self.variant(variants, value, at, is_secret)
        {
            return Some(problem);
        }
        match value {
            Value::Object(_) => self.object(schema, value, at),
            Value::Array(elements) => elements.iter().enumerate().find_map(|(index, element)| {
                let items = schema.get("items")?;
                self.value(items.get(index).unwrap_or(items), element, &words::element(at, index), is_secret)
            }),
            _ => None,
        }
    }

    fn object(self, schema: &Value, value: &Value, at: &str) -> Option<Problem> {
        let required = schema.get("required").and_then(Value::as_array);
        let is_required = |name: &str| required.is_some_and(|names| names.iter().any(|known| known == name));
        let properties = schema.get("properties").and_then(Value::as_object);
        let is_declared = |name: &str| properties.is_some_and(|properties| properties.contains_key(name));
        let declared = properties.into_iter().flatten().find_map(|(name, schema)| {
            let at = words::member(at, name);
            match value.get(name) {
                Some(value) => self.value(schema, value, &at, looks_secret(name)),
                None if self.shapes && is_required(name) => {
                    let others = value.as_object().into_iter().flat_map(|members| members.keys());
                    let undeclared = others.map(String::as_str).filter(|other| !is_declared(other));
                    Some(Problem::missing(at, schema, nearest(name, undeclared)))
                }
                None => None,
            }
        });
        declared.or_else(|| {
            let additional = schema.get("additionalProperties").filter(|schema| schema.is_object())?;
            let others = value.as_object()?.iter().filter(|(name, _)| !is_declared(name));
            others
                .into_iter()
                .find_map(|(name, value)| self.value(additional, value, &words::member(at, name), looks_secret(name)))
        })
    }

    /// Judges by the variant that the discriminator names; without a discriminator, all must refuse, and the one of the value's
    /// kind says why.
    fn variant(self, variants: &[Value], value: &Value, at: &str, is_secret: bool) -> Option<Problem> {
        let Some(tag) = discriminator(variants) else {
            let refused = |variant| self.value(variant, value, at, is_secret).is_some();
            if !self.shapes || !variants.iter().all(refused) {
                return None;
            }
            let of_kind: Vec<&Value> = variants.iter().filter(|variant| words::is_of_type(variant, value)).collect();
            let secret = is_secret || variants.iter().any(words::holds_secret);
            let no_variant =
                || Problem::unfit(at.to_owned(), words::one_of_variants(variants), words::got(value, secret));
            return match of_kind.as_slice() {
                [] => Some(no_variant()),
                [variant] => self.value(variant, value, at, is_secret),
                _ => Some(Problem::other(at.to_owned(), words::NO_FORM.to_owned())),
            };
        };
        let constant = |variant: &'_ Value| variant["properties"][tag]["const"].clone();
        let at_tag = words::member(at, tag);
        let allowed = || words::one_of(&variants.iter().map(constant).collect::<Vec<_>>());
        let Some(named) = value.get(tag) else {
            let names = value.as_object().into_iter().flat_map(|members| members.keys());
            let hint = rename(nearest(tag, names.map(String::as_str)));
            return self.shapes.then(|| Problem::other(at_tag, format!("missing; expected {}{hint}", allowed())));
        };
        match variants.iter().find(|variant| constant(variant) == *named) {
            Some(variant) => self.value(variant, value, at, is_secret),
            None if self.shapes => Some(Problem::unfit(at_tag, allowed(), words::got(named, looks_secret(tag)))),
            None => None,
        }
    }
}

/// What to do about a key that is near to a missing one.
fn rename(misspelled: Option<&str>) -> String {
    misspelled.map(|name| format!("; rename `{}`?", words::cut(name))).unwrap_or_default()
}

/// The property that has a `const` in every variant.
fn discriminator(variants: &[Value]) -> Option<&str> {
    let has_const = |variant: &Value, name: &str| variant["properties"][name].get("const").is_some();
    let names = variants.first()?.get("properties")?.as_object()?.keys();
    names.map(String::as_str).find(|name| variants.iter().all(|variant| has_const(variant, name)))
}
