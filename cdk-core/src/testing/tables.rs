//! Tables for a connector's README: its config and its streams, as Markdown.
//!
//! In: a source. Out: one table of its config fields, one of its streams. The tables come from the code, so
//! [`golden::section`](super::golden::section) keeps a README up to date.
//! Not here: the prose around them.

use serde_json::{Map, Value};

use crate::source::config_schema;
use crate::stream::{Definition, Source};

/// Table of the config fields: name, type, required or optional, and the description in the form.
pub fn config_table<S: Source>() -> String {
    let spec = config_schema(&S::definition());
    let required: Vec<&str> = spec["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let none = Map::new();
    let keys = spec["properties"].as_object().unwrap_or(&none);
    let rows = keys.iter().map(|(key, schema)| {
        let need = if required.contains(&key.as_str()) { "required" } else { "optional" };
        let description = cell(schema["description"].as_str().unwrap_or_default());
        format!("| `{key}` | {} | {need} | {description}{} |\n", kind(schema), default(schema))
    });
    format!("| field | type | | description |\n| --- | --- | --- | --- |\n{}", rows.collect::<String>())
}

/// Table of the streams in the catalog's order: name, primary key, and source of the records.
pub fn streams_table<S: Source>() -> String {
    let streams: Vec<_> = S::definition().streams.iter().map(|listed| listed()).collect();
    let rows = streams.iter().map(|stream| {
        let keys: Vec<String> = stream.primary_key().iter().map(|path| format!("`{}`", path.join("."))).collect();
        format!("| `{}` | {} | {} |\n", stream.name, keys.join(", "), read_from(stream))
    });
    format!("| stream | primary key | read from |\n| --- | --- | --- |\n{}", rows.collect::<String>())
}

/// "`GET invoices/{parent.id}/lines`, for each of `invoices`".
fn read_from<C>(stream: &Definition<C>) -> String {
    let path = match (&stream.path_hook, &stream.path) {
        (Some(_), _) => "a path from a function".to_owned(),
        (None, Some(path)) => format!("`{} {}`", stream.method, path.text_of()),
        (None, None) => format!("`{} {}`", stream.method, stream.name),
    };
    stream.parents().fold(path, |path, parent| {
        let name = (parent.build)().name;
        match parent.words.embedded().ok().flatten() {
            Some(embedded) if embedded.more.is_none() => format!("`{}` in each of `{name}`", embedded.from),
            Some(embedded) => format!("`{}` in each of `{name}`, the rest by {path}", embedded.from),
            None => format!("{path}, for each of `{name}`"),
        }
    })
}

fn kind(schema: &Value) -> String {
    let kind = match schema["type"].as_str() {
        _ if schema["airbyte_secret"] == true => "secret",
        Some("string") if schema["format"] == "date-time" => "date and time",
        Some("string") if schema["format"] == "date" => "date",
        Some("string") => "text",
        Some("integer") => "whole number",
        Some("number") => "number",
        Some("boolean") => "`true` or `false`",
        Some("array") => "list",
        _ => "object",
    };
    let bound = |word: &str| schema.get(word).map(Value::to_string);
    match (bound("minimum"), bound("maximum")) {
        (Some(least), Some(most)) => format!("{kind}, {least} to {most}"),
        (Some(least), None) => format!("{kind}, at least {least}"),
        (None, Some(most)) => format!("{kind}, at most {most}"),
        (None, None) => kind.to_owned(),
    }
}

fn default(schema: &Value) -> String {
    match schema.get("default") {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => format!(" The form suggests `{}`.", cell(text)),
        Some(value) => format!(" The form suggests `{value}`."),
    }
}

/// The text on one line, with escaped `|`.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}
