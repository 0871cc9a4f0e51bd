//! Report: from a fault to what a caller can say about it.
//!
//! In: the scanner's fault (an offset and a kind). Out: a [`Mismatch`] with the way to the value, what was expected and
//! what stood there; or a [`PageError`].
//! Values are quoted only where they are short. Masking secrets is the caller's, who knows them.
//! Not here: the sentence for the user, which needs the stream's name and key (see the callers).

use std::ops::Range;

use super::advice::declare;
use super::locate::{find, name_of, way};
use super::program::{
    ARRAY, BOOL, DATE, DATE_TIME, MOMENT, NULL, NUMBER, NodeId, NumberRange, OBJECT, Program, TEXT, TIME,
};
use super::scan::block::byte;
use super::scan::fault::{Fault, MismatchKind};
use super::scan::skip::{skip, skip_text};
use super::scan::value::MOST_DEPTH;
use super::way::{Step, dotted, pointer};
use crate::json::JsonKind;

/// Longer values are named by their kind only.
const QUOTED_BYTES: usize = 40;
/// A value that a warning shows is held up to here.
const SHOWN_BYTES: usize = 64 << 10;
/// Of the way to a value that is nested too deeply, the first steps are named.
const NAMED_STEPS: usize = 4;
/// More choices are not listed.
const LISTED_CHOICES: usize = 8;

/// A value that does not fit, with no nullable value around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The record's number in its page, from 0.
    pub record: u64,
    /// What is wrong.
    pub kind: MismatchKind,
    /// JSON pointer inside the record. A missing field is named, though it is not there.
    pub pointer: String,
    /// What the program says; for a leaf, serde's message.
    pub expected: String,
    /// What stands there.
    pub found: String,
    /// What to declare for such a value: a type with its backticks.
    pub declare: Option<String>,
    /// Byte offset in the body: of the value; of the key if that is what is wrong; of the object with a missing field.
    pub offset: usize,
    /// The record's wanted values, as in [`FoundRecord::capture`](super::FoundRecord::capture), so that the record can
    /// be named.
    pub captures: Vec<Option<Vec<u8>>>,
}

/// Why a value leaves otherwise than it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Why {
    /// The way to what is wrong, with dots between; deeper than the value itself where only a part of it does not fit.
    pub place: String,
    /// What was expected; empty for a value that is nested too deeply.
    pub expected: String,
    /// The JSON text that came, or its beginning; empty where nothing did. It may hold secrets.
    pub found: Vec<u8>,
    /// What to declare for such a value: a type with its backticks.
    pub declare: Option<String>,
}

/// Why a page could not be read. Nothing of it may be emitted.
#[derive(Debug)]
pub enum PageError<E> {
    /// The body is not JSON.
    Syntax {
        /// Byte offset in the body.
        offset: usize,
        /// The body just ends too early.
        truncated: bool,
        /// What was expected.
        message: String,
    },
    /// There is nothing at the records path, or something that holds no records.
    NoRecords {
        /// What is there: `nothing`, `a text`, `an object`, ….
        found: &'static str,
    },
    /// An object that is not an element of a list has none of the struct's fields.
    NotARecord {
        /// Where the object is in the body.
        place: Range<usize>,
    },
    /// A record is not what the stream declares.
    Mismatch(Box<Mismatch>),
    /// The caller's own error.
    Sink(E),
}

/// Where a fault happened: the value that was being judged.
pub(super) struct FaultContext<'a> {
    pub(super) program: &'a Program,
    pub(super) text: &'a [u8],
    pub(super) start: usize,
    pub(super) record: u64,
}

