//! Sink: where the records of one page go, one by one.
//!
//! In: each record as the scan found it. Out: RECORD lines in one batch, or typed records for the slices of a sub-stream;
//! and what pagination needs of the last one.
//! Not here: what a record's data is (`emit`), where records come from (`pages`, `embedded`).

use std::rc::Rc;

use crate::decode::Found;
use crate::error::Result;
use crate::read::base::fingerprint::Fingerprint;
use crate::read::base::nulled::Nulled;
use crate::read::page::reader::Read;
use crate::read::plan::cursor::Observed;
use crate::read::plan::stream_plan::Plan;
use crate::read::stream::record_source::Queued;
use crate::record::AddedText;
use crate::state::State;
use crate::stream::scope::{ParentRecord, Scope, Slice};

/// Where the records of a page go.
pub(crate) enum Sink {
    /// RECORD lines.
    Lines(Batch),
    /// Typed records, for the slices of a sub-stream, each with the children that it embeds.
    Parents { records: Vec<Queued>, slice: Rc<Slice> },
}

/// RECORD lines of one page.
#[derive(Default)]
pub(crate) struct Batch {
    pub(crate) lines: Vec<u8>,
    pub(crate) records: u64,
    /// What left otherwise than it came: counted once the page has come whole.
    pub(crate) nulled: Nulled,
}

impl Sink {
    /// Makes room for the lines of a page of so many bytes, so that a large batch is not moved as it grows.
    pub(crate) fn reserve(&mut self, bytes: usize) {
        if let Self::Lines(batch) = self {
            batch.lines.reserve(bytes + bytes / 8);
        }
    }

    pub(crate) fn clear(&mut self) {
        match self {
            Self::Lines(batch) => {
                batch.lines.clear();
                batch.records = 0;
                batch.nulled.clear();
            }
            Self::Parents { records, .. } => records.clear(),
        }
    }
}

/// What pagination needs of a page's records.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tail {
    /// The value of the last record that the next page's token is taken from.
    pub(crate) last_key: Option<Vec<u8>>,
    pub(crate) last_record: Option<Vec<u8>>,
    /// `None` if the stream's pages are not compared.
    pub(crate) fingerprint: Option<Fingerprint>,
}

/// Takes the records of one page, and keeps what is wanted of the last.
pub(crate) struct Taker<'a, C> {
    plan: &'a Plan<C>,
    sink: &'a mut Sink,
    emitted_at: String,
    added: AddedText,
    pub(crate) number: u64,
    pub(crate) tail: Tail,
    /// What the cursors of the slice have come to.
    pub(crate) observed: Observed,
    /// The connector's own state, where it keeps one.
    pub(crate) custom: Option<State>,
}

impl<'a, C: 'static> Taker<'a, C> {
    /// `before`: what the pages before have come to.
    pub(crate) fn new(plan: &'a Plan<C>, sink: &'a mut Sink, emitted_at: String, before: &Read) -> Self {
        let added = AddedText::default();
        let (observed, custom) = (before.observed.clone(), before.custom.clone());
        let tail = Tail { fingerprint: plan.fingerprint(), ..Tail::default() };
        Self { plan, sink, emitted_at, added, number: 0, tail, observed, custom }
    }

    /// Whether so much was taken that it should leave.
    pub(crate) fn is_full(&self, bytes: usize, records: usize) -> bool {
        match &*self.sink {
            Sink::Lines(batch) => batch.lines.len() >= bytes,
            Sink::Parents { records: taken, .. } => taken.len() >= records,
        }
    }

    pub(crate) fn take(&mut self, scope: &Scope<'_, C>, found: &Found<'_>) -> Result<()> {
        let plan = self.plan;
        self.number += 1;
        if let Some(capture) = plan.captures.last {
            keep(&mut self.tail.last_key, found.capture(capture).as_deref());
        }
        if plan.keeps_last {
            keep(&mut self.tail.last_record, Some(found.raw()));
        }
        if let Some(fingerprint) = &mut self.tail.fingerprint {
            fingerprint.add(found.raw());
        }
        self.sink(scope, found).map_err(|error| {
            let key = plan.key(|at| found.capture(at));
            error.with_context("record", format!("{}{key}", self.number))
        })
    }

    fn sink(&mut self, scope: &Scope<'_, C>, found: &Found<'_>) -> Result<()> {
        let plan = self.plan;
        if !of_slice(plan, scope, found, None, &mut self.observed)? {
            return Ok(());
        }
        match self.sink {
            Sink::Lines(batch) => {
                let start = batch.lines.len();
                plan.line.open(&mut batch.lines);
                let data = batch.lines.len();
                match plan.data(found, scope, &mut self.added, &mut batch.lines, false)? {
                    Some(changes) => {
                        let data = batch.lines.get(data..).unwrap_or_default();
                        if !of_slice(plan, scope, found, Some(data), &mut self.observed)? {
                            batch.lines.truncate(start);
                            return Ok(());
                        }
                        if let (Some(updated), Some(custom)) = (&plan.definition.updated, &mut self.custom) {
                            *custom = updated(&Scope { state: Some(custom), ..*scope }, data)?;
                        }
                        plan.line.close(&self.emitted_at, &changes, &mut batch.lines);
                        batch.nulled.note(&changes, found);
                        batch.records += 1;
                    }
                    None => batch.lines.truncate(start),
                }
            }
            Sink::Parents { records, slice } => {
                let mut data = Vec::new();
                let is_kept = plan.data(found, scope, &mut self.added, &mut data, true)?.is_some();
                if is_kept && of_slice(plan, scope, found, Some(&data), &mut self.observed)? {
                    let typed = (plan.definition.record.decode)(&data)?;
                    // Told when the slice is read: `only` may say that there is none.
                    let embedded = plan.embedded(found);
                    let key = plan.key(|at| found.capture(at));
                    let identity = plan.identity(&data);
                    let record = ParentRecord { typed, key, slice: slice.clone() };
                    records.push(Queued { record, identity, embedded });
                }
            }
        }
        Ok(())
    }
}

/// Whether the record is of the slice, by its cursor. That is looked at once: in `data` where it is added, else before.
fn of_slice<C>(
    plan: &Plan<C>,
    scope: &Scope<'_, C>,
    found: &Found<'_>,
    data: Option<&[u8]>,
    observed: &mut Observed,
) -> Result<bool> {
    match plan.cursor.as_ref().filter(|cursor| cursor.is_added() == data.is_some()) {
        Some(cursor) => cursor.observe(plan, &scope.slice.window, found, data, observed),
        None => Ok(true),
    }
}

/// Keeps a text of the page's last record, in one buffer for all of its records.
fn keep(kept: &mut Option<Vec<u8>>, text: Option<&[u8]>) {
    match text {
        Some(text) => {
            let kept = kept.get_or_insert_default();
            kept.clear();
            kept.extend_from_slice(text);
        }
        None => *kept = None,
    }
}
