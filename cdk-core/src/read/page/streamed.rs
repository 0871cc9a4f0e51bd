//! Streamed: the page of a body that is read while it arrives, however large it is.
//!
//! In: a response whose body is still arriving (or is here as a whole, from the cache or a recording). Out: its records
//! in parts, each as a separate batch; then the end of the page like any other. A body that breaks off is requested
//! again. Delivered records stay delivered: as many are skipped, and must be the same ones; else the stream fails,
//! since nobody could say which were read.
//! Memory: one record and one part.
//! Not here: where records begin and end (`decode::split`), bodies that are read as a whole (`whole`).

use std::hash::{DefaultHasher, Hasher};

use serde_json::Value;

use super::errors::{PageFailure, api_says, not_a_record, page_failure};
use super::read_page::ReadPage;
use crate::budget::Permit;
use crate::client::Tries;
use crate::decode::{Form, Lone, PaddedBody, PageError, SplitError, Splitter};
use crate::error::{Error, Result};
use crate::http::charset::by_its_bytes;
use crate::http::{BodyStream, Response};
use crate::read::base::slice_progress::SliceProgress;
use crate::read::plan::open_stream::{OpenSlice, OpenStream};
use crate::read::record::collector::{PageTail, RecordCollector};
use crate::read::record::errors::mismatch_error_of;
use crate::read::record::sink::Sink;
use crate::stream::scope::Scope;
use crate::template::exact::Exact;

/// Bytes of lines, or records of a parent, that are a part.
const PART_BYTES: usize = 256 << 10;
const PART_RECORDS: usize = 1_000;

/// A page that is being read.
pub(crate) struct StreamedBody {
    form: Form,
    response: Response,
    source: BodySource,
    splitter: Splitter,
    /// Records of this body so far, and their hash.
    read: u64,
    hash: DefaultHasher,
    /// The same of the records that were delivered.
    delivered: (u64, u64),
    /// What the last of those holds for the next page's token.
    delivered_tail: PageTail,
    tail: PageTail,
    /// Buffer for the text of one record, with free space after it.
    spare: Vec<u8>,
    /// The first line, if it has none of the struct's fields: alone, it is not a record.
    foreign: Option<Vec<u8>>,
}

/// Where the body comes from.
enum BodySource {
    /// It holds its place among the requests in flight.
    Arriving {
        coming: Box<BodyStream>,
        _permit: Option<Permit>,
    },
    Whole(Vec<u8>),
    Over,
}

/// Where the reading of a body stopped.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PartEnd {
    /// A part is full.
    Part,
    Body,
}

/// Whether more of the body may arrive.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Arrival {
    Going,
    Over,
}

/// Reads the next part of the body; `token`: that of its request.
///
/// # Errors
/// If the body breaks off or is not a page of the stream.
pub(crate) async fn read_part<C: 'static>(
    slice: &OpenSlice<C>,
    token: Option<&Value>,
    (tries, body): (&Tries, &mut StreamedBody),
    progress: &mut SliceProgress,
    sink: &mut Sink,
) -> Result<PartEnd, PageFailure> {
    let stream = &*slice.stream;
    let mut collector = RecordCollector::new(stream, sink, progress);
    collector.tail = std::mem::take(&mut body.tail);
    let end = loop {
        let scope = stream.scope(&slice.slice, token, None);
        if body.collect_records(stream, &scope, &mut collector, Arrival::Going)? == PartEnd::Part {
            break PartEnd::Part;
        }
        match body.next_piece(tries).await? {
            Some(piece) => {
                body.check_charset(&piece)?;
                body.splitter.push(&piece);
            }
            None => {
                let scope = stream.scope(&slice.slice, token, None);
                body.collect_records(stream, &scope, &mut collector, Arrival::Over)?;
                break PartEnd::Body;
            }
        }
    };
    let RecordCollector { tail, progress: with_part, .. } = collector;
    body.tail = tail;
    *progress = with_part;
    stream.tally.count_page(body.read);
    Ok(end)
}

