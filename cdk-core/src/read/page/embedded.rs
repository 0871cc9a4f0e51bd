//! Embedded: the first page of a slice, if the parent's record holds it: `parent(P, from = "lines.data", more =
//! "lines.has_more")`.
//!
//! In: the list's text, as the parent's record held it. Out: the first records of the child's slice, checked by the
//! child's contract like those of a page, and the token of the page after them; no request if nothing says that there
//! is more.
//! Default: nothing is embedded.
//! Not here: finding the list in the parent's record (`record::embedded_list`), which pages may follow it (`paginate`).

use serde_json::Value;

use super::errors::api_says;
use super::position::Position;
use crate::decode::{PaddedBody, PageError, lossy};
use crate::error::{Error, Result};
use crate::http::Response;
use crate::protocol::Level;
use crate::read::base::slice_progress::SliceProgress;
use crate::read::plan::open_stream::{OpenSlice, OpenStream};
use crate::read::record::collector::{PageTail, RecordCollector};
use crate::read::record::errors::mismatch_error;
use crate::read::record::sink::Sink;
use crate::stream::Embedded;
use crate::stream::scope::{EmbeddedPage, PageScope};
use crate::template::exact::Exact;

/// Reads the records that the parent's record holds, and finds out what follows them.
///
/// # Errors
/// If the list is not one of the stream's records.
pub(crate) fn read_embedded<C: 'static>(
    slice: &OpenSlice<C>,
    position: &mut Position,
    progress: &mut SliceProgress,
    page: EmbeddedPage,
    sink: &mut Sink,
) -> Result<()> {
    let parent = slice.stream.plan.parents.first();
    let Some(carried) = parent.and_then(|parent| parent.record.carried.as_ref()) else { return Ok(()) };
    let (at, goes_on) = (&carried.at, page.goes_on);
    let read = read_list(slice, (at, page.list), position.token.as_ref(), progress, sink);
    let read = read.and_then(|(records, tail)| {
        position.at_end = !goes_on;
        if goes_on { go_on(slice, position, at, records, tail) } else { Ok(()) }
    });
    read.map_err(|error| error.in_embedded_list(&at.from))
}

/// Reads the records of the list; returns their number.
fn read_list<C: 'static>(
    slice: &OpenSlice<C>,
    (at, list): (&Embedded, Option<PaddedBody>),
    token: Option<&Value>,
    progress: &mut SliceProgress,
    sink: &mut Sink,
) -> Result<(u64, PageTail)> {
    let stream = &*slice.stream;
    let list = list.unwrap_or_else(|| PaddedBody::from(&b"null"[..]));
    let mut collector = RecordCollector::new(stream, sink, progress);
    let scope = stream.scope(&slice.slice, token, None);
    let mut scanner = stream.tally.scanner.borrow_mut();
    let page = scanner.page(&list, &at.records, |found| collector.collect(&scope, found));
    drop(scanner);
    let records = page.map_err(|error| list_error(stream, error, at, &list))?.records;
    let RecordCollector { tail, progress: with_list, .. } = collector;
    *progress = with_list;
    stream.tally.count_page(records);
    if stream.run.output.debug {
        let (name, from) = (stream.name(), &at.from);
        stream.run.output.log(Level::Debug, &format!("stream `{name}`: {records} records embedded at `{from}`"));
    }
    Ok((records, tail))
}

/// Goes on after the list: to the token of its last record, or to the slice's first page if the list is empty.
fn go_on<C: 'static>(
    slice: &OpenSlice<C>,
    position: &mut Position,
    at: &Embedded,
    records: u64,
    tail: PageTail,
) -> Result<()> {
    if records == 0 {
        return Ok(());
    }
    let last_key = tail.last_key.map(|key| lossy(&key)).transpose()?;
    let token = slice.stream.plan.paging.paginate.behind(records, last_key.as_ref());
    match token.and_then(|token| position.guard.watched(&token).map(|()| token)) {
        Ok(token) => position.token = Some(token),
        // The embedded records are good: they are written first.
        Err(problem) => {
            position.problem = Some(problem.in_embedded_list(&at.from));
            return Ok(());
        }
    }
    position.before = tail.fingerprint.unwrap_or_default();
    let last = tail.last_record.map(|record| lossy(&record)).transpose()?.map(Exact::from);
    let (response, envelope) = (Response::default(), Exact::default());
    position.page = Some(PageScope { response, envelope, last, records: Some(records), has_response: false });
    Ok(())
}

fn list_error<C: 'static>(stream: &OpenStream<C>, error: PageError<Error>, at: &Embedded, list: &[u8]) -> Error {
    match error {
        PageError::Sink(error) => error,
        PageError::Mismatch(mismatch) => {
            let path = if at.records.is_map() { "*" } else { "" };
            mismatch_error(&stream.plan.record, &stream.tally, &mismatch, (list, path))
        }
        PageError::Syntax { offset, message, .. } => {
            Error::system(format!("not readable as JSON: {message} at byte {offset} of the list"))
        }
        PageError::NoRecords { found } => Error::system(format!("it should hold records, but there is {found}")),
        PageError::NotARecord { place } => {
            let said = api_says(list.get(place).unwrap_or(list), &stream.run.output.redactor);
            Error::system(format!("it holds an object with none of the stream's fields, so it is not a record{said}"))
        }
    }
}
