//! Whole: the records of a response that is here as a whole, where the stream declares them.
//!
//! In: a response. Out: its records in the sink, its envelope.
//! Not here: bodies that are read while they arrive (`streamed`), what follows the page (`advance`).

use serde_json::Value;

use super::errors::{PageFailure, page_failure, warn_of_empty_object};
use super::read_page::ReadPage;
use crate::decode::{PaddedBody, RecordsPath, lossy, peek};
use crate::http::Response;
use crate::read::base::slice_progress::SliceProgress;
use crate::read::plan::open_stream::OpenSlice;
use crate::read::record::collector::RecordCollector;
use crate::read::record::sink::Sink;
use crate::stream::scope::PageScope;
use crate::template::exact::Exact;

/// Whether the response has no content by its status.
pub(crate) fn has_no_content(response: &Response) -> bool {
    matches!(response.status, 204 | 205)
}

/// Reads the records of a response in one scan; `token`: that of its request.
///
/// # Errors
/// If the body is not a page of the stream.
pub(crate) fn read_whole<C: 'static>(
    slice: &OpenSlice<C>,
    token: Option<&Value>,
    (mut response, body): (Response, PaddedBody),
    before: &SliceProgress,
    sink: &mut Sink,
) -> Result<ReadPage, PageFailure> {
    let stream = &*slice.stream;
    let plan = &stream.plan;
    sink.reserve(body.len());
    let mut collector = RecordCollector::new(stream, sink, before);
    let (envelope, records) = if has_no_content(&response) {
        (Exact::default(), 0)
    } else {
        let seen = plan.record.adds_from_page.then(|| page_of(&response, &body, &plan.paging.records));
        let scope = stream.scope(&slice.slice, token, seen.as_ref());
        let mut scanner = stream.tally.scanner.borrow_mut();
        let page = scanner.page(&body, &plan.paging.records, |found| collector.collect(&scope, found));
        drop(scanner);
        let page = page.map_err(|error| page_failure(stream, error, &response, &body))?;
        if page.is_empty_object {
            warn_of_empty_object(stream);
        }
        response.body = body.into_inner();
        (page.envelope.into(), page.records)
    };
    stream.tally.count_page(records);
    let RecordCollector { tail, progress, .. } = collector;
    Ok(ReadPage { response, envelope, records, tail, progress })
}

/// What `add` sees of a page whose records are about to be read: its headers, and its JSON without the records.
fn page_of(response: &Response, body: &PaddedBody, records: &RecordsPath) -> PageScope {
    let envelope = peek(body, records).or_else(|| lossy(body).ok()).unwrap_or(Value::Null);
    let response = Response { status: response.status, headers: response.headers.clone(), body: Vec::new() };
    PageScope { response, envelope: envelope.into(), last: None, records: None, has_response: false }
}
