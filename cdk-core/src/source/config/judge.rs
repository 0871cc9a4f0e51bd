//! Validation of a config: finds the first place that violates the specification, in the order of the form.
//!
//! In: a specification as `schema::connection_specification` writes it, and a config. Out: a [`Problem`] or none.
//! A `oneOf` is resolved by its discriminator. Not enforced: patterns that `regex_lite` does not support (look-around)
//! and unsupported keywords. serde decides about those.
//! Not here: the texts of the messages (see `words`).

use std::fmt;

use serde_json::Value;

use super::super::similar::nearest;
use super::words;
use crate::schema::looks_secret;

/// An invalid or missing value, and its path.
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

/// How much is validated.
#[derive(Clone, Copy)]
pub(in super::super) struct Judge {
    /// Whether types and missing fields are checked. Not needed for a config that serde has accepted.
    shapes: bool,
}

impl Judge {
    pub(in super::super) fn of_everything() -> Self {
        Self { shapes: true }
    }

    pub(super) fn of_values() -> Self {
        Self { shapes: false }
    }

    /// The first problem of a whole file; `root` is its name in messages.
    pub(in super::super) fn problem(self, root: &str, spec: &Value, file: &Value) -> Option<Problem> {
        self.value(spec, file, root, false)
    }

    /// `is_secret`: the name of the field looks like a secret, whether or not the field is marked as one.
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

    /// Validates by the variant that the discriminator names. Without a discriminator, the value is invalid if all
    /// variants reject it; the variant of the value's type then supplies the reason.
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

/// The hint to rename a key that is similar to a missing one.
fn rename(misspelled: Option<&str>) -> String {
    misspelled.map(|name| format!("; rename `{}`?", words::cut(name))).unwrap_or_default()
}

/// The property that has a `const` in every variant.
fn discriminator(variants: &[Value]) -> Option<&str> {
    let has_const = |variant: &Value, name: &str| variant["properties"][name].get("const").is_some();
    let names = variants.first()?.get("properties")?.as_object()?.keys();
    names.map(String::as_str).find(|name| variants.iter().all(|variant| has_const(variant, name)))
}
