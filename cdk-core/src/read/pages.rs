//! The pages of one slice, one after the other; the next ones are asked for before their turn, where that can be (`ahead`).

use std::rc::Rc;

use serde_json::{Map, Value};
use url::Url;

use super::ahead::Ahead;
use super::cursor::Observed;
use super::fingerprint::Fingerprint;
use super::plan::{Plan, Run};
use super::short_pages::Turn;
use super::sink::{Sink, Tail, Taker};
use super::streamed::Streamed;
use super::trouble::Trouble;
use crate::client::{Answer, Tries};
use crate::decode::{Body, Found, RecordsPath, lossy, peek};
use crate::error::{Error, Result};
use crate::http::Reservation;
use crate::http::{Request, Response};
use crate::paginate::Guard;
use crate::protocol::Level;
use crate::state::{PageEnd, State};
use crate::stream::scope::{EmbeddedPage, PageScope, Scope, Slice};
use crate::template::exact::Exact;
use crate::writer::MAX_QUEUED_BYTES;

/// How often a slice may be read from its first page on again.
const MOST_RESETS: u32 = 5;

/// What the records of a slice have come to, page by page.
#[derive(Clone)]
pub(crate) struct Read {
    pub(super) observed: Observed,
    /// The connector's own state, where it keeps one.
    pub(super) custom: Option<State>,
}

/// A page whose records are read.
pub(super) struct PageRead {
    pub(super) response: Response,
    /// Where it came from.
    pub(super) url: Url,
    pub(super) envelope: Exact,
    pub(super) records: u64,
    pub(super) tail: Tail,
    /// What the slice's records have come to with it.
    pub(super) read: Read,
}

/// Reads the pages of one slice.
pub(crate) struct Pages<C> {
    pub(super) plan: Rc<Plan<C>>,
    pub(super) run: Rc<Run<C>>,
    pub(super) slice: Rc<Slice>,
    /// What the parent's record holds of the slice, read before any request.
    embedded: Option<EmbeddedPage>,
    /// Leads to the next page; the page before it is `page`.
    pub(super) token: Option<Value>,
    pub(super) page: Option<PageScope>,
    pub(super) number: u64,
    /// The page that is being read in parts.
    pub(super) streamed: Option<Streamed>,
    pub(super) guard: Guard,
    pub(super) ahead: Ahead,
    pub(super) asks_ahead: bool,
    pub(super) at_end: bool,
    /// The records of the page before.
    pub(super) before: Fingerprint,
    /// Whether the next page shows if a short page is the last one.
    pub(super) is_probe: bool,
    /// Whether the page before was short.
    pub(super) is_after_short: bool,
    /// Why no page can follow the one that was given last.
    pub(super) problem: Option<Error>,
    has_begun: bool,
    /// How often the slice was read from its first page on again.
    resets: u32,
    /// What the records so far have come to.
    pub(super) read_so_far: Read,
    /// Whether the next page is the first of this run, and not of the slice.
    pub(super) is_resuming: bool,
    /// What the page that was given last holds of the run's memory, until the next one is wanted.
    share: Option<Reservation>,
}

