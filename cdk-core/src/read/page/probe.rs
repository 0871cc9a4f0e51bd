//! Probe: the request after a stream's first short page, which shows whether that page was the last one.
//!
//! In: the probe's page or its error. Out: the slice's end, or that short pages do not end the stream.
//! No new records, or a 4xx (other than 401, 403, 408 and 429), are the end. Every other error is an error. Such a 4xx
//! also ends a slice after a short page of a stream whose short pages are known not to be the end.
//! Not here: whose turn it is to probe (see `base::short_pages`).

use super::position::Position;
use crate::error::{Error, Result};
use crate::http::Response;
use crate::protocol::Level;
use crate::read::base::fingerprint::Fingerprint;
use crate::read::plan::open_stream::OpenStream;

/// The probe brought new records, although the page before it, with `short` records, was short.
pub(crate) fn distrust_short_pages<C: 'static>(stream: &OpenStream<C>, position: &mut Position, short: u64) {
    position.is_probe = false;
    if !stream.tally.short_pages.distrust() {
        return;
    }
    let (name, before) = (stream.name(), position.number.saturating_sub(1));
    let (param, size) = stream.plan.paging.paginate.size.clone().unwrap_or_default();
    let message = format!(
        "stream `{name}`: page {before} has {short} of {size} requested records (`{param}`), but there are more after it: \
         the API caps the page size, or hides records; in this run, only an empty page ends a slice of this stream"
    );
    stream.run.output.log(Level::Warn, &message);
}

/// Ends the slice, if that is what a failed probe shows: the API does not accept an offset after the last record.
///
/// # Errors
/// Every other error.
pub(crate) fn end_at_failed_probe<C>(stream: &OpenStream<C>, position: &mut Position, error: Error) -> Result<()> {
    let is_end = error.is_of_request() && error.status().is_some_and(|status| is_end_status(status.as_u16()));
    if is_end && end_after_short_page(stream, position) { Ok(()) } else { Err(error) }
}

/// The same for an answer that the connector ignores; returns whether the slice ends.
pub(crate) fn end_at_ignored_probe<C>(stream: &OpenStream<C>, position: &mut Position, answer: &Response) -> bool {
    is_end_status(answer.status) && end_after_short_page(stream, position)
}

/// Ends the slice if the page before was short; a probe shows that for all slices.
fn end_after_short_page<C>(stream: &OpenStream<C>, position: &mut Position) -> bool {
    if position.is_probe {
        stream.tally.short_pages.trust();
    }
    let is_end = position.is_probe || position.is_after_short;
    position.at_end |= is_end;
    is_end
}

/// Checks whether a part of the probe's page has new records; if so, short pages are not the end.
pub(crate) fn check_part_of_probe<C: 'static>(
    stream: &OpenStream<C>,
    position: &mut Position,
    part: Option<&Fingerprint>,
) -> bool {
    let is_known = |part: &Fingerprint| part.has_nothing_new(&position.before, stream.plan.paging.has_key);
    if position.is_probe && part.is_some_and(is_known) {
        return false;
    }
    if position.is_probe {
        distrust_short_pages(stream, position, position.before.records);
    }
    true
}

fn is_end_status(status: u16) -> bool {
    (400..500).contains(&status) && !matches!(status, 401 | 403 | 408 | 429)
}
