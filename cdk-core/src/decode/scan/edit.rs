//! Edit: how a record leaves differs from how it came.
//!
//! In: the edits that a scan noted, in order and without overlap. They are spans that are dropped (whitespace between
//! tokens, cut members with their comma), values that become `null`, values that become a text, and halves of surrogate
//! pairs that become U+FFFD. Out: the record's bytes with them applied. With nothing to edit it is one copy. Else the
//! stretches between are written as whole blocks into room made before: a `memcpy` call for each of them would be most
//! of the cost on pretty-printed input.
//! Not here: deciding what to edit (`object`, `settle`).

use super::block::{BLOCK, block};

/// U+FFFD, the character for what cannot be decoded.
const REPLACEMENT: &[u8; 6] = br"\ufffd";

/// One change between what came and what leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Edit {
    pub(in super::super) start: u32,
    pub(in super::super) end: u32,
    pub(in super::super) becomes: EditKind,
}

/// The replacement of a span.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum EditKind {
    /// It is dropped.
    Nothing,
    Null,
    /// The value's JSON text, as a text.
    Text,
    /// U+FFFD, as an escape; a half of a surrogate pair is as long.
    Replacement,
}

impl Edit {
    pub(in super::super) fn is_null(&self) -> bool {
        self.becomes == EditKind::Null
    }
}

/// Appends `text[start..end]` with the edits applied.
pub(in super::super) fn write_edited(text: &[u8], start: usize, end: usize, edits: &[Edit], out: &mut Vec<u8>) {
    if edits.is_empty() {
        out.extend_from_slice(text.get(start..end).unwrap_or_default());
        return;
    }
    let mut at = out.len();
    // A null takes the room of at least one byte; a block may be written after the last stretch.
    out.resize(at + (end - start) + 4 * edits.len() + BLOCK, 0);
    let mut from = start;
    for edit in edits {
        copy(text, from, edit.start as usize, out, &mut at);
        match edit.becomes {
            EditKind::Nothing => {}
            EditKind::Null => {
                if let Some(room) = out.get_mut(at..at + 4) {
                    room.copy_from_slice(b"null");
                }
                at += 4;
            }
            EditKind::Replacement => {
                if let Some(room) = out.get_mut(at..at + REPLACEMENT.len()) {
                    room.copy_from_slice(REPLACEMENT);
                }
                at += REPLACEMENT.len();
            }
            EditKind::Text => {
                let written = as_text(text, edit.start as usize, edit.end as usize);
                // Room for it on top of what is still to come; the vector grows by doubling.
                out.resize(out.len() + written.len(), 0);
                if let Some(room) = out.get_mut(at..at + written.len()) {
                    room.copy_from_slice(&written);
                }
                at += written.len();
            }
        }
        from = edit.end as usize;
    }
    copy(text, from, end, out, &mut at);
    out.truncate(at);
}

/// The JSON text of a value, on one line and without whitespace between its tokens, as a JSON text.
#[cold]
fn as_text(text: &[u8], start: usize, end: usize) -> Vec<u8> {
    let (mut spaces, mut compact) = (Vec::new(), Vec::new());
    note_spaces(text, start, end, &mut spaces);
    write_edited(text, start, end, &spaces, &mut compact);
    // No control characters are left to escape: JSON has none but whitespace.
    let mut written = vec![b'"'];
    for byte in compact {
        if matches!(byte, b'"' | b'\\') {
            written.push(b'\\');
        }
        written.push(byte);
    }
    written.push(b'"');
    written
}

#[inline(always)]
fn copy(text: &[u8], mut from: usize, to: usize, out: &mut [u8], at: &mut usize) {
    let end = *at + to.saturating_sub(from);
    let mut place = *at;
    while place < end {
        if let Some(room) = out.get_mut(place..).and_then(|rest| rest.first_chunk_mut::<BLOCK>()) {
            *room = block(text, from);
        }
        place += BLOCK;
        from += BLOCK;
    }
    *at = end;
}

/// Notes the whitespace between the tokens of `start..end`, which is valid JSON.
pub(in super::super) fn note_spaces(text: &[u8], start: usize, end: usize, edits: &mut Vec<Edit>) {
    let mut at = start;
    while at < end {
        match super::block::byte(text, at) {
            b'"' => match super::skip::skip_text(text, at + 1) {
                Ok(next) => at = next,
                Err(_) => return,
            },
            b' ' | b'\n' | b'\r' | b'\t' => {
                let next = super::block::space_end(text, at).min(end);
                edits.push(Edit { start: at as u32, end: next as u32, becomes: EditKind::Nothing });
                at = next;
            }
            _ => at += 1,
        }
    }
}
