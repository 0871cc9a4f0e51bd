//! Page reader: the pages of one slice, one after the other.
//!
//! In: a slice. Out: each page's records in a sink, or in parts if its body is streamed; how far the slice is read.
//! The one state machine of a page: embedded in the parent's record, else requested → answered → read from its source →
//! advanced. A body that breaks off is requested again by the same attempts; a page that fails is dropped whole, so
//! that nothing is delivered twice.
//! Reading a page changes the reader's position, progress and look-ahead, the sink, and the stream's `Tally`; nothing
//! else.
//! Memory: one page, and those that were requested ahead.
//! Not here: what an answer means (`answer`), how records are found (`whole`, `parsed`, `streamed`, `embedded`).

use std::ops::ControlFlow;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::advance::advance;
use super::answer::{AnswerStep, handle_answer, leave_saved_token};
use super::embedded::read_embedded;
use super::errors::PageFailure;
use super::look_ahead::{LookAhead, Requests};
use super::page_log::log_resumed;
use super::parsed::read_parsed;
use super::position::Position;
use super::probe::{check_part_of_probe, end_at_failed_probe};
use super::read_page::ReadPage;
use super::source::{PageBody, PageSource, RequestedPage};
use super::streamed::{PartEnd, StreamedBody, read_part};
use super::whole::read_whole;
use crate::client::{Answer, Tries};
use crate::decode::PaddedBody;
use crate::error::{Error, Result};
use crate::http::Reservation;
use crate::http::{Request, Response, StatusCode};
use crate::read::base::quote::quote_partition;
use crate::read::base::short_pages::ProbeTurn;
use crate::read::base::slice_progress::{ObservedCursors, SliceProgress};
use crate::read::plan::open_stream::{OpenSlice, OpenStream};
use crate::read::record::collector::PageTail;
use crate::read::record::sink::Sink;
use crate::read::request::page_request::page_tries;
use crate::read::request::prepare::prepare_slice;
use crate::state::{PageEnd, State};
use crate::stream::scope::Slice;
use crate::writer::MAX_QUEUED_BYTES;

/// Reads the pages of one slice.
pub(crate) struct PageReader<C> {
    slice: OpenSlice<C>,
    position: Position,
    progress: SliceProgress,
    look_ahead: LookAhead,
    /// The page at hand: the slice's first one if the parent's record holds it, or one of which a part was delivered.
    page: Option<PageSource>,
    /// Whether `before_slice` was called.
    is_prepared: bool,
    /// What the page that was delivered last holds of the run's memory, until the next one is wanted.
    share: Option<Reservation>,
}

/// What one step of the state machine brought.
enum PageStep {
    /// A page or a part of it; or the end of the slice, which the position has.
    Delivered,
    /// The slice is to be read from its first page on.
    FirstPage,
}

/// What a page's source brought.
enum SourceStep {
    Part,
    Page(Box<ReadPage>),
}

impl SourceStep {
    fn of_page(page: ReadPage) -> Self {
        Self::Page(Box::new(page))
    }
}

