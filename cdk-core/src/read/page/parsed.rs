//! Parsed: the raw records of a page, if a function returns them: `parse_response = f`.
//!
//! In: a page's response. Out: each record checked like any other. The function may also return that the records are
//! where the stream declares them.
//! Not here: records that the scanner finds (see `whole`).

use serde_json::Value;

use super::errors::{PageFailure, page_failure};
use super::read_page::ReadPage;
use super::whole::{has_no_content, read_whole};
use crate::decode::{PaddedBody, lossy};
use crate::error::Error;
use crate::http::Response;
use crate::read::base::slice_progress::SliceProgress;
use crate::read::plan::open_stream::OpenSlice;
use crate::read::record::collector::RecordCollector;
use crate::read::record::sink::Sink;
use crate::stream::Records;
use crate::stream::scope::PageScope;
use crate::template::exact::Exact;

/// Reads the records that `parse_response` returns; `token`: that of the request.
///
/// # Errors
/// That of the function, or of a record.
pub(crate) fn read_parsed<C: 'static>(
    slice: &OpenSlice<C>,
    token: Option<&Value>,
    mut response: Response,
    before: &SliceProgress,
    sink: &mut Sink,
) -> Result<ReadPage, PageFailure> {
    match call_parse_response(slice, token, &mut response)? {
        Some(records) => read_records(slice, token, (response, records), before, sink),
        None => {
            let body = PaddedBody::from(std::mem::take(&mut response.body));
            read_whole(slice, token, (response, body), before, sink)
        }
    }
}

/// The raw records that the function returns; `None` if they are where the stream declares them.
fn call_parse_response<C: 'static>(
    slice: &OpenSlice<C>,
    token: Option<&Value>,
    response: &mut Response,
) -> Result<Option<Records>, PageFailure> {
    let stream = &slice.stream;
    let hook = stream.plan.definition.parse_response.as_ref().filter(|_| !has_no_content(response));
    let Some(parse_response) = hook else { return Ok(None) };
    let response_of = std::mem::take(response);
    let page =
        PageScope { response: response_of, envelope: Exact::default(), last: None, records: None, has_response: true };
    let records = parse_response(&stream.scope(&slice.slice, token, Some(&page)));
    *response = page.response;
    match records {
        Ok(records) => Ok(Some(records)),
        Err(error) => Err(response.cut_short().map_or(PageFailure::Error(error), PageFailure::Body)),
    }
}

/// Checks each of the records like any other.
fn read_records<C: 'static>(
    slice: &OpenSlice<C>,
    token: Option<&Value>,
    (response, records): (Response, Records),
    before: &SliceProgress,
    sink: &mut Sink,
) -> Result<ReadPage, PageFailure> {
    let stream = &*slice.stream;
    sink.reserve(response.body.len());
    let mut collector = RecordCollector::new(stream, sink, before);
    // The body without its records is not known here, so the whole body is used as the envelope.
    let envelope = Exact::from(lossy(&response.body).unwrap_or(Value::Null));
    let page = PageScope { response, envelope, last: None, records: None, has_response: true };
    let scope = stream.scope(&slice.slice, token, Some(&page));
    let mut count = 0;
    for record in records.into_raw().map_err(PageFailure::Error)? {
        let record = PaddedBody::from(record.0);
        let found = stream.tally.scanner.borrow_mut().record(&record, |found| collector.collect(&scope, found));
        found.map_err(|error| match page_failure(stream, error, &page.response, &record) {
            PageFailure::Error(error) => PageFailure::Error(error),
            PageFailure::Body(what) => {
                PageFailure::Error(Error::system(format!("record {} of `parse_response`: {what}", count + 1)))
            }
        })?;
        count += 1;
    }
    stream.tally.count_page(count);
    let RecordCollector { tail, progress, .. } = collector;
    Ok(ReadPage { response: page.response, envelope: page.envelope, records: count, tail, progress })
}
