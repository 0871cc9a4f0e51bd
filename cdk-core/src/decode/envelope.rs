//! Envelope: the body around the records.
//!
//! In: the padded body and the records path. Out: the place where the records' value starts, and, after that was read,
//! the certainty that the rest is valid JSON and holds the records' key no second time; then the body without the
//! records, as a `Value`.
//! What stands around the records is only skipped here; the envelope that is left without them is small, so
//! `serde_json` reads it (`lossy`, since a value there never fails a page).
//! Not here: guessing the envelope before the records are read (`peek`).

use serde_json::Value;

use super::lossy::lossy;
use super::path::RecordsPath;
use super::report::kind_of;
use super::scan::block::{byte, space_end};
use super::scan::skip::{SyntaxFault, skip, skip_text};
use super::scan::text::decoded;

/// Why the records' value was not reached.
#[derive(Debug)]
pub(super) enum RecordsNotFound {
    Syntax(SyntaxFault),
    Absent(&'static str),
}

impl From<SyntaxFault> for RecordsNotFound {
    fn from(fault: SyntaxFault) -> Self {
        Self::Syntax(fault)
    }
}

/// Where the records' value starts; `starts` collects where each object on the way does.
pub(super) fn descend(text: &[u8], path: &RecordsPath, starts: &mut Vec<usize>) -> Result<usize, RecordsNotFound> {
    descend_from(text, space_end(text, 0), path, starts)
}

/// The same from the value at `at`.
pub(super) fn descend_from(
    text: &[u8],
    mut at: usize,
    path: &RecordsPath,
    starts: &mut Vec<usize>,
) -> Result<usize, RecordsNotFound> {
    for name in &path.names {
        if byte(text, at) != b'{' {
            return Err(RecordsNotFound::Absent(if starts.is_empty() { kind_of(byte(text, at)) } else { "nothing" }));
        }
        starts.push(at);
        at = space_end(text, at + 1);
        if byte(text, at) == b'}' {
            return Err(RecordsNotFound::Absent("nothing"));
        }
        loop {
            let (is_it, value) = key(text, at, name)?;
            at = value;
            if is_it {
                break;
            }
            at = space_end(text, skip(text, at)?);
            match byte(text, at) {
                b',' => at = space_end(text, at + 1),
                b'}' => return Err(RecordsNotFound::Absent("nothing")),
                _ => return Err((at, "expected `,` or `}`").into()),
            }
        }
    }
    Ok(at)
}

/// From after the records' value to the end of the body at `len`.
pub(super) fn ascend(text: &[u8], path: &RecordsPath, at: usize, len: usize) -> Result<(), SyntaxFault> {
    let at = ascend_to(text, path, at)?;
    the_end(text, at, len)
}

/// From after the records' value to after the value from which the path begins.
pub(super) fn ascend_to(text: &[u8], path: &RecordsPath, mut at: usize) -> Result<usize, SyntaxFault> {
    for name in path.names.iter().rev() {
        loop {
            at = space_end(text, at);
            match byte(text, at) {
                b',' => {
                    let start = space_end(text, at + 1);
                    let (is_it, value) = key(text, start, name)?;
                    if is_it {
                        return Err((start, "the key of the records stands twice"));
                    }
                    at = skip(text, value)?;
                }
                b'}' => break,
                _ => return Err((at, "expected `,` or `}`")),
            }
        }
        at += 1;
    }
    Ok(at)
}

/// Nothing but whitespace up to the end.
pub(super) fn the_end(text: &[u8], at: usize, len: usize) -> Result<(), SyntaxFault> {
    let at = space_end(text, at);
    if at == len { Ok(()) } else { Err((at, "text after the JSON value")) }
}

/// Whether a body is JSON at all.
pub(super) fn check_syntax(text: &[u8], len: usize) -> Result<(), SyntaxFault> {
    let end = skip(text, space_end(text, 0))?;
    the_end(text, end, len)
}

/// Whether the key at `at` is `name`, and where its value starts.
fn key(text: &[u8], at: usize, name: &str) -> Result<(bool, usize), SyntaxFault> {
    if byte(text, at) != b'"' {
        return Err((at, "expected a key"));
    }
    let end = skip_text(text, at + 1)?;
    let colon = space_end(text, end);
    if byte(text, colon) != b':' {
        return Err((colon, "expected `:`"));
    }
    let said = text.get(at + 1..end - 1).and_then(decoded);
    Ok((said.is_some_and(|said| *said == *name.as_bytes()), space_end(text, colon + 1)))
}

/// The body with `stand_in` for the records' value `start..end`.
pub(super) fn without_records(body: &[u8], start: usize, end: usize, stand_in: &str) -> serde_json::Result<Value> {
    let (before, behind) = (body.get(..start).unwrap_or_default(), body.get(end..).unwrap_or_default());
    let mut text = Vec::with_capacity(before.len() + behind.len() + stand_in.len());
    text.extend_from_slice(before);
    text.extend_from_slice(stand_in.as_bytes());
    text.extend_from_slice(behind);
    lossy(&text)
}
