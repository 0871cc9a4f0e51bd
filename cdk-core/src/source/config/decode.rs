//! Decoding of the config, and the search for the reason of an error.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::config_type::ConfigType;
use super::judge::{Judge, Problem};
use super::words;
use crate::error::{Error, Result};
use crate::schema::{looks_secret, secrets};
use crate::secret::Redactor;
use crate::stream::SourceDef;

/// Decodes the config of a source; `spec` is the source's connection specification. An explicit specification is
/// enforced completely; the specification of the type only explains decoding errors.
///
/// # Errors
/// As for [`decode_config`].
pub(crate) fn config_of<C: ConfigType>(source: &SourceDef<C>, config: &Value, spec: &Value) -> Result<C> {
    if source.spec.is_some()
        && let Some(problem) = Judge::of_everything().problem(words::ROOT, spec, &without_nulls(config))
    {
        return Err(Error::config(problem.to_string()));
    }
    decode_config(config, spec)
}

/// Decodes `config` as `C`, whose connection specification is `spec`.
///
/// # Errors
/// A config error of one sentence, such as `config.start_date: expected a date like 2024-01-31, got 'yesterday'`.
pub(crate) fn decode_config<C: DeserializeOwned>(config: &Value, spec: &Value) -> Result<C> {
    let config = without_nulls(config);
    let refused = |problem: Problem| Error::config(problem.to_string());
    match serde_path_to_error::deserialize::<_, C>(&config) {
        Ok(decoded) => match Judge::of_values().problem(words::ROOT, spec, &config) {
            None => Ok(decoded),
            Some(problem) => Err(refused(problem)),
        },
        Err(error) => {
            // The walk first: through a tagged enum, serde no longer knows the path.
            let problem = Judge::of_everything().problem(words::ROOT, spec, &config);
            Err(refused(problem.unwrap_or_else(|| serde_problem(&error, spec, &config))))
        }
    }
}

/// The config without members that are null, at every depth. Nulls in lists stay: there, they have a place.
pub(in super::super) fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.clone(), without_nulls(value)))
            .collect(),
        Value::Array(elements) => elements.iter().map(without_nulls).collect(),
        plain => plain.clone(),
    }
}

/// The problem that serde reports if the specification finds none: an integer that is too large for its type, or the
/// rule of a hand-written `Deserialize`.
fn serde_problem(error: &serde_path_to_error::Error<serde_json::Error>, spec: &Value, config: &Value) -> Problem {
    use serde_path_to_error::Segment;

    let mut at = words::ROOT.to_owned();
    let (mut schema, mut value) = (Some(spec), Some(config));
    let mut is_secret = false;
    for segment in error.path() {
        match segment {
            Segment::Map { key } => {
                at = words::member(&at, key);
                is_secret = looks_secret(key);
                schema = schema.and_then(|schema| schema.get("properties")?.get(key));
                value = value.and_then(|value| value.get(key));
            }
            Segment::Seq { index } => {
                at = words::element(&at, *index);
                schema = schema.and_then(|schema| schema.get("items"));
                value = value.and_then(|value| value.get(index));
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    let value = value.unwrap_or(&Value::Null);
    let is_container = value.is_object() || value.is_array();
    // A place that is not in the specification might hold a secret.
    let is_secret = !is_container && (is_secret || schema.is_none_or(words::holds_secret));
    let said = error.inner().to_string();
    let is_whole = value.is_i64() || value.is_u64();
    if is_whole && schema.is_some_and(|schema| words::types(schema).contains(&"integer")) {
        let wanted = if value.as_i64().is_some_and(|number| number < 0) { "greater" } else { "smaller" };
        return Problem::unfit(at, format!("a {wanted} whole number"), words::got(value, is_secret));
    }
    if let Some(expected) = words::expected_by_serde(&said).filter(|_| !is_container) {
        return Problem::unfit(at, masked(expected, spec, config), words::got(value, is_secret));
    }
    let text = match is_secret {
        true => words::HIDDEN.to_owned(),
        false if said.starts_with("data did not match any variant") => words::NO_FORM.to_owned(),
        false => masked(&said, spec, config),
    };
    Problem::other(at, text)
}

/// The message of serde without secrets, and without values at places that are not in the specification. Masked before
/// it is cut, since half a secret would not be found.
fn masked(said: &str, spec: &Value, config: &Value) -> String {
    let mut hidden = secrets(spec, config);
    unknown(&[spec], config, &mut hidden);
    let redactor = Redactor::default();
    hidden.iter().for_each(|secret| redactor.add(secret));
    let text = redactor.mask(said);
    // The redactor does not mask short secrets, since they occur everywhere by chance.
    if hidden.iter().any(|secret| text.contains(secret.trim())) {
        return words::HIDDEN.to_owned();
    }
    words::cut(&text)
}

/// Lists the strings and numbers at places that no schema declares, or whose name looks like a secret.
fn unknown(schemas: &[&Value], value: &Value, found: &mut Vec<String>) {
    let combined = ["oneOf", "anyOf", "allOf"];
    let mut schemas = schemas.to_vec();
    let mut next = 0;
    while let Some(schema) = schemas.get(next).copied() {
        schemas.extend(combined.iter().filter_map(|word| schema.get(word)?.as_array()).flatten());
        next += 1;
    }
    let below = |word: &str, of: &dyn Fn(&'_ Value) -> Option<&'_ Value>| -> Vec<&Value> {
        schemas.iter().filter_map(|schema| schema.get(word)).filter_map(of).collect()
    };
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let is_secret = looks_secret(name) && !value.is_object();
                let mut declared = below("properties", &|properties| properties.get(name));
                declared.extend(schemas.iter().filter_map(|schema| schema.get("additionalProperties")));
                unknown(if is_secret { &[] } else { &declared }, value, found);
            }
        }
        Value::Array(elements) => {
            for (index, value) in elements.iter().enumerate() {
                unknown(&below("items", &|items| items.get(index).or(Some(items))), value, found);
            }
        }
        Value::String(text) if schemas.is_empty() && !text.trim().is_empty() => found.push(text.clone()),
        Value::Number(number) if schemas.is_empty() => found.push(number.to_string()),
        _ => {}
    }
}