impl StreamedBody {
    /// `tail`: of a page without records.
    pub(crate) fn new(tries: &mut Tries, response: Response, form: Form, tail: PageTail) -> Self {
        let mut body = Self {
            form,
            response: Response::default(),
            source: BodySource::Over,
            splitter: Splitter::new(form),
            read: 0,
            hash: DefaultHasher::new(),
            delivered: (0, 0),
            delivered_tail: tail,
            tail: PageTail::default(),
            spare: Vec::new(),
            foreign: None,
        };
        body.begin(tries, response);
        body
    }

    /// The body begins, for the first time or again.
    pub(crate) fn begin(&mut self, tries: &mut Tries, mut response: Response) {
        self.source = match tries.take_body_stream() {
            Some((coming, _permit)) => BodySource::Arriving { coming: Box::new(coming), _permit },
            None => BodySource::Whole(std::mem::take(&mut response.body)),
        };
        self.response = response;
        (self.splitter, self.read, self.hash) = (Splitter::new(self.form), 0, DefaultHasher::new());
        self.tail = self.delivered_tail.clone();
        self.foreign = None;
    }

    /// Gives its place among the requests in flight back: the next attempt needs one.
    pub(crate) fn release(&mut self) {
        self.source = BodySource::Over;
    }

    /// Records of the page that were delivered.
    pub(crate) fn delivered(&self) -> u64 {
        self.delivered.0
    }

    /// The part that was read is delivered.
    pub(crate) fn mark_delivered(&mut self) {
        self.delivered = (self.read, self.hash.finish());
        self.delivered_tail = self.tail.clone();
    }

    pub(crate) fn tail(&self) -> &PageTail {
        &self.tail
    }

