//! Document: a text → JSON values.

use serde_json::{Deserializer, Value};

use crate::failure::Failure;

/// What a text holds.
#[derive(Debug, PartialEq)]
pub(super) enum Parsed {
    Document(Value),
    /// JSON Lines, of at least two objects.
    Lines(Vec<Value>),
}

/// Reads JSON, JSON Lines, or a document in YAML.
///
/// # Errors
/// If it is none of them. The message names the place, and nothing of the text.
pub(super) fn parse(text: &str, shown: &str) -> Result<Parsed, Failure> {
    if text.trim().is_empty() {
        return Err(Failure::new(format!("{shown} is empty; give a response with at least one record")));
    }
    let error = match serde_json::from_str(text) {
        Ok(value) => return Ok(Parsed::Document(value)),
        Err(error) => error,
    };
    if let Some(lines) = lines(text) {
        return Ok(Parsed::Lines(lines));
    }
    if looks_like_yaml(text, shown) {
        return yaml(text, shown).map(Parsed::Document);
    }
    let html = if text.trim_start().starts_with('<') { " (it is HTML or XML)" } else { "" };
    Err(Failure::new(format!("{shown} is not JSON{html}: {error}; give a response of the API in JSON")))
}

fn lines(text: &str) -> Option<Vec<Value>> {
    let values: Vec<Value> = Deserializer::from_str(text).into_iter().collect::<Result<_, _>>().ok()?;
    (values.len() > 1 && values.iter().all(Value::is_object)).then_some(values)
}

fn looks_like_yaml(text: &str, shown: &str) -> bool {
    let is_named = [".yaml", ".yml"].iter().any(|ending| shown.to_ascii_lowercase().ends_with(ending));
    let key = |line: &str| line.starts_with("openapi:") || line.starts_with("swagger:");
    is_named || text.lines().any(key)
}

fn yaml(text: &str, shown: &str) -> Result<Value, Failure> {
    let options = serde_saphyr::options! {
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::LastWins,
        with_snippet: false,
        budget: None,
    };
    serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let place = error.location().map(|at| format!(" at line {}", at.line())).unwrap_or_default();
        Failure::new(format!("{shown} is not valid YAML{place}; check the indentation and the quotes there"))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_lines_and_yaml_are_recognized() {
        assert_eq!(parse("{\"a\": 1}", "x").unwrap(), Parsed::Document(json!({ "a": 1 })));
        assert_eq!(parse("{\"a\":1}\n{\"a\":2}\n", "x").unwrap(), Parsed::Lines(vec![json!({"a":1}), json!({"a":2})]));
        let yaml = "openapi: 3.0.3\npaths:\n  /users:\n    get:\n      responses:\n        200: {description: ok}\n        '201': {}\n";
        let document = json!({ "openapi": "3.0.3", "paths": { "/users": { "get": {
            "responses": { "200": { "description": "ok" }, "201": {} },
        } } } });
        assert_eq!(parse(yaml, "x").unwrap(), Parsed::Document(document));
    }

    #[test]
    fn an_error_names_the_place_and_the_fix() {
        let message = |text, shown| parse(text, shown).unwrap_err().to_string();

        assert_eq!(message(" \n", "a.json"), "a.json is empty; give a response with at least one record");
        assert_eq!(
            message("{\"secret\": oops}", "a.json"),
            "a.json is not JSON: expected value at line 1 column 12; give a response of the API in JSON"
        );
        assert!(message("<html>", "a").starts_with("a is not JSON (it is HTML or XML): "));
        assert!(message("a: [", "a.yaml").starts_with("a.yaml is not valid YAML"));
    }
}