impl FaultContext<'_> {
    pub(super) fn mismatch(&self, fault: &Fault) -> Mismatch {
        let way = self.way(fault);
        Mismatch {
            record: self.record,
            kind: fault.kind,
            pointer: pointer(&way),
            expected: self.expected(fault),
            found: self.found(fault),
            declare: declare(self.program, self.text, fault),
            offset: fault.offset,
            captures: self.captures(),
        }
    }

    /// The reason for a warning.
    pub(super) fn why(&self, fault: &Fault) -> Why {
        let mut way = self.way(fault);
        let expected = match fault.kind {
            MismatchKind::Depth => {
                way.truncate(NAMED_STEPS);
                String::new()
            }
            // serde's message says what came, too.
            MismatchKind::Leaf if self.dates(fault).is_none() => format!("another value ({})", self.expected(fault)),
            MismatchKind::Leaf => expected(self.program, fault.node),
            _ => self.expected(fault),
        };
        let found = match fault.kind {
            MismatchKind::Missing => &[][..],
            _ => self.text.get(fault.offset..skip(self.text, fault.offset).unwrap_or(fault.offset)).unwrap_or_default(),
        };
        Why {
            place: dotted(&way),
            expected,
            found: found.get(..SHOWN_BYTES).unwrap_or(found).to_vec(),
            declare: declare(self.program, self.text, fault),
        }
    }

    fn way(&self, fault: &Fault) -> Vec<Step> {
        let mut way = way(self.text, self.start, fault.offset);
        if let (MismatchKind::Missing, Some(name)) = (fault.kind, &fault.detail) {
            way.push(Step::Name(name.clone()));
        }
        way
    }

    fn is_single(&self, fault: &Fault) -> bool {
        self.program.nodes.get(fault.node as usize).is_some_and(|node| node.number == NumberRange::Single)
    }

    /// The dates and times that are expected, where a text came that serde refuses.
    fn dates(&self, fault: &Fault) -> Option<u8> {
        let node = self.program.nodes.get(fault.node as usize)?;
        (byte(self.text, fault.offset) == b'"' && node.texts != 0).then_some(node.texts)
    }

    fn captures(&self) -> Vec<Option<Vec<u8>>> {
        let text = |(start, end)| self.text.get(start..end).map(<[u8]>::to_vec);
        self.program.captures.iter().map(|capture| find(self.text, self.start, &capture.path).and_then(text)).collect()
    }

    fn expected(&self, fault: &Fault) -> String {
        match fault.kind {
            MismatchKind::Kind
            | MismatchKind::Range
            | MismatchKind::Missing
            | MismatchKind::Choice
            | MismatchKind::Excess => expected(self.program, fault.node),
            MismatchKind::Fraction => "an integer".to_owned(),
            MismatchKind::Infinite if self.is_single(fault) => "a number that an `f32` can hold".to_owned(),
            MismatchKind::Infinite => "a number that a double can hold".to_owned(),
            MismatchKind::Surrogate => "a text that can be decoded".to_owned(),
            MismatchKind::Duplicate => "each key once".to_owned(),
            MismatchKind::Undeclared => "declared fields only".to_owned(),
            MismatchKind::Depth => format!("at most {MOST_DEPTH} levels of nesting"),
            MismatchKind::Leaf if self.dates(fault).is_some() => {
                format!("expected {}", expected(self.program, fault.node))
            }
            MismatchKind::Leaf => fault.detail.clone().unwrap_or_default(),
        }
    }

    fn found(&self, fault: &Fault) -> String {
        let key = || {
            let end = skip_text(self.text, fault.offset + 1).unwrap_or(fault.offset + 2);
            name_of(self.text.get(fault.offset + 1..end - 1).unwrap_or_default())
        };
        match fault.kind {
            MismatchKind::Missing => "nothing".to_owned(),
            MismatchKind::Surrogate => "half a surrogate pair".to_owned(),
            MismatchKind::Depth => "deeper nesting".to_owned(),
            MismatchKind::Duplicate => format!("a second `{}`", key()),
            MismatchKind::Undeclared => format!("`{}`", key()),
            _ => self.value(fault.offset),
        }
    }

    fn value(&self, at: usize) -> String {
        let text = skip(self.text, at).ok().and_then(|end| self.text.get(at..end)).unwrap_or_default();
        let first = byte(self.text, at);
        match (JsonKind::of_first_byte(first), std::str::from_utf8(text)) {
            (Some(JsonKind::Number), Ok(text)) if text.len() <= QUOTED_BYTES => text.to_owned(),
            (Some(JsonKind::Text), Ok(text)) if text.len() <= QUOTED_BYTES => format!("the text {text}"),
            (Some(JsonKind::Boolean), Ok(text)) => text.to_owned(),
            _ => kind_of(first).to_owned(),
        }
    }
}

/// The kind of the value that starts with this byte, in words.
pub(super) fn kind_of(first: u8) -> &'static str {
    JsonKind::of_first_byte(first).map_or("nothing", JsonKind::name)
}

/// Which texts a node admits, by its dates and times.
fn text(dates: u8) -> String {
    let kinds = [
        (MOMENT, "a date-time with a time zone, like 2024-01-31T00:00:00Z"),
        (DATE_TIME, "a date-time without a time zone, like 2024-01-31T00:00:00"),
        (DATE, "a date, like 2024-01-31"),
        (TIME, "a time, like 10:00:00"),
    ];
    let admitted: Vec<&str> = kinds.iter().filter(|(kind, _)| dates & kind != 0).map(|(_, name)| *name).collect();
    if admitted.is_empty() { JsonKind::Text.name().to_owned() } else { admitted.join(" or ") }
}

/// What a node admits, in words.
fn expected(program: &Program, id: NodeId) -> String {
    let Some(node) = program.nodes.get(id as usize) else { return String::new() };
    let choices = node.choices.and_then(|choices| program.choices.get(choices as usize));
    let text = match choices {
        Some(list) if list.len() <= LISTED_CHOICES => {
            format!("one of {}", list.iter().map(|one| format!("\"{one}\"")).collect::<Vec<_>>().join(", "))
        }
        Some(_) => "one of the listed texts".to_owned(),
        None => text(node.texts),
    };
    let number = match node.number {
        NumberRange::Finite => JsonKind::Number.name().to_owned(),
        NumberRange::Single => "a number in single precision".to_owned(),
        NumberRange::Whole | NumberRange::Wide => "an integer".to_owned(),
        NumberRange::UnsignedWide => "an integer that is not negative".to_owned(),
        NumberRange::Integer { below: 0, above } => format!("an integer from 0 to {above}"),
        NumberRange::Integer { below, above } => format!("an integer from -{below} to {above}"),
    };
    let kinds = [
        (TEXT, text.as_str()),
        (NUMBER, number.as_str()),
        (BOOL, JsonKind::Boolean.name()),
        (ARRAY, JsonKind::Array.name()),
        (OBJECT, JsonKind::Object.name()),
        (NULL, JsonKind::Null.name()),
    ];
    let admitted: Vec<&str> = kinds.iter().filter(|(kind, _)| node.kinds & kind != 0).map(|(_, name)| *name).collect();
    if admitted.is_empty() { "nothing".to_owned() } else { admitted.join(" or ") }
}
