//! Page: one response, read from end to end.
//!
//! In: a body and the place of its records. Out: every record, one by one, in the order of the page, to the caller's
//! function; then the envelope. Or one error: of the syntax, of the records' place, of a record, of the caller.
//! The body's UTF-8 is checked at once, before anything else, so that nothing else has to think of it.
//! A page that does not fit is read on for its syntax alone: a body that breaks off is worth asking for again, and so
//! says `Syntax { truncated }` whatever else is wrong with it.
//! Records of a page that fails later have been given out already: the caller holds a page's output back until the end.
//! Not here: one record (`scan`), retrying (the caller's).

use std::sync::Arc;

use serde_json::Value;

use super::body::PaddedBody;
use super::envelope::{
    RecordsNotFound, ascend, ascend_to, check_syntax, descend, descend_from, the_end, without_records,
};
use super::found::FoundRecord;
use super::locate::{Child, children};
use super::lossy::lossy;
use super::path::RecordsPath;
use super::program::{OnMismatch, Program, Role};
use super::report::{FaultContext, PageError, kind_of};
use super::scan::block::{byte, space_end};
use super::scan::fault::ScanStop;
use super::scan::skip::{SyntaxFault, skip, skip_text};
use super::scan::{Memory, Scan};
use super::way::Step;
use crate::json::JsonKind;

/// Larger bodies are refused: places in a body are held in 32 bits.
const MOST_BYTES: usize = u32::MAX as usize - super::body::PAD;

/// What is left of a page once its records are read.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The body with `[]` for its array of records, `null` for a map of records and for the one record of a root
    /// object.
    pub envelope: Value,
    /// How many records it held.
    pub records: u64,
    /// An empty object was where a list may be, and was read as no records.
    pub is_empty_object: bool,
}

/// What an object that is not an element of a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lone {
    /// It has a field of the struct, or the stream does not have a struct with fields.
    Record,
    /// It is empty.
    Empty,
    /// It has none of the struct's fields.
    Foreign,
}

/// Reads the pages of one stream. Keeps what it learned (which key follows which) and the undeclared counts between
/// pages; verdicts never depend on either.
#[derive(Debug, Clone)]
pub struct Scanner {
    pub(super) program: Arc<Program>,
    pub(super) memory: Memory,
}

/// An error before the body's syntax as a whole is known.
enum PageFault<E> {
    Known(PageError<E>),
    Syntax(SyntaxFault),
}

impl<E> From<SyntaxFault> for PageFault<E> {
    fn from(fault: SyntaxFault) -> Self {
        Self::Syntax(fault)
    }
}

impl Scanner {
    /// A scanner that has read nothing.
    pub fn new(program: Arc<Program>) -> Self {
        let memory = Memory::new(&program);
        Self { program, memory }
    }

