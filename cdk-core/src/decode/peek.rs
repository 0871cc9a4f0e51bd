//! Peek: the envelope before the records are read.
//!
//! In: a complete body. Out: a guess at the envelope, for asking for the next page while this one is still being read;
//! compared afterwards with what the full pass found, and dropped where it differs.
//! From the front up to the records, then from the end back to them: outside a string, the first quote met from after
//! closes one, and it opens at the nearest quote that an even number of backslashes precedes. Containers after the
//! records are crossed backwards by counting brackets; one that does not open within [`CROSSED_BYTES`] is taken for the
//! records.
//! Only right on valid JSON.
//! Not here: deciding what the next page is (`paginate`).

use serde_json::Value;

use super::body::PaddedBody;
use super::envelope::{descend, without_records};
use super::lossy::lossy;
use super::path::RecordsPath;
use super::scan::block::byte;

/// A container after the recordsis crossed up to this many bytes.
const CROSSED_BYTES: usize = 4096;

/// Guesses the envelope of a page without reading its records. `None`: unknown.
pub fn peek(body: &PaddedBody, at: &RecordsPath) -> Option<Value> {
    if at.is_root() {
        return None;
    }
    let text = body.padded();
    let mut starts = Vec::new();
    let records = descend(text, at, &mut starts).ok()?;
    let (closing, stand_in) = match (byte(text, records), at.map || at.inner.is_some()) {
        (b'[', false) => (b']', "[]"),
        (b'[', true) if at.inner.is_some() => (b']', "[]"),
        (b'{', true) => (b'}', "null"),
        (b'n', _) => return lossy(body).ok(),
        _ => return None,
    };
    // What must be gone through backwards, from the outside in: the objects on the way, then the records.
    starts.push(records);
    let mut end = skip_space_back(text, body.len());
    for pair in starts.windows(2) {
        let (own, inner) = (*pair.first()?, *pair.last()?);
        if byte(text, end.checked_sub(1)?) != b'}' {
            return None;
        }
        end = back_to(text, end - 1, own, inner)?;
    }
    if byte(text, end.checked_sub(1)?) != closing {
        return None;
    }
    without_records(body, records, end, stand_in).ok()
}

/// From the `}` at `end` of the object at `own`, backwards: after the last byte of its member's value at `inner`.
fn back_to(text: &[u8], end: usize, own: usize, inner: usize) -> Option<usize> {
    let mut at = end;
    while at > inner.max(own) {
        match byte(text, at - 1) {
            b'"' => at = string_start(text, at - 1, inner)?,
            b'}' | b']' => match container_start(text, at, inner) {
                Some(start) if start > inner => at = start,
                _ => return Some(at),
            },
            _ => at -= 1,
        }
    }
    None
}

/// Where the container that ends before `end` starts: `None` if that is too far.
fn container_start(text: &[u8], end: usize, floor: usize) -> Option<usize> {
    let least = end.saturating_sub(CROSSED_BYTES).max(floor);
    let mut at = end;
    let mut open = 0u32;
    while at > least {
        match byte(text, at - 1) {
            b'"' => {
                at = string_start(text, at - 1, least)?;
                continue;
            }
            b'}' | b']' => open += 1,
            b'{' | b'[' => open -= 1,
            _ => {}
        }
        at -= 1;
        if open == 0 {
            return Some(at);
        }
    }
    None
}

/// Where the string that the quote at `close` closes starts.
fn string_start(text: &[u8], close: usize, floor: usize) -> Option<usize> {
    let mut at = close;
    while at > floor {
        at -= 1;
        if byte(text, at) == b'"' {
            let before = text.get(floor..at)?;
            let backslashes = before.iter().rev().take_while(|b| **b == b'\\').count();
            if backslashes % 2 == 0 {
                return Some(at);
            }
        }
    }
    None
}

fn skip_space_back(text: &[u8], mut at: usize) -> usize {
    while at > 0 && matches!(byte(text, at - 1), b' ' | b'\n' | b'\r' | b'\t') {
        at -= 1;
    }
    at
}