impl<C: 'static> PageReader<C> {
    pub(crate) fn new(stream: Rc<OpenStream<C>>, mut slice: Slice, requests: Requests) -> Self {
        let embedded = slice.embedded.take();
        let resume = slice.resume.as_ref();
        let position = Position::new(&stream, resume.and_then(|resume| resume.token.clone()));
        let observed = ObservedCursors::from(resume.and_then(|resume| resume.recent.clone()));
        let keeps_state = stream.plan.definition.updated.is_some();
        let custom = keeps_state.then(|| slice.state.as_deref().cloned().unwrap_or_default());
        Self {
            slice: OpenSlice { stream, slice: Rc::new(slice) },
            position,
            progress: SliceProgress { observed, custom },
            look_ahead: LookAhead::new(requests),
            page: embedded.map(PageSource::Embedded),
            is_prepared: false,
            share: None,
        }
    }

    /// Reads the next page, or the next part of it, into `sink`; false at the end.
    ///
    /// # Errors
    /// If the slice cannot be read further.
    pub(crate) async fn next(&mut self, sink: &mut Sink) -> Result<bool> {
        let read = self.next_page(sink).await;
        read.map_err(|error| add_place(&self.slice, error))
    }

    pub(crate) fn slice(&self) -> &Rc<Slice> {
        &self.slice.slice
    }

    /// The HTTP status of the page that was delivered last.
    pub(crate) fn status(&self) -> Option<StatusCode> {
        let page = self.position.page.as_ref().filter(|page| page.has_response)?;
        Some(page.response.status())
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.position.at_end
    }

    /// The window's number in the stream's progress.
    pub(crate) fn number_in_progress(&self) -> Option<u64> {
        self.slice.slice.resume.as_ref().map(|resume| resume.number)
    }

    /// What the page that was delivered last brought.
    pub(crate) fn page_end(&self) -> PageEnd {
        let ObservedCursors { recent, is_sorted, .. } = self.progress.observed.clone();
        PageEnd { recent, is_sorted, token: self.position.token.clone(), is_part: self.page.is_some() }
    }

    /// The connector's own state after the records so far, if a function keeps one.
    pub(crate) fn take_custom_state(&mut self) -> Option<State> {
        self.progress.custom.take()
    }

    /// The records of the last page are queued. Their memory stays reserved until they are written.
    pub(crate) fn hold_until_written(&mut self, bytes: usize) {
        // A smaller batch is of the queue's own memory.
        let Some(share) = self.share.take().filter(|_| bytes > MAX_QUEUED_BYTES) else { return };
        let output = self.slice.stream.run.output.clone();
        tokio::task::spawn_local(async move {
            // If nobody reads any more, nothing is held.
            let _ = output.writer.flushed().await;
            drop(share);
        });
    }

    async fn next_page(&mut self, sink: &mut Sink) -> Result<bool> {
        let stream = self.slice.stream.clone();
        if let Some(PageSource::Embedded(page)) = self.page.take_if(|page| matches!(page, PageSource::Embedded(_))) {
            read_embedded(&self.slice, &mut self.position, &mut self.progress, page, sink)?;
            return Ok(true);
        }
        if self.position.at_end {
            return Ok(false);
        }
        if let Some(problem) = self.position.problem.take() {
            return Err(problem);
        }
        if self.position.is_resuming && self.position.number == 0 {
            log_resumed(&stream, self.position.token.as_ref());
        }
        self.share = None;
        // Held while the probe is read.
        let turn = stream.tally.short_pages.turn(self.position.is_probe).await;
        if matches!(turn, ProbeTurn::End) {
            self.position.at_end = true;
            return Ok(false);
        }
        self.position.is_probe = matches!(turn, ProbeTurn::Probe(_));
        loop {
            if self.page.is_none() {
                self.position.number += 1;
            }
            match self.step(sink).await.map_err(|error| error.on_page(self.position.number)) {
                Ok(PageStep::Delivered) => {
                    self.position.is_resuming = false;
                    return Ok(true);
                }
                Ok(PageStep::FirstPage) => {}
                Err(error) if self.position.is_resuming && error.is_of_request() => {
                    leave_saved_token(&stream, &mut self.position, &error);
                    self.look_ahead.clear();
                }
                Err(error) => return end_at_failed_probe(&stream, &mut self.position, error).map(|()| false),
            }
        }
    }

    /// Reads a page, or the next part of it.
    async fn step(&mut self, sink: &mut Sink) -> Result<PageStep> {
        if !self.is_prepared {
            prepare_slice(&self.slice).await?;
            self.is_prepared = true;
        }
        let mut page = match self.page.take() {
            Some(PageSource::Requested(page)) => *page,
            Some(PageSource::Embedded(_)) | None => {
                let (tries, answer) = self.request().await?;
                match self.handle(answer, 0)? {
                    ControlFlow::Continue(response) => self.begin(tries, response),
                    ControlFlow::Break(step) => return Ok(step),
                }
            }
        };
        loop {
            sink.clear();
            match self.read(&mut page, sink).await {
                Ok(SourceStep::Part) => {
                    self.page = Some(PageSource::Requested(Box::new(page)));
                    return Ok(PageStep::Delivered);
                }
                Ok(SourceStep::Page(read)) => {
                    page.tries.mark_success();
                    self.advance(page, *read, sink)?;
                    return Ok(PageStep::Delivered);
                }
                Err(PageFailure::Error(error)) => {
                    page.tries.mark_success();
                    return Err(error);
                }
                Err(PageFailure::Body(what)) => {
                    sink.clear();
                    if let Some(step) = self.request_again(&mut page, what).await? {
                        return Ok(step);
                    }
                }
            }
        }
    }

    /// The answer to the request for the next page, which may have been requested before its turn.
    async fn request(&mut self) -> Result<(Tries, Answer)> {
        let Position { token, page, .. } = &self.position;
        if let Some((tries, answer)) = self.look_ahead.take(token.as_ref()).await? {
            return Ok((tries, answer?));
        }
        let mut tries = page_tries(&self.slice, token.as_ref(), page.as_ref())?;
        self.slice.stream.run.output.writer.has_room().await;
        let answer = tries.send().await?;
        Ok((tries, answer))
    }

    /// The response to read; else the step that the answer leads to.
    fn handle(&mut self, answer: Answer, delivered: u64) -> Result<ControlFlow<PageStep, Response>> {
        Ok(match handle_answer(&self.slice, &mut self.position, answer, delivered)? {
            AnswerStep::Read(response) => ControlFlow::Continue(response),
            AnswerStep::End => ControlFlow::Break(PageStep::Delivered),
            AnswerStep::FirstPage => {
                self.look_ahead.clear();
                ControlFlow::Break(PageStep::FirstPage)
            }
        })
    }

    /// Begins with the page of a response.
    fn begin(&mut self, mut tries: Tries, response: Response) -> RequestedPage {
        self.mark_place(tries.request());
        let (url, plan) = (tries.request().url.clone(), &self.slice.stream.plan);
        let body = match plan.paging.form {
            Some(form) => {
                let tail = PageTail::new(&self.slice.stream);
                PageBody::Streamed(Box::new(StreamedBody::new(&mut tries, response, form, tail)))
            }
            None if plan.definition.parse_response.is_some() => PageBody::Parsed(response),
            None => PageBody::Whole(response),
        };
        RequestedPage { tries, url, body }
    }

    /// A request that leads here again would repeat the page; not one whose body said which page.
    fn mark_place(&mut self, request: &Request) {
        if self.slice.stream.plan.paging.paginate.token_is_url() && request.body.is_none() {
            self.position.guard.stands_at(&request.url);
        }
    }

    /// Reads the records of a page, or of its next part, from where they are.
    async fn read(&mut self, page: &mut RequestedPage, sink: &mut Sink) -> Result<SourceStep, PageFailure> {
        let RequestedPage { tries, url, body } = page;
        let token = self.position.token.as_ref();
        match body {
            PageBody::Whole(response) => {
                let mut response = std::mem::take(response);
                let body = PaddedBody::from(std::mem::take(&mut response.body));
                self.look_ahead.request_next(&self.slice, &self.position, (&response, &body), url).await;
                read_whole(&self.slice, token, (response, body), &self.progress, sink).map(SourceStep::of_page)
            }
            PageBody::Parsed(response) => {
                let response = std::mem::take(response);
                read_parsed(&self.slice, token, response, &self.progress, sink).map(SourceStep::of_page)
            }
            PageBody::Streamed(body) => loop {
                let token = self.position.token.as_ref();
                let end = read_part(&self.slice, token, (tries, body), &mut self.progress, sink).await?;
                let stream = &self.slice.stream;
                if end == PartEnd::Body {
                    return body.finish(stream, self.progress.clone()).map(SourceStep::of_page);
                }
                if check_part_of_probe(stream, &mut self.position, body.tail().fingerprint.as_ref()) {
                    body.mark_delivered();
                    return Ok(SourceStep::Part);
                }
                sink.clear();
            },
        }
    }

    /// The body broke off: requests the page again; returns the step to take if it is not to be read again.
    async fn request_again(&mut self, page: &mut RequestedPage, what: String) -> Result<Option<PageStep>> {
        if !self.slice.stream.plan.paging.paginate.is_by_place() {
            self.look_ahead.clear();
        }
        if let PageBody::Streamed(body) = &mut page.body {
            body.release();
        }
        page.tries.body_failed(what).await?;
        let answer = page.tries.send().await?;
        let delivered = match &page.body {
            PageBody::Streamed(body) => body.delivered(),
            PageBody::Whole(_) | PageBody::Parsed(_) => 0,
        };
        let response = match self.handle(answer, delivered)? {
            ControlFlow::Continue(response) => response,
            ControlFlow::Break(step) => return Ok(Some(step)),
        };
        match &mut page.body {
            PageBody::Streamed(body) => body.begin(&mut page.tries, response),
            PageBody::Whole(broken) | PageBody::Parsed(broken) => *broken = response,
        }
        Ok(None)
    }

    /// Goes on to the next page, and requests the pages that are known by now.
    fn advance(&mut self, page: RequestedPage, read: ReadPage, sink: &mut Sink) -> Result<()> {
        let RequestedPage { mut tries, url, body } = page;
        let advanced = advance(&self.slice, &mut self.position, &mut self.progress, (read, &url), sink);
        if advanced.is_err() || self.position.problem.is_some() {
            self.look_ahead.clear();
        } else if !self.position.at_end {
            self.look_ahead.request_numbered(&self.slice, &self.position);
        }
        advanced?;
        if !matches!(body, PageBody::Streamed(_)) {
            self.share = tries.take_reservation();
            if let (Some(share), Sink::Lines(_)) = (&self.share, &*sink) {
                share.mark_leaving();
            }
        }
        Ok(())
    }
}

/// Says in which slice of functions and of which parents' records an error is.
fn add_place<C: 'static>(OpenSlice { stream, slice }: &OpenSlice<C>, error: Error) -> Error {
    let error = if slice.given.is_empty() {
        error
    } else {
        let partitions = slice.given.iter().flat_map(|given| &*given.partition);
        let given: Map<String, Value> = partitions.map(|(name, value)| (name.clone(), value.clone())).collect();
        error.in_slice(quote_partition(&given, &stream.run.output.redactor))
    };
    // The outermost is named first.
    stream
        .parents
        .iter()
        .zip(&slice.parents)
        .rev()
        .fold(error, |error, (parent, (_, record))| error.in_parent(parent.name(), &record.key))
}