impl<C: 'static> Pages<C> {
    pub(crate) fn new(plan: Rc<Plan<C>>, run: Rc<Run<C>>, mut slice: Slice) -> Self {
        let embedded = slice.embedded.take();
        let resume = slice.resume.as_ref();
        let left = resume.and_then(|resume| resume.token.clone());
        let is_resuming = left.is_some();
        let token = left.or_else(|| plan.paginate.first());
        let guard = Guard::new(plan.place_seen.clone(), &plan.origins, token.as_ref());
        let observed = Observed::from(resume.and_then(|resume| resume.recent.clone()));
        let custom = plan.definition.updated.is_some().then(|| slice.state.as_deref().cloned().unwrap_or_default());
        Self {
            read_so_far: Read { observed, custom },
            is_resuming,
            plan,
            run,
            slice: Rc::new(slice),
            embedded,
            token,
            page: None,
            number: 0,
            streamed: None,
            guard,
            ahead: Ahead::default(),
            asks_ahead: true,
            at_end: false,
            before: Fingerprint::default(),
            is_probe: false,
            is_after_short: false,
            problem: None,
            has_begun: false,
            resets: 0,
            share: None,
        }
    }

    /// Asks for a page only when it is wanted: for `check`, which reads one, and for parents, whose children come first.
    pub(crate) fn one_by_one(mut self) -> Self {
        self.asks_ahead = false;
        self
    }

    /// Reads the next page into `sink`; false at the end.
    pub(crate) async fn next(&mut self, sink: &mut Sink) -> Result<bool> {
        self.next_page(sink).await.map_err(|error| {
            let error = self.at_slice(error);
            // The outermost is told first.
            self.plan
                .parents
                .iter()
                .zip(&self.slice.parents)
                .rev()
                .fold(error, |error, (parent, (_, record))| error.in_parent(&parent.definition.name, &record.key))
        })
    }

    /// Says which of the slices that functions gave it was.
    fn at_slice(&self, error: Error) -> Error {
        let partitions = self.slice.given.iter().flat_map(|given| &*given.partition);
        let given: Map<String, Value> = partitions.map(|(name, value)| (name.clone(), value.clone())).collect();
        if self.slice.given.is_empty() { error } else { error.in_slice(self.run.quoted(&given)) }
    }

    async fn next_page(&mut self, sink: &mut Sink) -> Result<bool> {
        if let Some(embedded) = self.embedded.take() {
            return self.read_embedded(embedded, sink).map(|()| true);
        }
        if self.at_end {
            return Ok(false);
        }
        if let Some(problem) = self.problem.take() {
            return Err(problem);
        }
        if self.is_resuming && self.number == 0 {
            self.log_resumed();
        }
        self.share = None;
        let plan = self.plan.clone();
        // Held while the probe is read.
        let turn = plan.short_pages.turn(self.is_probe).await;
        if matches!(turn, Turn::End) {
            self.at_end = true;
            return Ok(false);
        }
        self.is_probe = matches!(turn, Turn::Probe(_));
        loop {
            if self.streamed.is_none() {
                self.number += 1;
            }
            match self.read(sink).await.map_err(|error| error.on_page(self.number)) {
                Ok(true) => {
                    self.is_resuming = false;
                    return Ok(true);
                }
                Ok(false) => {}
                Err(error) if self.is_resuming && error.is_of_request() => self.leave_token(&error),
                Err(error) => return self.end_at_probe(error).map(|()| false),
            }
        }
    }

    /// The page where an earlier run stopped is not to be had any more: the slice is read from its first one on.
    pub(super) fn leave_token(&mut self, error: &Error) {
        let name = &self.plan.definition.name;
        let message = format!(
            "stream `{name}`: the page at which the last run stopped cannot be read, so its slice is read from the first one on: \
             {error}"
        );
        self.run.output.log(Level::Warn, &message);
        self.is_resuming = false;
        self.rewind();
    }

    fn rewind(&mut self) {
        self.token = self.plan.paginate.first();
        self.guard = Guard::new(self.plan.place_seen.clone(), &self.plan.origins, self.token.as_ref());
        self.ahead.clear();
        (self.page, self.number) = (None, 0);
        (self.before, self.is_probe, self.is_after_short) = (Fingerprint::default(), false, false);
    }

    /// The records of the last page, so many bytes, are queued: what they hold of the run's memory they hold until they are written.
    pub(super) fn queued(&mut self, bytes: usize) {
        // A smaller batch is of the queue's own memory.
        let Some(share) = self.share.take().filter(|_| bytes > MAX_QUEUED_BYTES) else { return };
        let output = self.run.output.clone();
        tokio::task::spawn_local(async move {
            // Where nobody reads any more, nothing is held.
            let _ = output.writer.flushed().await;
            drop(share);
        });
    }

    /// The window's number in the stream's progress.
    pub(super) fn number_in_progress(&self) -> Option<u64> {
        self.slice.resume.as_ref().map(|resume| resume.number)
    }

    /// What the page that was given last brought.
    pub(super) fn page_end(&self) -> PageEnd {
        let Observed { recent, is_sorted, .. } = self.read_so_far.observed.clone();
        PageEnd { recent, is_sorted, token: self.token.clone() }
    }

    /// Reads a page; false where the slice is to be read from its first one on.
    async fn read(&mut self, sink: &mut Sink) -> Result<bool> {
        if !self.has_begun {
            self.plan.before(&self.run, &self.slice).await?;
            self.has_begun = true;
        }
        if let Some(form) = self.plan.form {
            return self.read_part(form, sink).await;
        }
        let (mut tries, mut answer) = self.answer().await?;
        let url = tries.request().url.clone();
        self.stands_at(tries.request());
        loop {
            sink.clear();
            let response = match answer {
                Answer::Success(response) => response,
                Answer::Ignored(_, what) if self.is_resuming => {
                    self.leave_token(&Error::system(what));
                    return Ok(false);
                }
                Answer::Ignored(answer, _) if self.ends_at_probe(&answer) => return Ok(true),
                Answer::Ignored(_, what) => return self.end_early(&what).map(|()| true),
                Answer::Reset(what) => return self.begin_again(&what).map(|()| false),
            };
            match self.scan(response, &url, sink).await {
                Ok(()) => {
                    tries.mark_success();
                    self.share = tries.take_reservation();
                    if let (Some(share), Sink::Lines(_)) = (&self.share, &*sink) {
                        share.mark_leaving();
                    }
                    return Ok(true);
                }
                Err(Trouble::Error(error)) => {
                    tries.mark_success();
                    return Err(error);
                }
                Err(Trouble::Body(what)) => {
                    if !self.plan.paginate.is_by_place() {
                        self.ahead.clear();
                    }
                    tries.body_failed(what).await?;
                    answer = tries.send().await?;
                }
            }
        }
    }

    /// The slice ends here, by the connector's word.
    pub(super) fn end_early(&mut self, what: &str) -> Result<()> {
        let (parents, number) = (&self.slice.parents, self.number);
        let keys = self
            .plan
            .parents
            .iter()
            .zip(parents)
            .map(|(parent, (_, record))| format!("parent {}{}: ", parent.definition.name, record.key));
        let place: String = keys.collect();
        self.plan.note_ignored(&format!("{place}page {number}: {what}"), &self.run.output);
        self.at_end = true;
        Ok(())
    }

    /// The slice is read from its first page on, by the connector's word.
    pub(super) fn begin_again(&mut self, what: &str) -> Result<()> {
        self.resets += 1;
        if self.resets > MOST_RESETS {
            let message = format!("the pagination was reset {MOST_RESETS} times and still does not go on ({what})");
            return Err(Error::transient(message));
        }
        let name = &self.plan.definition.name;
        self.run
            .output
            .log(Level::Warn, &format!("stream `{name}`: reads the slice from its first page on again: {what}"));
        self.rewind();
        Ok(())
    }

    pub(super) async fn answer(&mut self) -> Result<(Tries, Answer)> {
        if let Some((tries, answer)) = self.ahead.take(self.token.as_ref()).await? {
            return Ok((tries, answer?));
        }
        let mut tries = self.tries(self.token.as_ref(), self.page.as_ref())?;
        self.run.output.writer.has_room().await;
        let answer = tries.send().await?;
        Ok((tries, answer))
    }

    pub(super) fn tries(&self, token: Option<&Value>, page: Option<&PageScope>) -> Result<Tries> {
        let scope = self.plan.scope(&self.run, &self.slice, token, page);
        let request = self.plan.request(&scope).map_err(Error::of_request)?;
        let hooks = self.plan.hooks(&self.run, &self.slice, token);
        let pass = self.plan.pass(&request, &scope)?;
        let is_graphql = self.plan.definition.asks_graphql(&request);
        let tries = Tries::new(self.run.client.clone(), self.plan.sending.clone(), request);
        let tries = tries.with_pass(pass).with_hooks(hooks).graphql(is_graphql);
        Ok(tries.streamed(self.plan.form.is_some()))
    }

    /// Reads one response: its records into the sink, its token for the next page.
    async fn scan(&mut self, mut response: Response, url: &Url, sink: &mut Sink) -> Result<(), Trouble> {
        let body = Body::from(std::mem::take(&mut response.body));
        self.ask_ahead(&body, &response, url).await;

        let plan = self.plan.clone();
        let now = self.run.output.now().as_millisecond().to_string();
        sink.reserve(body.len());
        let mut taker = Taker::new(&plan, sink, now, &self.read_so_far);
        let mut each = |scope: &Scope<'_, C>, found: &Found<'_>| taker.take(scope, found);

        let (given, body) = self.given(&mut response, body)?;
        let (envelope, records) = if matches!(response.status, 204 | 205) {
            (Exact::default(), 0)
        } else if let Some(given) = given {
            self.parse(given, &mut response, body, &mut each)?
        } else {
            let seen = plan.adds_from_page.then(|| page_of(&response, &body, &plan.records));
            let scope = plan.scope(&self.run, &self.slice, self.token.as_ref(), seen.as_ref());
            let page = plan.scanner.borrow_mut().page(&body, &plan.records, |found| each(&scope, found));
            let page = page.map_err(|error| plan.trouble(error, &response, &body, &self.run))?;
            if page.is_empty_object {
                plan.tell_empty_object(&self.run);
            }
            response.body = body.into_inner();
            (page.envelope.into(), page.records)
        };
        if records > 0 {
            plan.verified.set(true);
        }
        let Taker { tail, observed, custom, .. } = taker;
        let page = PageRead { response, url: url.clone(), envelope, records, tail, read: Read { observed, custom } };
        self.advance(page, sink).map_err(Trouble::Error)
    }

    /// A request that leads here again would repeat the page; not one whose body said what is wanted.
    pub(super) fn stands_at(&mut self, request: &Request) {
        if self.plan.paginate.token_is_url() && request.body.is_none() {
            self.guard.stands_at(&request.url);
        }
    }
}

/// What `add` sees of a page whose records are about to be read: its headers, and its JSON without the records.
fn page_of(response: &Response, body: &Body, records: &RecordsPath) -> PageScope {
    let envelope = peek(body, records).or_else(|| lossy(body).ok()).unwrap_or(Value::Null);
    let response = Response { status: response.status, headers: response.headers.clone(), body: Vec::new() };
    PageScope { response, envelope: envelope.into(), last: None, has_response: false }
}
