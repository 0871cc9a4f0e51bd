//! Variants in a connection specification: Rust enums as the form offers them.
//!
//! In: one schema whose `anyOf` or `oneOf` came from an enum or an `Option`. Out: a plain `enum` where every variant is
//! a text, a list of types where every variant is a plain value, and a `oneOf` of titled objects where they hold
//! fields. The form takes only `oneOf`, and the platform masks secrets only under `oneOf`, so `anyOf` becomes one too:
//! variants of an untagged enum should not overlap.
//! Not here: what a variant's own fields look like (see `spec`).

use serde_json::{Map, Value, json};

use super::title::title;

/// Rewrites the unions among the keywords of a schema. The variants themselves are left as they are.
pub(super) fn merge_unions(words: &mut Map<String, Value>) {
    let mut variants = Vec::new();
    for union in ["anyOf", "oneOf"] {
        if let Some(Value::Array(parts)) = words.remove(union) {
            parts.into_iter().for_each(|part| flat(part, &mut variants));
        }
    }
    // Null is said by not being required; `true`next to fields comes from a flattened `Option` and adds nothing.
    variants.retain(|variant| variant["type"] != "null" && variant.as_object().is_some_and(|words| !words.is_empty()));
    match variants.len() {
        0 => {}
        1 => {
            if let Some(Value::Object(single)) = variants.pop() {
                merge(words, single);
                merge_unions(words);
            }
        }
        _ => several(words, variants),
    }
}

/// Adds `part` to `variants`, or its own variants where it is nothing but a union itself.
fn flat(part: Value, variants: &mut Vec<Value>) {
    let inner = ["oneOf", "anyOf"].into_iter().find_map(|union| match part.get(union) {
        Some(Value::Array(parts)) if part.get("properties").is_none() => Some(parts.clone()),
        _ => None,
    });
    match inner {
        Some(parts) => parts.into_iter().for_each(|part| flat(part, variants)),
        None => variants.push(part),
    }
}

fn several(words: &mut Map<String, Value>, mut variants: Vec<Value>) {
    let of_type = |variant: &Value| variant.get("type").and_then(Value::as_str).map(str::to_owned);
    if let Some(values) = variants.iter().map(texts).collect::<Option<Vec<_>>>() {
        words.insert("type".into(), json!("string"));
        words.insert("enum".into(), values.concat().into());
        return;
    }
    let mut types: Vec<String> = variants.iter().filter_map(of_type).collect();
    types.dedup();
    let plain = |name: &String| matches!(name.as_str(), "string" | "integer" | "number" | "boolean");
    if types.len() == variants.len() && types.iter().all(plain) {
        words.insert("type".into(), json!(types));
        return;
    }
    for variant in &mut variants {
        if let (Some(name), Value::Object(variant)) = (variant_name(variant), &mut *variant) {
            variant.entry("title").or_insert_with(|| title(&name).into());
        }
    }
    if types == ["object"] {
        words.insert("type".into(), json!("object"));
    }
    words.insert("oneOf".into(), variants.into());
}

/// The texts of a variant that consists of texts only.
fn texts(variant: &Value) -> Option<Vec<Value>> {
    match (variant.get("const"), variant.get("enum")) {
        (Some(text @ Value::String(_)), _) => Some(vec![text.clone()]),
        (None, Some(Value::Array(texts))) if texts.iter().all(Value::is_string) => Some(texts.clone()),
        _ => None,
    }
}

/// What identifies a variant: the value of its discriminator, or its only field.
fn variant_name(variant: &Value) -> Option<String> {
    let properties = variant.get("properties")?.as_object()?;
    let tag = properties.values().find_map(|property| property.get("const")?.as_str());
    tag.or_else(|| properties.keys().next().map(String::as_str).filter(|_| properties.len() == 1)).map(str::to_owned)
}

/// Adds what `more` says to `words`;existing entries have precedence.
fn merge(words: &mut Map<String, Value>, more: Map<String, Value>) {
    for (word, value) in more {
        words.entry(word).or_insert(value);
    }
}
