//! Secrets: which values of a config nothing may print, and which names give a secret away.
//!
//! In: a connection specification and a config. Out: the values at places that are marked `airbyte_secret`.
//! A place counts as secret if any variant that could apply to it marks it: masking too much is the safe mistake.
//! Not here: masking itself (see [`Secret`](crate::Secret)).

use serde_json::Value;

/// Property names that always hold a secret, in snake case.
///
/// Source: the lint of Airbyte's standard tests (`airbyte_cdk.test.standard_tests`), which fails a spec that shows one.
const NAMES: [&str; 14] = [
    "access_token",
    "api_token",
    "certificate",
    "client_secret",
    "client_token",
    "credentials",
    "jwt",
    "key",
    "password",
    "refresh_token",
    "secret",
    "service_account",
    "service_account_info",
    "token",
];

/// Endings of property names that hold a secret. Source: as for [`NAMES`].
const ENDINGS: [&str; 8] =
    ["_token", "_secret", "password", "api_key", "apikey", "secret_key", "private_key", "access_key"];

/// Lists every secret value of `config`: texts as they are, numbers as text, each once, none of them empty.
///
/// `spec` is a connection specification. Everything below a place marked `airbyte_secret` is secret, also in a list or
/// an object, and in every variant of a `oneOf`.
pub fn secrets(spec: &Value, config: &Value) -> Vec<String> {
    let mut found = Vec::new();
    search(spec, config, &mut found);
    found
}

/// Whether a config property of this name is expected to be a secret, as Airbyte's lint sees it.
///
/// `clientSecret` and `client-secret` count as `client_secret`.
pub fn looks_secret(name: &str) -> bool {
    let mut snake = String::new();
    let mut previous = ' ';
    for character in name.chars() {
        if character.is_ascii_uppercase() && (previous.is_ascii_lowercase() || previous.is_ascii_digit()) {
            snake.push('_');
        }
        snake.push(if character == '-' { '_' } else { character.to_ascii_lowercase() });
        previous = character;
    }
    NAMES.contains(&snake.as_str()) || ENDINGS.iter().any(|ending| snake.ends_with(ending))
}

/// The variants of a place, of whatever combinator.
fn variants(schema: &Value) -> impl Iterator<Item = &Value> {
    ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|word| schema.get(word)?.as_array()).flatten()
}

fn search(schema: &Value, value: &Value, found: &mut Vec<String>) {
    if schema.get("airbyte_secret") == Some(&Value::Bool(true)) {
        return collect(value, found);
    }
    for variant in variants(schema) {
        search(variant, value, found);
    }
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let declared = schema.get("properties").and_then(|properties| properties.get(name));
                if let Some(schema) = declared.or_else(|| schema.get("additionalProperties")) {
                    search(schema, value, found);
                }
            }
        }
        Value::Array(elements) => {
            for (index, value) in elements.iter().enumerate() {
                let items = schema.get("items");
                if let Some(schema) = items.and_then(|items| items.get(index).or(Some(items))) {
                    search(schema, value, found);
                }
            }
        }
        _ => {}
    }
}

/// Every text and number in `value`.
fn collect(value: &Value, found: &mut Vec<String>) {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(elements) => return elements.iter().for_each(|element| collect(element, found)),
        Value::Object(fields) => return fields.values().for_each(|field| collect(field, found)),
        Value::Null | Value::Bool(_) => return,
    };
    if !text.is_empty() && !found.contains(&text) {
        found.push(text);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_at_marked_places_are_secret() {
        let spec = json!({ "properties": { "token": { "type": "string", "airbyte_secret": true } } });

        assert_eq!(secrets(&spec, &json!({ "token": "sk_1", "name": "x" })), ["sk_1"]);
    }
}
