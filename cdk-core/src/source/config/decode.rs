//! Decoding, and the order in which a refusal looks for its reason.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::judge::{Judge, Problem};
use super::words;
use crate::error::{Error, Result};
use crate::schema::looks_secret;

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

/// What serde says, where the specification finds nothing wrong: an integer that its type cannot hold, or the rule of a
/// hand-written `Deserialize`.
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
    // A place that the specification does not know might hold anything.
    let is_secret = is_secret || schema.is_none_or(words::holds_secret);
    let text = match value {
        Some(Value::Number(number)) if number.is_i64() || number.is_u64() => {
            let wanted = if number.as_i64().is_some_and(|number| number < 0) { "greater" } else { "smaller" };
            let expected = format!("a {wanted} whole number");
            return Problem::unfit(at, expected, words::got(value.unwrap_or(&Value::Null), is_secret));
        }
        _ if is_secret => "cannot be used as it is".to_owned(),
        _ => words::cut(&error.inner().to_string()),
    };
    Problem::other(at, text)
}
