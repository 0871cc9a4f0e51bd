//! JSON files: reads the config, catalog and state.
//!
//! In: a path. Out: the JSON value, or a config error that names the file and the reason.
//! Default: UTF-8; a byte order mark at the start is accepted, since some editors write one.
//! Not here: the validation of the content (see `source`).

use std::path::Path;

use serde_json::Value;

use crate::error::{Error, Result};

/// The byte order mark (BOM) of UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Reads a JSON file. `what` is its name in errors (`config`), `expected` its content (`a JSON object`).
///
/// # Errors
/// A config error that names the file, line and column. The content is not quoted: it may be a secret.
pub(super) fn json(what: &str, expected: &str, path: &Path) -> Result<Value> {
    let empty = || Error::config(format!("{what}: the file {} is empty; expected {expected}", path.display()));
    json_unless_empty(what, path)?.ok_or_else(empty)
}

/// The same for a file that may be empty; `None` if it is empty.
///
/// # Errors
/// As for [`json`].
pub(super) fn json_unless_empty(what: &str, path: &Path) -> Result<Option<Value>> {
    let shown = path.display();
    let bytes = std::fs::read(path).map_err(|error| {
        Error::config(format!("{what}: the file {shown} cannot be read: {error}")).with_source(error)
    })?;
    let refused = |why: String| Error::config(format!("{what}: the file {shown} {why}"));
    let text = text(&bytes).map_err(refused)?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    serde_json::from_str(text).map(Some).map_err(|error| refused(reason(&error)))
}

/// The file's text, or the reason why it is not UTF-8.
fn text(bytes: &[u8]) -> Result<&str, String> {
    let wide = match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32"),
        // Without a byte order mark: the first character of a JSON text is ASCII, so one of its two bytes is zero.
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] | [0, 1..=u8::MAX, ..] | [1..=u8::MAX, 0, ..] => Some("UTF-16"),
        _ => None,
    };
    if let Some(encoding) = wide {
        return Err(format!("is encoded as {encoding}; save it as UTF-8"));
    }
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        format!("is not UTF-8 at line {line}; save it as UTF-8")
    })
}

/// The reason of a JSON error. serde's messages are constants: none of them quotes the text.
fn reason(error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    let place = format!("line {line}, column {column}");
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(words, _)| words);
    let invalid = |why: &str| format!("is not valid JSON: {why} at {place}");
    match said {
        _ if error.is_eof() => format!("is not valid JSON: it ends too early, at line {line}"),
        "recursion limit exceeded" => format!("is nested too deep: more than 127 levels at {place}"),
        "number out of range" => format!("has a number that is too large for a 64-bit float at {place}"),
        "lone leading surrogate in hex escape" | "unexpected end of hex escape" => {
            format!("has one half of a surrogate pair (`\\ud800` to `\\udfff`) at {place}")
        }
        "trailing characters" => format!("has more than one JSON value: the second begins at {place}"),
        "key must be a string" => invalid("expected a key in double quotes"),
        "expected value" => invalid("expected a value"),
        "expected ident" => invalid("expected `true`, `false` or `null`"),
        said if said.starts_with("control character") => {
            invalid("an unescaped line break or control character in a text")
        }
        said => invalid(said),
    }
}
