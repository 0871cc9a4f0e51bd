//! Files that may be the output of an earlier run: `--state` of a `read`, `--catalog` of a `discover`.
//!
//! In: a path. Out: the states or the catalog for `source`, or a config error that names the file and the line.
//! An output is read line by line, since it may be larger than the memory. A last line without an end is ignored: the
//! earlier run may have been killed while it wrote.
//! Not here: the content of the messages (see `source`).

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::files;
use crate::error::{Error, Result};
use crate::source::StateFile;

/// The types of the messages that a connector writes.
const MESSAGE_TYPES: [&str; 8] = ["RECORD", "STATE", "LOG", "TRACE", "CONTROL", "CATALOG", "CONNECTION_STATUS", "SPEC"];

/// One line of an output.
#[derive(Deserialize)]
struct MessageLine<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(borrow)]
    state: Option<&'a RawValue>,
    #[serde(borrow)]
    catalog: Option<&'a RawValue>,
}

/// Whose state a message is.
#[derive(Deserialize)]
struct StateOwner {
    stream: Option<StreamPart>,
}

#[derive(Deserialize)]
struct StreamPart {
    stream_descriptor: Option<Value>,
}

/// Reads a state: a state file, STATE messages one per line, or the whole output of a `read`. An empty file means no state.
///
/// # Errors
/// A config error that names the file, and the line of an output.
pub(super) fn state(path: &Path) -> Result<StateFile> {
    if is_output("state", path)? {
        return last_states(path);
    }
    Ok(StateFile::Json(files::json_unless_empty("state", path)?.unwrap_or(Value::Null)))
}

/// Whether the first line is a message of a connector. The messages of a state file have other values of `type`.
fn is_output(what: &str, path: &Path) -> Result<bool> {
    let mut first = Vec::new();
    let mut file = open(what, path)?;
    while file.read_until(b'\n', &mut first).map_err(|error| unreadable(what, path, error))? > 0 {
        if !first.trim_ascii().is_empty() {
            break;
        }
        first.clear();
    }
    Ok(serde_json::from_slice::<MessageLine<'_>>(&first).is_ok_and(|line| MESSAGE_TYPES.contains(&line.kind)))
}

/// Reads a catalog: a configured catalog, or the catalog, the CATALOG message or the whole output of a `discover`.
///
/// # Errors
/// As for [`state`]; also if the output has no CATALOG message.
pub(super) fn catalog(path: &Path) -> Result<Value> {
    if !is_output("catalog", path)? {
        return files::json("catalog", "a JSON object with `streams`", path);
    }
    let mut catalog = None;
    for_each_message("catalog", path, |message, _| {
        if message.kind == "CATALOG" {
            catalog = message.catalog.map(|catalog| serde_json::from_str(catalog.get()).unwrap_or_default());
        }
    })?;
    let shown = path.display();
    catalog.ok_or_else(|| Error::config(format!("catalog: the file {shown} has no CATALOG message")))
}

/// The last STATE message of each stream.
fn last_states(path: &Path) -> Result<StateFile> {
    let mut last: HashMap<String, (usize, Value)> = HashMap::new();
    for_each_message("state", path, |message, number| {
        if let MessageLine { kind: "STATE", state: Some(state), .. } = message {
            let (owner, state) = owner_of(state.get(), number);
            last.insert(owner, (number, state));
        }
    })?;
    let mut lines: Vec<(usize, Value)> = last.into_values().collect();
    lines.sort_by_key(|(number, _)| *number);
    Ok(StateFile::Lines(lines))
}

/// Calls the function for each message of an output, with the number of its line.
fn for_each_message(what: &str, path: &Path, mut use_message: impl FnMut(MessageLine<'_>, usize)) -> Result<()> {
    let (mut file, mut line, mut number) = (open(what, path)?, Vec::new(), 0);
    loop {
        line.clear();
        number += 1;
        if file.read_until(b'\n', &mut line).map_err(|error| unreadable(what, path, error))? == 0 {
            return Ok(());
        }
        let text = line.trim_ascii();
        if text.is_empty() {
            continue;
        }
        match serde_json::from_slice::<MessageLine<'_>>(text) {
            Ok(message) => use_message(message, number),
            Err(_) if !line.ends_with(b"\n") => return Ok(()),
            Err(_) => {
                let shown = path.display();
                return Err(Error::config(format!(
                    "{what}: the file {shown}, line {number}: not a message of a connector"
                )));
            }
        }
    }
}

/// The stream that the state belongs to, as a key. States of several streams are all kept.
fn owner_of(state: &str, number: usize) -> (String, Value) {
    let owner = serde_json::from_str::<StateOwner>(state).ok().and_then(|state| state.stream?.stream_descriptor);
    let key = owner.map_or_else(|| format!("line {number}"), |descriptor| descriptor.to_string());
    (key, serde_json::from_str(state).unwrap_or_default())
}

fn open(what: &str, path: &Path) -> Result<BufReader<File>> {
    File::open(path).map(BufReader::new).map_err(|error| unreadable(what, path, error))
}

fn unreadable(what: &str, path: &Path, error: std::io::Error) -> Error {
    Error::config(format!("{what}: the file {} cannot be read: {error}", path.display())).with_source(error)
}