    /// The page, at the end of its body.
    ///
    /// # Errors
    /// If the body has fewer records than were delivered, or none but a foreign object.
    pub(crate) fn finish<C: 'static>(
        &mut self,
        stream: &OpenStream<C>,
        progress: SliceProgress,
    ) -> Result<ReadPage, PageFailure> {
        let ((delivered, _), read) = (self.delivered, self.read);
        if read < delivered {
            let message =
                format!("the connection was lost after record {delivered}, and the retry returned only {read} records");
            return Err(PageFailure::Error(Error::transient(message)));
        }
        if let Some(line) = self.foreign.take().filter(|_| read == 1) {
            return Err(PageFailure::Error(not_a_record(stream, &self.response, &line, &line)));
        }
        let (response, tail) = (std::mem::take(&mut self.response), std::mem::take(&mut self.tail));
        Ok(ReadPage { response, envelope: Exact::default(), records: read, tail, progress })
    }

    /// Takes the records that are here, up to a full part.
    fn collect_records<C: 'static>(
        &mut self,
        stream: &OpenStream<C>,
        scope: &Scope<'_, C>,
        collector: &mut RecordCollector<'_, C>,
        arrival: Arrival,
    ) -> Result<PartEnd, PageFailure> {
        while let Some(record) = self.next_record(stream, arrival)? {
            let body = PaddedBody::from(record);
            let mut scanner = stream.tally.scanner.borrow_mut();
            if self.read == 1 && self.form == Form::Lines && scanner.lone_line(&body) == Lone::Foreign {
                self.foreign = Some(body.to_vec());
            }
            collector.number = self.read - 1;
            let collected = scanner.record(&body, |found| collector.collect(scope, found));
            // Explaining an error asks the scanner's program again.
            drop(scanner);
            collected.map_err(|error| self.explain(stream, error, &body, arrival))?;
            self.spare = body.into_inner();
            if collector.is_full(PART_BYTES, PART_RECORDS) {
                return Ok(PartEnd::Part);
            }
        }
        Ok(PartEnd::Body)
    }

    /// The text of the next record that was not delivered before; `None` if it is not here.
    fn next_record<C: 'static>(
        &mut self,
        stream: &OpenStream<C>,
        arrival: Arrival,
    ) -> Result<Option<Vec<u8>>, PageFailure> {
        loop {
            let Self { splitter, read, hash, delivered, spare, .. } = self;
            let found = if arrival == Arrival::Over { splitter.last() } else { splitter.record() };
            let record = match found {
                Ok(Some(record)) => record,
                Ok(None) => return Ok(None),
                Err(SplitError::Short) => return Err(PageFailure::Body("the body ends too early".to_owned())),
                Err(SplitError::Wrong(what)) => {
                    // An error of the API is small, and here as a whole.
                    let said = api_says(splitter.rest(), &stream.run.output.redactor);
                    let message = format!("the streamed response is invalid after record {read}: {what}{said}");
                    return Err(PageFailure::Error(Error::system(message)));
                }
            };
            *read += 1;
            hash.write(record);
            if *read > delivered.0 {
                let mut text = std::mem::take(spare);
                text.clear();
                text.extend_from_slice(record);
                return Ok(Some(text));
            }
            if *read == delivered.0 && hash.finish() != delivered.1 {
                let message =
                    format!("the connection was lost after record {read}, and the retry returned different records");
                return Err(PageFailure::Error(Error::transient(message)));
            }
        }
    }

    /// Why the record that was read last cannot be taken.
    fn explain<C: 'static>(
        &self,
        stream: &OpenStream<C>,
        error: PageError<Error>,
        body: &PaddedBody,
        arrival: Arrival,
    ) -> PageFailure {
        let (number, line) = (self.read, self.splitter.line_number());
        let is_short = matches!(error, PageError::Syntax { truncated: true, .. });
        if let PageError::Mismatch(mismatch) = &error {
            if number == 1 && self.foreign.is_some() {
                return PageFailure::Error(not_a_record(stream, &self.response, body, body));
            }
            let place = line.map_or_else(|| number.to_string(), |line| format!("{number} on line {line}"));
            let (plan, tally) = (&stream.plan.record, &stream.tally);
            return PageFailure::Error(mismatch_error_of(plan, tally, mismatch, (body, ""), &place));
        }
        let at_line = |error: Error| match line {
            Some(line) => PageFailure::Error(error.on_line(line)),
            None => PageFailure::Error(error),
        };
        match page_failure(stream, error, &self.response, body) {
            PageFailure::Body(what) if arrival == Arrival::Over && is_short => PageFailure::Body(what),
            PageFailure::Body(what) => at_line(Error::system(format!("record {number}: {what}"))),
            PageFailure::Error(error) => at_line(error),
        }
    }

    /// Refuses a UTF-16 body: its records cannot be separated.
    fn check_charset(&self, piece: &[u8]) -> Result<(), PageFailure> {
        match by_its_bytes(piece).filter(|_| self.read == 0) {
            Some(charset) => {
                let message = format!(
                    "the response cannot be read: the charset of the body is {charset}; only UTF-8 is supported"
                );
                Err(PageFailure::Error(Error::system(message)))
            }
            None => Ok(()),
        }
    }

    async fn next_piece(&mut self, tries: &Tries) -> Result<Option<Vec<u8>>, PageFailure> {
        match &mut self.source {
            BodySource::Arriving { coming, .. } => match coming.piece().await {
                Ok(Some(piece)) => {
                    tries.record_piece(piece.len());
                    Ok(Some(piece.into()))
                }
                Ok(None) => {
                    self.source = BodySource::Over;
                    Ok(None)
                }
                Err(error) if error.may_pass => Err(PageFailure::Body(error.message)),
                Err(error) => Err(PageFailure::Error(Error::system(error.message))),
            },
            BodySource::Whole(body) => {
                let body = std::mem::take(body);
                self.source = BodySource::Over;
                Ok(Some(body))
            }
            BodySource::Over => Ok(None),
        }
    }
}
