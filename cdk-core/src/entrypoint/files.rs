//! Files → JSON.

use std::path::Path;

use serde_json::Value;

use crate::error::{Error, Result};

/// Reads a JSON file; `what` names it in errors. An empty file counts as null.
///
/// # Errors
/// A config error that names the file and, in it, line and column. The content is not quoted: it may be a secret.
pub(super) fn json(what: &str, path: &Path) -> Result<Value> {
    let shown = path.display();
    let text = std::fs::read(path).map_err(|error| {
        Error::config(format!("{what}: the file {shown} cannot be read: {error}")).with_source(error)
    })?;
    if text.iter().all(u8::is_ascii_whitespace) {
        return Ok(Value::Null);
    }
    serde_json::from_slice(&text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let why = match std::str::from_utf8(&text) {
            Err(error) => format!("invalid UTF-8 at byte {}", error.valid_up_to()),
            Ok(_) if error.is_eof() => format!("it ends too early, at line {line}"),
            Ok(_) => format!("a mistake at line {line}, column {column}"),
        };
        Error::config(format!("{what}: the file {shown} is no JSON: {why}"))
    })
}
