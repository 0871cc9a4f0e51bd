//! The connection specification: what the platform's form, its linter and its clients want to know of a config.
//!
//! In: a config type with `JsonSchema`. Out: draft-07 as Airbyte's form renders it: every field has a `title` and an
//! `order`, an `Option` is a plain type that is not `required`,an enum with data is a `oneOf` with a `const` in each
//! variant. Also, [`Secret`](crate::Secret) is `airbyte_secret`.
//!
//! What the user writes stands: `#[schemars(title = …, example = &"…", regex(pattern = …), range(…), extend("group" =
//! …))]`, doc comments as descriptions, serde's `default`. Defaults are announced; that they also apply is serde's
//! `default`.
//! Default: a title is made from the field's name (`api_key` → "API Key"), since the form would show the bare name.
//! Not here: records (see `dialect`), decoding a config (see `source`).
//!
//! Source: <https://docs.airbyte.com/platform/connector-development/connector-specification-reference>.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::record::generated;
use super::title::title;
use super::variants;

/// Describes the config type `C` for the SPEC message, as its `connectionSpecification`.
///
/// A type that holds itself is an open object where it comes again. Unknown keys are allowed everywhere.
///
/// ```
/// #[derive(serde::Deserialize, schemars::JsonSchema)]
/// struct Config {
///     /// API token from Settings → API.
///     api_token: cdk_core::Secret,
/// }
/// let spec = cdk_core::schema::connection_specification::<Config>();
/// assert_eq!(spec["required"], serde_json::json!(["api_token"]));
/// assert_eq!(
///     spec["properties"]["api_token"],
///     serde_json::json!({
///         "title": "API Token",
///         "description": "API token from Settings → API.",
///         "type": "string",
///         "airbyte_secret": true,
///         "order": 0,
///     })
/// );
/// ```
pub fn connection_specification<C: JsonSchema>() -> Value {
    let mut spec = generated::<C>(SchemaSettings::draft07().for_deserialize());
    if let Value::Object(root) = &mut spec {
        root.remove("definitions");
        if root.get("title").and_then(Value::as_str) == Some(&*C::schema_name()) {
            root.remove("title");
        }
        root.entry("type").or_insert_with(|| json!("object"));
        root.entry("properties").or_insert_with(|| json!({}));
    }
    mend(&mut spec);
    spec
}

/// Rewrites one schema and all below it.
fn mend(schema: &mut Value) {
    let Value::Object(words) = schema else {
        *schema = json!({});
        return;
    };
    unfold(words);
    variants::merge_unions(words);
    if let Some(Value::Array(variants)) = words.get_mut("oneOf") {
        variants.iter_mut().for_each(mend);
    }
    // The only variant next to null may be a reference.
    unfold(words);
    plain_type(words);
    format(words);
    if words.get("default") == Some(&Value::Null) {
        words.remove("default");
    }
    words.remove("writeOnly");
    if let Some(Value::Object(properties)) = words.get_mut("properties") {
        for (order, (name, property)) in properties.iter_mut().enumerate() {
            mend(property);
            name_and_order(name, order, property);
        }
    }
    match words.get_mut("items") {
        Some(Value::Array(places)) => places.iter_mut().for_each(mend),
        Some(items) => mend(items),
        None => {}
    }
    if words.get("type").and_then(Value::as_str) == Some("object") {
        match words.get_mut("additionalProperties") {
            Some(additional @ Value::Object(_)) => mend(additional),
            _ => {
                words.insert("additionalProperties".into(), Value::Bool(true));
            }
        }
    }
    in_reading_order(words);
}

/// Dissolves what schemars writes around a schema: a reference (left only where a type holds itself), a lone `allOf`.
fn unfold(words: &mut Map<String, Value>) {
    if words.remove("$ref").is_some() {
        words.insert("type".into(), json!("object"));
    }
    if let Some(Value::Array(parts)) = words.remove("allOf") {
        for part in parts {
            let Value::Object(mut part) = part else { continue };
            unfold(&mut part);
            for (word, value) in part {
                words.entry(word).or_insert(value);
            }
        }
    }
}

/// Takes null out: a field that may be left out is not required, and null means absent when a config is decoded.
fn plain_type(words: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = words.get_mut("type") {
        types.retain(|name| name != "null");
        if let [single] = types.as_slice() {
            let single = single.clone();
            words.insert("type".into(), single);
        }
    }
    if let Some(Value::Array(values)) = words.get_mut("enum") {
        values.retain(|value| !value.is_null());
    }
}

/// Keeps the formats that the form knows; those of numbers are Rust's affair, and their bounds stay.
///
/// A date and time without a zone is not a `date-time`, so a pattern shows which form is accepted.
fn format(words: &mut Map<String, Value>) {
    let is_text = words.get("type").and_then(Value::as_str) == Some("string");
    let replaced = match words.get("format").and_then(Value::as_str) {
        Some(_) if !is_text => None,
        Some("partial-date-time") => Some(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$"),
        Some("partial-time") => Some(r"^\d{2}:\d{2}:\d{2}$"),
        Some("zoned-date-time") => None,
        _ => return,
    };
    words.remove("format");
    if let Some(pattern) = replaced {
        words.entry("pattern").or_insert_with(|| json!(pattern));
    }
}

/// Gives a property a title, if it has none, and its place in the form.
fn name_and_order(name: &str, order: usize, property: &mut Value) {
    let Value::Object(words) = property else { return };
    // A discriminator is not shown: its variant has a title instead.
    if !words.contains_key("const") {
        words.entry("title").or_insert_with(|| title(name).into());
    }
    words.entry("order").or_insert_with(|| json!(order));
    in_reading_order(words);
}

/// The words in the order in which a reviewer wants to read them; `order`, the last, comes after what is not listed.
const READING_ORDER: [&str; 9] =
    ["$schema", "title", "description", "type", "format", "pattern", "enum", "examples", "required"];

fn in_reading_order(words: &mut Map<String, Value>) {
    let mut sorted: Vec<(String, Value)> = std::mem::take(words).into_iter().collect();
    sorted.sort_by_key(|(word, _)| match READING_ORDER.iter().position(|known| known == word) {
        _ if word == "order" => usize::MAX,
        Some(position) => position,
        None => READING_ORDER.len(),
    });
    words.extend(sorted);
}
