//! Advance: from a page whose records are read to the next one.
//!
//! In: the page, with a fingerprint of its records. Out: the next page's token, the end, or an error. An error about
//! the page itself drops its records. An error about the next page comes after them: this page is good.
//! A page that repeats the one before it is an error if the request named another number or offset: the API ignores it.
//! Not here: what a token is (`paginate`), what a short page means for other slices (`base::short_pages`).

use serde_json::Value;
use url::Url;

use super::page_log::{log_page, quote_token};
use super::position::Position;
use super::probe::distrust_short_pages;
use super::read_page::ReadPage;
use crate::decode::lossy;
use crate::error::{Error, Result};
use crate::http::Response;
use crate::paginate::{Facts, Next, WARN_EMPTY, is_none};
use crate::protocol::Level;
use crate::read::base::short_pages::ShortPages;
use crate::read::base::slice_progress::SliceProgress;
use crate::read::plan::open_stream::{OpenSlice, OpenStream};
use crate::read::plan::stream_plan::PagingPlan;
use crate::read::record::sink::Sink;
use crate::stream::scope::PageScope;
use crate::template::exact::{Exact, readable};

/// Goes on to the next page; drops the page's records from `sink` if it is a probe without new ones.
///
/// # Errors
/// About the page itself. An error about the next page is kept in the position.
pub(crate) fn advance<C: 'static>(
    slice: &OpenSlice<C>,
    position: &mut Position,
    progress: &mut SliceProgress,
    (page, url): (ReadPage, &Url),
    sink: &mut Sink,
) -> Result<()> {
    let stream = &*slice.stream;
    let ReadPage { response, envelope, records, mut tail, progress: with_page } = page;
    let fingerprint = tail.fingerprint.take().unwrap_or_default();
    if std::mem::take(&mut position.is_probe) {
        if fingerprint.has_nothing_new(&position.before, stream.plan.paging.has_key) {
            log_page(slice, position.number, (&response, url), records, None);
            stream.tally.short_pages.trust();
            sink.clear();
            position.at_end = true;
            return Ok(());
        }
        distrust_short_pages(stream, position, position.before.records);
    } else if sends_number(&stream.plan.paging, position.token.as_ref())
        && fingerprint.repeats(&position.before, stream.plan.paging.has_key)
    {
        return Err(repeated(stream, position.token.as_ref(), records));
    }
    *progress = with_page;

    let last = tail.last_record.map(|record| lossy(&record)).transpose()?.map(Exact::from);
    let page = PageScope { response, envelope, last, records: Some(records), has_response: true };
    let last_key = tail.last_key.map(|key| lossy(&key)).transpose()?;
    let next = find_next(slice, position, (&page, url), records, last_key.as_ref())?;
    position.is_after_short = matches!(next, Next::Probe(_));
    let cursor = stream.plan.cursor.as_ref();
    let is_past = cursor.is_some_and(|cursor| cursor.is_past(&slice.slice.window, &progress.observed));
    let next = if is_past { Next::End } else { next };
    let (next, is_probe) = token_of(next, &stream.tally.short_pages);
    log_page(slice, position.number, (&page.response, url), records, next.as_ref());
    position.guard.count(records);
    if let Some(token) = &next {
        if let Err(problem) = position.guard.watched(token) {
            // The state keeps this page's token: what follows it is not known.
            position.problem = Some(problem.on_page(position.number));
            return Ok(());
        }
        warn_of_empty_pages(stream, position);
    }
    position.at_end = next.is_none();
    (position.token, position.is_probe, position.before) = (next, is_probe, fingerprint);
    // Pages are large: only hooks can look at the body of the page before.
    let body = if stream.plan.paging.has_request_hooks { page.response.body } else { Vec::new() };
    position.page = Some(PageScope { response: Response { body, ..page.response }, ..page });
    Ok(())
}

/// The next page's token, and whether its page is a probe.
fn token_of(next: Next, short_pages: &ShortPages) -> (Option<Value>, bool) {
    match next {
        Next::End => (None, false),
        Next::Page(token) => (Some(token), false),
        Next::Probe(token) => match short_pages.are_last() {
            Some(true) => (None, false),
            Some(false) => (Some(token), false),
            None => (Some(token), true),
        },
    }
}

fn find_next<C: 'static>(
    slice: &OpenSlice<C>,
    position: &mut Position,
    (page, url): (&PageScope, &Url),
    records: u64,
    last: Option<&Value>,
) -> Result<Next> {
    let stream = &slice.stream;
    if let Some(hook) = &stream.plan.definition.next_page_token {
        let token = hook(&stream.scope(&slice.slice, position.token.as_ref(), Some(page)))?;
        return Ok(token.filter(|token| !is_none(token)).map_or(Next::End, Next::Page));
    }
    let facts = Facts {
        envelope: page.envelope.value(),
        headers: &page.response.headers,
        records,
        last,
        current: position.token.as_ref(),
        url,
    };
    position.guard.next(&stream.plan.paging.paginate, &facts)
}

/// Whether the request named a page by a number or an offset, which no page before had.
fn sends_number(plan: &PagingPlan, token: Option<&Value>) -> bool {
    let is_number = |token: &Value| {
        let text = readable(token);
        text.is_number() || text.as_str().is_some_and(|text| text.parse::<f64>().is_ok())
    };
    if plan.has_token_hook { token.is_some_and(is_number) } else { plan.paginate.is_by_place() }
}

fn repeated<C>(stream: &OpenStream<C>, token: Option<&Value>, records: u64) -> Error {
    let token = token.map(|token| quote_token(token, &stream.run.output.redactor)).unwrap_or_default();
    let same = match records {
        1 => "the same record as".to_owned(),
        records => format!("the same {records} records as"),
    };
    Error::system(match stream.plan.paging.paginate.token_name() {
        Some(param) => format!(
            "the API returned {same} for the page before, although `{param} = {token}` was sent: it ignores that \
             parameter, or repeats its last page; check the name in `paginate`, say `paginate = none` if the API has no \
             pages here, or name the end with `total`, `more` or `done`"
        ),
        None => format!(
            "the API returned {same} for the page before, although the token is now {token}: check that the token is \
             sent, and that `next_page_token` finds the end"
        ),
    })
}

fn warn_of_empty_pages<C: 'static>(stream: &OpenStream<C>, position: &Position) {
    if position.guard.empty_pages() != WARN_EMPTY || !stream.tally.begin_warning_of_empty_pages() {
        return;
    }
    let name = stream.name();
    let message = format!(
        "stream `{name}`: {WARN_EMPTY} empty pages in a row, up to page {}, and the response still leads to another one",
        position.number
    );
    stream.run.output.log(Level::Warn, &message);
}