    /// Reads a page, giving each record to `each`.
    ///
    /// # Errors
    /// See [`PageError`]; records given out before it belong to a page that failed.
    pub fn page<E>(
        &mut self,
        body: &PaddedBody,
        at: &RecordsPath,
        mut each: impl FnMut(&FoundRecord<'_>) -> Result<(), E>,
    ) -> Result<Page, PageError<E>> {
        check_text(body)?;
        match self.read(body, at, &mut each) {
            Ok(page) => Ok(page),
            Err(broken) => Err(settled(body, broken)),
        }
    }

    /// Reads a body that is one record and nothing else (what `parse_response` gives).
    ///
    /// # Errors
    /// As [`Scanner::page`].
    pub fn record<E>(
        &mut self,
        body: &PaddedBody,
        mut each: impl FnMut(&FoundRecord<'_>) -> Result<(), E>,
    ) -> Result<(), PageError<E>> {
        check_text(body)?;
        let text = body.padded();
        let read = match self.one(text, space_end(text, 0), 0, &mut each) {
            Ok(end) => the_end(text, end, body.len()).map_err(PageFault::Syntax),
            Err(broken) => Err(broken),
        };
        read.map_err(|broken| settled(body, broken))
    }

    fn read<E>(
        &mut self,
        body: &PaddedBody,
        path: &RecordsPath,
        each: &mut impl FnMut(&FoundRecord<'_>) -> Result<(), E>,
    ) -> Result<Page, PageFault<E>> {
        let text = body.padded();
        let mut totals = PageTotals::default();
        let start = match descend(text, path, &mut Vec::new()) {
            Ok(start) => start,
            Err(RecordsNotFound::Syntax(fault)) => return Err(PageFault::Syntax(fault)),
            Err(RecordsNotFound::Absent("nothing")) if path.is_optional => return empty_page(body),
            Err(RecordsNotFound::Absent(found)) => return Err(PageFault::Known(PageError::NoRecords { found })),
        };
        let stand_in = if byte(text, start) == b'[' { "[]" } else { "null" };
        let end = self.records_at(text, start, path, &mut totals, each)?;
        ascend(text, path, end, body.len())?;
        let envelope = without_records(body, start, end, stand_in).map_err(|error| {
            let message = format!("the envelope of the records cannot be read: {error}");
            PageFault::Known(PageError::Syntax { offset: start, truncated: false, message })
        })?;
        Ok(Page { envelope, records: totals.records, is_empty_object: totals.is_empty_object })
    }

    /// The records of the value at `start`, where the names of the path end. Returns where the value ends.
    fn records_at<E>(
        &mut self,
        text: &[u8],
        start: usize,
        path: &RecordsPath,
        totals: &mut PageTotals,
        each: &mut impl FnMut(&FoundRecord<'_>) -> Result<(), E>,
    ) -> Result<usize, PageFault<E>> {
        let first = byte(text, start);
        match (first, path.inner()) {
            (b'[' | b'{', Some(inner)) => self.inner_records(text, start, inner, totals, each),
            (b'[', None) if !path.map => self.elements(text, start, &mut totals.records, each),
            // Some languages write an empty map as an empty list.
            (b'[', None) if byte(text, space_end(text, start + 1)) == b']' => Ok(space_end(text, start + 1) + 1),
            (b'{', None) if path.map => {
                let PageTotals { records, is_empty_object } = totals;
                each_child(text, start, |at| self.alone(text, at, records, is_empty_object, each))
            }
            (b'{', None) => self.alone(text, start, &mut totals.records, &mut totals.is_empty_object, each),
            (b'n', _) => Ok(super::scan::skip::literal(text, start, b"null")?),
            _ if JsonKind::of_first_byte(first).is_none() => Err(PageFault::Syntax((start, "expected a value"))),
            _ => Err(PageFault::Known(PageError::NoRecords { found: kind_of(first) })),
        }
    }

    /// The records in each element of the array, or in each value of the object, at `start`.
    fn inner_records<E>(
        &mut self,
        text: &[u8],
        start: usize,
        path: &RecordsPath,
        totals: &mut PageTotals,
        each: &mut impl FnMut(&FoundRecord<'_>) -> Result<(), E>,
    ) -> Result<usize, PageFault<E>> {
        each_child(text, start, |at| match descend_from(text, at, path, &mut Vec::new()) {
            Ok(value) => {
                let end = self.records_at(text, value, path, totals, each)?;
                Ok(ascend_to(text, path, end)?)
            }
            Err(RecordsNotFound::Syntax(fault)) => Err(PageFault::Syntax(fault)),
            Err(RecordsNotFound::Absent("nothing")) if path.is_optional => Ok(skip(text, at)?),
            Err(RecordsNotFound::Absent(found)) => Err(PageFault::Known(PageError::NoRecords { found })),
        })
    }

    fn elements<E>(
        &mut self,
        text: &[u8],
        start: usize,
        records: &mut u64,
        each: &mut impl FnMut(&FoundRecord<'_>) -> Result<(), E>,
    ) -> Result<usize, PageFault<E>> {
        let mut at = space_end(text, start + 1);
        if byte(text, at) == b']' {
            return Ok(at + 1);
        }
        loop {
            at = space_end(text, self.one(text, at, *records, each)?);
            *records += 1;
            match byte(text, at) {
                b',' => at = space_end(text, at + 1),
                b']' => return Ok(at + 1),
                _ => return Err((at, "expected `,` or `]`").into()),
            }
        }
    }

    /// A value that is not an element of a list.
    fn alone<E>(
        &mut self,
        text: &[u8],
        at: usize,
        records: &mut u64,
        is_empty_object: &mut bool,
        each: &mut impl FnMut(&FoundRecord<'_>) -> Result<(), E>,
    ) -> Result<usize, PageFault<E>> {
        match self.lone(text, at) {
            Lone::Record => {
                let end = self.one(text, at, *records, each)?;
                *records += 1;
                Ok(end)
            }
            Lone::Empty => {
                *is_empty_object = true;
                Ok(space_end(text, at + 1) + 1)
            }
            Lone::Foreign => {
                let place = at..skip(text, at)?;
                Err(PageFault::Known(PageError::NotARecord { place }))
            }
        }
    }

    /// What the value at `at`, which is not an element of a list, is; only an object is looked at.
    fn lone(&self, text: &[u8], at: usize) -> Lone {
        let fields = self.program.objects.first().map_or(&[][..], |record| &record.fields);
        let has_fields = fields.iter().any(|field| field.role == Role::Declared);
        if byte(text, at) != b'{' || self.program.is_dynamic || !has_fields {
            return Lone::Record;
        }
        if byte(text, space_end(text, at + 1)) == b'}' {
            return Lone::Empty;
        }
        let is_own = |child: &Child| {
            let is_named = |name: &String| fields.iter().any(|own| own.role == Role::Declared && own.name == *name);
            matches!(&child.step, Step::Name(name) if is_named(name))
        };
        if children(text, at).any(|child| is_own(&child)) { Lone::Record } else { Lone::Foreign }
    }

    /// What a body that is one line alone is.
    pub fn lone_line(&self, body: &PaddedBody) -> Lone {
        self.lone(body.padded(), space_end(body.padded(), 0))
    }

    /// One record: scanned, settled, given out.
    fn one<E>(
        &mut self,
        text: &[u8],
        at: usize,
        record: u64,
        each: &mut impl FnMut(&FoundRecord<'_>) -> Result<(), E>,
    ) -> Result<usize, PageFault<E>> {
        let program = &*self.program;
        let on_mismatch = program.on_mismatch;
        let mends = on_mismatch == OnMismatch::Null;
        let mut scan = Scan { text, program, memory: &mut self.memory, on_mismatch, mends };
        let scanned = scan.record(at).and_then(|end| scan.settle(at, end).map(|()| end));
        match scanned {
            Ok(end) => {
                let found = FoundRecord::new(text, at, end, program, &self.memory);
                each(&found).map_err(|error| PageFault::Known(PageError::Sink(error)))?;
                Ok(end)
            }
            Err(ScanStop::Syntax) => Err(PageFault::Syntax((self.memory.fault.offset, self.memory.fault.message))),
            Err(ScanStop::Misfit) => {
                let context = FaultContext { program, text, start: at, record };
                Err(PageFault::Known(PageError::Mismatch(Box::new(context.mismatch(&self.memory.fault)))))
            }
        }
    }
}

/// Gives the start of each element of the array, or of each value of the object, at `start` to `child`, which returns
/// its end. Returns the end of the container.
fn each_child<E>(
    text: &[u8],
    start: usize,
    mut child: impl FnMut(usize) -> Result<usize, PageFault<E>>,
) -> Result<usize, PageFault<E>> {
    let is_object = byte(text, start) == b'{';
    let (closing, expected) = if is_object { (b'}', "expected `,` or `}`") } else { (b']', "expected `,` or `]`") };
    let mut at = space_end(text, start + 1);
    if byte(text, at) == closing {
        return Ok(at + 1);
    }
    loop {
        if is_object {
            if byte(text, at) != b'"' {
                return Err((at, "expected a key").into());
            }
            at = space_end(text, skip_text(text, at + 1)?);
            if byte(text, at) != b':' {
                return Err((at, "expected `:`").into());
            }
            at = space_end(text, at + 1);
        }
        at = space_end(text, child(at)?);
        match byte(text, at) {
            b',' => at = space_end(text, at + 1),
            end if end == closing => return Ok(at + 1),
            _ => return Err((at, expected).into()),
        }
    }
}

/// What is known of a page's records so far.
#[derive(Default)]
struct PageTotals {
    records: u64,
    is_empty_object: bool,
}

/// A page whose optional path leads to nothing.
fn empty_page<E>(body: &PaddedBody) -> Result<Page, PageFault<E>> {
    check_syntax(body.padded(), body.len())?;
    let envelope = lossy(body).map_err(|error| {
        let message = format!("the body cannot be read: {error}");
        PageFault::Known(PageError::Syntax { offset: 0, truncated: false, message })
    })?;
    Ok(Page { envelope, records: 0, is_empty_object: false })
}

/// The error that a page ends with: if the rest of the text is not JSON, that error counts.
#[cold]
fn settled<E>(body: &PaddedBody, broken: PageFault<E>) -> PageError<E> {
    let fault = match broken {
        PageFault::Known(error @ (PageError::Sink(_) | PageError::Syntax { .. })) => return error,
        PageFault::Known(error) => match check_syntax(body.padded(), body.len()) {
            Ok(()) => return error,
            Err(fault) => fault,
        },
        PageFault::Syntax(fault) => fault,
    };
    let (offset, message) = fault;
    PageError::Syntax { offset, truncated: offset >= body.len(), message: message.to_owned() }
}

/// Refuses bodies that are too large, and invalid UTF-8 anywhere.
fn check_text<E>(body: &PaddedBody) -> Result<(), PageError<E>> {
    if body.len() > MOST_BYTES {
        let message = "the body is larger than 4 GiB".to_owned();
        return Err(PageError::Syntax { offset: MOST_BYTES, truncated: false, message });
    }
    match std::str::from_utf8(body) {
        Ok(_) => Ok(()),
        Err(error) => Err(PageError::Syntax {
            offset: error.valid_up_to(),
            truncated: error.error_len().is_none(),
            message: "invalid UTF-8".to_owned(),
        }),
    }
}
