//! Found: one record, as the scan leaves it with the caller.
//!
//! In: the places and edits of one record. Out: its bytes as they came and as they leave, the wanted values, and the
//! nullable values that became null.
//! A record always leaves on one line without whitespace between its tokens; values leave with the digits and characters
//! they came with.
//! Not here: the RECORD message around it, what is added (`record`).

use super::locate::{dotted, find, lead, ways};
use super::program::Program;
use super::scan::Memory;
use super::scan::edit::{Edit, write_edited};

/// A nullable value that became null because what stood there did not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The way to it: names, and indexes of arrays, with dots between (`addresses.0.city`).
    pub field: String,
}

/// What a way into a record as it came leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lead<'a> {
    /// Nothing is there, or null before the way's end.
    Absent,
    /// The value's JSON text.
    Value(&'a [u8]),
    /// After so many names the way ends early, at this text that is no object.
    Stopped(usize, &'a [u8]),
    /// The name behind so many others stands twice in its object.
    Twice(usize),
}

/// One record of a page. Borrowed from the scanner: good until the next record.
#[derive(Debug)]
pub struct Found<'a> {
    text: &'a [u8],
    start: usize,
    end: usize,
    program: &'a Program,
    edits: &'a [Edit],
    places: &'a [(u32, u32)],
    changes: Vec<Change>,
}

impl<'a> Found<'a> {
    pub(super) fn new(text: &'a [u8], start: usize, end: usize, program: &'a Program, memory: &'a Memory) -> Self {
        let mut changes = Vec::new();
        if memory.nulled {
            let nulls: Vec<usize> =
                memory.edits.iter().filter(|edit| edit.is_null()).map(|edit| edit.start as usize).collect();
            changes.extend(ways(text, start, &nulls).iter().map(|way| Change { field: dotted(way) }));
        }
        Self { text, start, end, program, edits: &memory.edits, places: &memory.places, changes }
    }

    /// The record as it came.
    pub fn raw(&self) -> &'a [u8] {
        self.text.get(self.start..self.end).unwrap_or_default()
    }

    /// The JSON text of the `i`th wanted value (`ProgramOptions::captures`): `None` where it is absent, `null` where the
    /// record leaves with a null there.
    ///
    /// A way through an array leads nowhere.
    pub fn capture(&self, i: usize) -> Option<&'a [u8]> {
        let capture = self.program.captures.get(i)?;
        let (start, end) = *self.places.get(usize::from(capture.slot))?;
        if end == 0 {
            return None;
        }
        let (start, end) = match capture.path.get(1..) {
            Some(rest) if !rest.is_empty() => find(self.text, start as usize, rest)?,
            _ => (start as usize, end as usize),
        };
        let covers = |edit: &Edit| edit.is_null() && edit.start as usize <= start && edit.end as usize >= end;
        if !self.changes.is_empty() && self.edits.iter().any(covers) {
            return Some(b"null");
        }
        self.text.get(start..end)
    }

    /// What the way of the `i`th wanted value leads to in the record as it came, whatever becomes of it.
    pub fn lead(&self, i: usize) -> Lead<'a> {
        let Some(capture) = self.program.captures.get(i) else { return Lead::Absent };
        match self.places.get(usize::from(capture.slot)) {
            Some(&(start, end @ 1..)) => match capture.path.get(1..) {
                Some(rest) if !rest.is_empty() => lead(self.text, start as usize, rest, 1),
                _ => self.text.get(start as usize..end as usize).map_or(Lead::Absent, Lead::Value),
            },
            _ => Lead::Absent,
        }
    }

    /// The nullable values that became null, in the order of the record.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Appends the record as it leaves: on one line, what is cut cut, misfits null, and `added` (text like
    /// `"a":1,"b":"x"`, or nothing) before the closing brace.
    pub fn write(&self, added: &[u8], out: &mut Vec<u8>) {
        let first = out.len();
        write_edited(self.text, self.start, self.end, self.edits, out);
        if added.is_empty() {
            return;
        }
        out.pop();
        if out.len() > first + 1 {
            out.push(b',');
        }
        out.extend_from_slice(added);
        out.push(b'}');
    }
}
