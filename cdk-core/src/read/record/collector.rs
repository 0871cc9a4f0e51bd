//! Collector: takes the records of one page into a sink, one by one.
//!
//! In: each record as the scan found it. Out: the sink filled; what the slice's progress and the pagination need of the
//! page.
//! Not here: what a record's data is (`emit`), where records come from (`page`).

use super::embedded_list::embedded_page;
use super::emit::{EmitContext, Recipient, write_data};
use super::errors::quote_key;
use super::identity::record_identity;
use super::observe::observe_cursor;
use super::selected_columns::keep_columns;
use super::sink::Sink;
use crate::decode::FoundRecord;
use crate::error::Result;
use crate::read::base::fingerprint::Fingerprint;
use crate::read::base::record_source::QueuedParent;
use crate::read::base::slice_progress::SliceProgress;
use crate::read::base::tally::Tally;
use crate::read::plan::open_stream::OpenStream;
use crate::read::plan::stream_plan::StreamPlan;
use crate::record::AddedText;
use crate::stream::scope::{ParentRecord, Scope};

/// What pagination needs of a page's records.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageTail {
    /// The value of the last record that the next page's token is taken from.
    pub(crate) last_key: Option<Vec<u8>>,
    pub(crate) last_record: Option<Vec<u8>>,
    /// `None` if the stream's pages are not compared.
    pub(crate) fingerprint: Option<Fingerprint>,
}

impl PageTail {
    /// For a page that is about to be read.
    pub(crate) fn new<C>(stream: &OpenStream<C>) -> Self {
        Self { fingerprint: fingerprint(&stream.plan, &stream.tally), ..Self::default() }
    }
}

/// For the next page; `None` if the stream's pages are not compared.
fn fingerprint<C>(plan: &StreamPlan<C>, tally: &Tally) -> Option<Fingerprint> {
    let paging = &plan.paging;
    if !paging.paginate.is_by_place() && !paging.has_token_hook {
        return None;
    }
    let size = paging.paginate.size.as_ref().filter(|_| !paging.has_token_hook && tally.short_pages.may_probe());
    Some(Fingerprint::with_most(size.map_or(0, |(_, size)| usize::try_from(*size).unwrap_or(usize::MAX))))
}

/// Takes the records of one page, and keeps what is needed of the last.
pub(crate) struct RecordCollector<'a, C> {
    plan: &'a StreamPlan<C>,
    tally: &'a Tally,
    sink: &'a mut Sink,
    emitted_at: String,
    added: AddedText,
    pub(crate) number: u64,
    pub(crate) tail: PageTail,
    /// What the records of the slice have shown, with these.
    pub(crate) progress: SliceProgress,
}

impl<'a, C: 'static> RecordCollector<'a, C> {
    /// `before`: what the pages before have shown.
    pub(crate) fn new(stream: &'a OpenStream<C>, sink: &'a mut Sink, before: &SliceProgress) -> Self {
        Self {
            plan: &stream.plan,
            tally: &stream.tally,
            sink,
            emitted_at: stream.run.output.now().as_millisecond().to_string(),
            added: AddedText::default(),
            number: 0,
            tail: PageTail::new(stream),
            progress: before.clone(),
        }
    }

    /// Whether the sink holds so much that it should leave.
    pub(crate) fn is_full(&self, bytes: usize, records: usize) -> bool {
        match &*self.sink {
            Sink::Lines(batch) => batch.lines.len() >= bytes,
            Sink::Parents { records: queued, .. } => queued.len() >= records,
        }
    }

    pub(crate) fn collect(&mut self, scope: &Scope<'_, C>, found: &FoundRecord<'_>) -> Result<()> {
        let record = &self.plan.record;
        self.number += 1;
        if let Some(capture) = record.captures.last {
            keep(&mut self.tail.last_key, found.capture(capture).as_deref());
        }
        if record.keeps_last {
            keep(&mut self.tail.last_record, Some(found.raw()));
        }
        if let Some(fingerprint) = &mut self.tail.fingerprint {
            fingerprint.add(found.raw());
        }
        self.put(scope, found).map_err(|error| {
            let key = quote_key(record, |at| found.capture(at));
            error.in_record(Some(self.number), &key)
        })
    }

    /// Puts a record into the sink, if it is of the slice and neither `filter` nor `map` drop it.
    fn put(&mut self, scope: &Scope<'_, C>, found: &FoundRecord<'_>) -> Result<()> {
        let (plan, tally) = (self.plan, self.tally);
        if !check_of_slice(plan, tally, scope, (found, None), &mut self.progress)? {
            return Ok(());
        }
        let record = &plan.record;
        let context = |recipient| EmitContext { plan: record, tally, recipient };
        match self.sink {
            Sink::Lines(batch) => {
                let start = batch.lines.len();
                record.line.open(&mut batch.lines);
                let at = batch.lines.len();
                let written = write_data(context(Recipient::Output), found, scope, &mut self.added, &mut batch.lines)?;
                let Some(mut changes) = written else {
                    batch.lines.truncate(start);
                    return Ok(());
                };
                let data = batch.lines.get(at..).unwrap_or_default();
                let progress = &mut self.progress;
                if !check_of_slice(plan, tally, scope, (found, Some(data)), progress)? {
                    batch.lines.truncate(start);
                    return Ok(());
                }
                if let (Some(updated), Some(custom)) = (&plan.definition.updated, &mut progress.custom) {
                    *custom = updated(&Scope { state: Some(custom), ..*scope }, data)?;
                }
                if let Some(columns) = &record.columns {
                    changes = keep_columns(columns, changes, &mut batch.lines, at)?;
                }
                record.line.close(&self.emitted_at, &changes, &mut batch.lines);
                batch.nulled.count_changes(&changes, found);
                batch.records += 1;
            }
            Sink::Parents { records, slice } => {
                let mut data = Vec::new();
                let written = write_data(context(Recipient::Child), found, scope, &mut self.added, &mut data)?;
                if written.is_some() && check_of_slice(plan, tally, scope, (found, Some(&data)), &mut self.progress)? {
                    let typed = (plan.definition.record.decode)(&data)?;
                    // Errors are reported when the slice is read: `only` may say that there is none.
                    let embedded = embedded_page(record.carried.as_ref(), found);
                    let key = quote_key(record, |at| found.capture(at));
                    let identity = record_identity(record, &data);
                    let record = ParentRecord { typed, key, slice: slice.clone() };
                    records.push(QueuedParent { record, identity, embedded });
                }
            }
        }
        Ok(())
    }
}

/// Checks by its cursor whether the record is of the slice. The cursor is read once: in `data` if it is an added field,
/// else before.
fn check_of_slice<C>(
    plan: &StreamPlan<C>,
    tally: &Tally,
    scope: &Scope<'_, C>,
    (found, data): (&FoundRecord<'_>, Option<&[u8]>),
    progress: &mut SliceProgress,
) -> Result<bool> {
    match plan.cursor.as_ref().filter(|cursor| cursor.is_added() == data.is_some()) {
        Some(cursor) => {
            let (window, without) = (&scope.slice.window, &tally.without_cursor);
            observe_cursor(cursor, window, (found, data), &mut progress.observed, without)
        }
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
