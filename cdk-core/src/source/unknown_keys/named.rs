//! Filters the undeclared keys by whether they have an effect, and writes the line that names the others.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::search::{UnknownKey, escaped, undeclared};
use crate::schema::contract;
use crate::source::config::{ConfigType, without_nulls};
use crate::stream::SourceDef;

/// Limit of named keys. Each costs several decodings.
const MOST_NAMED: usize = 20;

/// Names the unknown keys of `value`, which was decoded as `config`.
pub(crate) fn unknown_keys<C: ConfigType>(source: &SourceDef<C>, value: &Value, config: &C) -> Option<String> {
    let value = without_nulls(value);
    let schema = source.spec.clone().unwrap_or_else(contract::<C>);
    let mut undeclared = undeclared(&schema, &value);
    // The same mistake in every element of a list is named once.
    let mut seen = BTreeSet::new();
    undeclared.retain(|key| seen.insert(key.path.clone()));
    if undeclared.is_empty() {
        return None;
    }
    let kept = kept(source, config);
    undeclared.retain(|key| !kept.iter().any(|path| path.starts_with(&key.path)));
    let total = undeclared.len();
    undeclared.truncate(MOST_NAMED);
    let more = total - undeclared.len();
    undeclared.retain(|key| is_without_effect::<C>(&value, key));
    warning(&undeclared, more)
}

fn warning(unknown: &[UnknownKey], more: usize) -> Option<String> {
    let one = |key: &UnknownKey| match &key.meant {
        Some(meant) => format!("{} (did you mean `{meant}`?)", key.at),
        None => key.at.clone(),
    };
    let mut names: Vec<String> = unknown.iter().map(one).collect();
    if more > 0 && !names.is_empty() {
        names.push(format!("and {more} more"));
    }
    (!names.is_empty()).then(|| format!("unknown config keys have no effect: {}", names.join(", ")))
}

/// Whether serde ignores the key: it accepts any value there, and accepts the key twice, which is an error for a known
/// field.
fn is_without_effect<C: DeserializeOwned>(config: &Value, key: &UnknownKey) -> bool {
    let mut changed = config.clone();
    let values = [json!("\u{0}"), json!(-0.5), json!(true), json!([[]]), json!({ "\u{0}": {} })];
    let takes_anything = values.into_iter().all(|value| {
        if let Some(place) = changed.pointer_mut(&key.pointer) {
            *place = value;
        }
        C::deserialize(&changed).is_ok()
    });
    takes_anything && serde_json::from_str::<C>(&with_twice(config, &key.pointer)).is_ok()
}

/// The JSON text of a value in which the member at `pointer` occurs twice.
fn with_twice(value: &Value, pointer: &str) -> String {
    let within = |name: &str| {
        let rest = pointer.strip_prefix('/')?.strip_prefix(&escaped(name))?;
        (rest.is_empty() || rest.starts_with('/')).then_some(rest)
    };
    match value {
        Value::Object(members) => {
            let mut parts = Vec::new();
            for (name, value) in members {
                let rest = within(name);
                let part = format!(
                    "{}:{}",
                    json!(name),
                    rest.map_or_else(|| value.to_string(), |rest| with_twice(value, rest))
                );
                parts.extend(vec![part; if rest == Some("") { 2 } else { 1 }]);
            }
            format!("{{{}}}", parts.join(","))
        }
        Value::Array(elements) => {
            let one = |(index, value): (usize, &Value)| match within(&index.to_string()) {
                Some(rest) => with_twice(value, rest),
                None => value.to_string(),
            };
            format!("[{}]", elements.iter().enumerate().map(one).collect::<Vec<_>>().join(","))
        }
        plain => plain.to_string(),
    }
}

/// The paths at which a login and refreshed tokens are written, even if the config type does not declare them.
fn kept<C>(source: &SourceDef<C>, config: &C) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    if let Some(login) = &source.login {
        paths.extend(login.paths.all());
        paths.extend([login.client_id.clone(), login.client_secret.clone()]);
        paths.extend(login.predicate_key.clone());
    }
    paths.extend(source.advanced_auth.iter().flat_map(config_paths));
    for stream in source.streams.iter().map(|listed| listed()) {
        let auth = [&stream.own.auth, &stream.inherited.auth];
        paths.extend(auth.into_iter().flatten().flat_map(|auth| auth.keeps(config)));
    }
    paths.extend(source.defaults.auth.iter().flat_map(|auth| auth.keeps(config)));
    paths
}

/// Every `path_in_connector_config` of an explicit `advanced_auth`: the platform writes the results of a login there.
fn config_paths(advanced_auth: &Value) -> Vec<Vec<String>> {
    let path = |value: &Value| -> Option<Vec<String>> {
        value.as_array()?.iter().map(|name| name.as_str().map(str::to_owned)).collect()
    };
    match advanced_auth {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| match name.as_str() {
                "path_in_connector_config" => path(value).into_iter().collect(),
                _ => config_paths(value),
            })
            .collect(),
        Value::Array(elements) => elements.iter().flat_map(config_paths).collect(),
        _ => Vec::new(),
    }
}
