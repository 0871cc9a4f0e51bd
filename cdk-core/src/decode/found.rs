//! Found: one record, as the scan leaves it with the caller.
//!
//! In: the places and edits of one record. Out: its bytes as they came and as they leave, the wanted values, and the
//! values that leave otherwise than they came, with the reason.
//! A record always leaves on one line without whitespace between its tokens; values leave with the digits and
//! characters they came with.
//! Not here: the RECORD message around it, what is added (`record`).

use std::borrow::Cow;

use super::locate::{Lead, find, lead, ways};
use super::program::Program;
use super::report::{FaultContext, Why};
use super::scan::Memory;
use super::scan::edit::{Edit, EditKind, write_edited};
use super::scan::fault::MismatchKind;
use super::scan::noted::{Became, NotedChange};
use super::way::dotted;

/// A value that leaves otherwise than it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The way to it: names, and indexes of arrays, with dots between (`addresses.0.city`).
    pub field: String,
    /// What became of it.
    pub became: Became,
    /// What was wrong with it.
    pub kind: MismatchKind,
    /// Its number among those that the scan noted.
    number: usize,
    /// The reason, where the record that it came from is gone.
    why: Option<Box<Why>>,
}

/// One record of a page. Borrowed from the scanner: good until the next record.
#[derive(Debug)]
pub struct FoundRecord<'a> {
    text: &'a [u8],
    start: usize,
    end: usize,
    program: &'a Program,
    edits: &'a [Edit],
    places: &'a [(u32, u32)],
    noted: &'a [NotedChange],
    changes: Vec<Change>,
}

impl Change {
    /// Names the field that the value is part of.
    pub(super) fn put_below(&mut self, name: &str) {
        let below = |field: &str| if field.is_empty() { name.to_owned() } else { format!("{name}.{field}") };
        self.field = below(&self.field);
        if let Some(why) = &mut self.why {
            why.place = below(&why.place);
        }
    }
}

impl<'a> FoundRecord<'a> {
    pub(super) fn new(text: &'a [u8], start: usize, end: usize, program: &'a Program, memory: &'a Memory) -> Self {
        let mut changes = Vec::new();
        if !memory.noted.is_empty() {
            let starts: Vec<usize> = memory.noted.iter().map(|noted| noted.start as usize).collect();
            let ways = ways(text, start, &starts);
            let all = ways.iter().zip(&memory.noted).enumerate();
            changes.extend(all.map(|(number, (way, noted))| Change {
                field: dotted(way),
                became: noted.became,
                kind: noted.fault.kind,
                number,
                why: None,
            }));
        }
        Self { text, start, end, program, edits: &memory.edits, places: &memory.places, noted: &memory.noted, changes }
    }

    /// The record as it came.
    pub fn raw(&self) -> &'a [u8] {
        self.text.get(self.start..self.end).unwrap_or_default()
    }

    /// The JSON text of the `i`th wanted value (`ProgramOptions::captures`): `None` where it is absent, `null` where
    /// the record leaves with a null there, and mended like the record where it holds what no reader could decode.
    ///
    /// A way through an array leads nowhere.
    pub fn capture(&self, i: usize) -> Option<Cow<'a, [u8]>> {
        let capture = self.program.captures.get(i)?;
        let (start, end) = *self.places.get(usize::from(capture.slot))?;
        if end == 0 {
            return None;
        }
        let (start, end) = match capture.path.get(1..) {
            Some(rest) if !rest.is_empty() => find(self.text, start as usize, rest)?,
            _ => (start as usize, end as usize),
        };
        if !self.changes.is_empty() {
            return Some(self.mended(start, end));
        }
        self.text.get(start..end).map(Cow::Borrowed)
    }

    /// The same as it came, whatever becomes of it.
    pub fn capture_as_it_came(&self, i: usize) -> Option<&'a [u8]> {
        match self.lead(i) {
            Lead::Value(text) => Some(text),
            _ => None,
        }
    }

    /// The value at `start..end` as every reader can decode it, and nothing cut.
    #[cold]
    fn mended(&self, start: usize, end: usize) -> Cow<'a, [u8]> {
        let covers = |edit: &Edit| edit.is_null() && edit.start as usize <= start && edit.end as usize >= end;
        if self.edits.iter().any(covers) {
            return Cow::Borrowed(b"null");
        }
        let is_mended = |edit: &Edit| match edit.becomes {
            EditKind::Replacement => true,
            EditKind::Null => {
                self.noted.iter().any(|noted| noted.start == edit.start && noted.fault.kind == MismatchKind::Infinite)
            }
            EditKind::Nothing | EditKind::Text => false,
        };
        let is_inside = |edit: &&Edit| is_mended(edit) && edit.start as usize >= start && edit.end as usize <= end;
        let inside: Vec<Edit> = self.edits.iter().filter(is_inside).copied().collect();
        if inside.is_empty() {
            return Cow::Borrowed(self.text.get(start..end).unwrap_or_default());
        }
        let mut text = Vec::new();
        write_edited(self.text, start, end, &inside, &mut text);
        Cow::Owned(text)
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

    /// The values that leave otherwise than they came, in the order of the record.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Why a value of this record leaves otherwise.
    pub fn why(&self, change: &Change) -> Why {
        match (&change.why, self.noted.get(change.number)) {
            (Some(why), _) => (**why).clone(),
            (None, Some(noted)) => {
                let context = FaultContext { program: self.program, text: self.text, start: self.start, record: 0 };
                context.why(&noted.fault)
            }
            (None, None) => Why::default(),
        }
    }

    /// The changes with their reasons, for after the record is gone.
    pub fn explained(&self) -> Vec<Change> {
        let explained = |change: &Change| Change { why: Some(Box::new(self.why(change))), ..change.clone() };
        self.changes.iter().map(explained).collect()
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
