//! Tries: all attempts of one request, with one count for all kinds of failures.

use std::rc::Rc;

use serde_json::Value;
use tokio::time::Instant;

use super::attempt_hooks::AttemptHooks;
use super::call::{Call, Purpose};
use super::progress::AttemptProgress;
use super::retrying::Retrying;
use super::sending::{Answer, Sending};
use super::shared::Client;
use super::steps::{
    CacheCheck, Cached, CircuitBreaker, GateEntry, Judged, Judging, MemoryClaim, Reporting, Signing, TokenWait,
    Transmission,
};
use super::token_turn::TokenTurn;
use crate::budget::{Pass, Permit};
use crate::cache::{CacheKey, SegmentRange};
use crate::error::{Error, Result};
use crate::http::{BodyStream, Request, Reservation, Response, WaitReason};
use crate::retry::{Action, Failure, Hooks, Ruling};

/// All attempts of one request, with one count for all kinds of failures.
pub(crate) struct Tries {
    call: Call,
    progress: AttemptProgress,
    tokens: TokenTurn,
    /// Position of the last success in the cache.
    kept: Option<(CacheKey, SegmentRange)>,
    /// The memory that the response holds.
    reservation: Option<Reservation>,
    /// The streamed body of a success, with its permit.
    body_stream: Option<(BodyStream, Option<Permit>)>,
}

impl Tries {
    pub(crate) fn new(client: Rc<Client>, sending: Rc<Sending>, request: Request) -> Self {
        Self {
            progress: AttemptProgress::new(&sending.retry),
            call: Call::new(client, sending, request),
            tokens: TokenTurn::default(),
            kept: None,
            reservation: None,
            body_stream: None,
        }
    }

    /// Sets the pass for the gate, if it depends on the request.
    pub(crate) fn with_pass(mut self, pass: Option<Pass>) -> Self {
        self.call.pass = pass;
        self
    }

    /// Sets whether the request is a GraphQL query: its response may have errors with status 200.
    pub(crate) fn graphql(mut self, is_graphql: bool) -> Self {
        self.call.is_graphql = is_graphql;
        self
    }

    /// Sets whether bodies are streamed. The cache needs them whole, so a cached stream ignores it.
    pub(crate) fn streamed(mut self, is_streamed: bool) -> Self {
        self.call.is_streamed = is_streamed && !self.call.is_kept();
        self
    }

    /// Sets the stream's hooks.
    pub(crate) fn with_hooks(mut self, hooks: Hooks) -> Self {
        self.call.hooks = hooks;
        self
    }

    /// Sets the slice of a page, for a recording.
    pub(crate) fn of_slice(mut self, slice: Option<Value>) -> Self {
        self.call.slice = slice;
        self
    }

    pub(crate) fn request(&self) -> &Request {
        &self.call.request
    }

    /// Takes the streamed body of the last success, with its permit.
    pub(crate) fn take_body_stream(&mut self) -> Option<(BodyStream, Option<Permit>)> {
        self.body_stream.take()
    }

    /// Counts the bytes of a streamed piece.
    pub(crate) fn record_piece(&self, bytes: usize) {
        let all = &self.call.sending.stats.bytes;
        all.set(all.get() + bytes as u64);
    }

    /// Takes the reservation, which is held while the response is read and its records wait to be written.
    pub(crate) fn take_reservation(&mut self) -> Option<Reservation> {
        self.reservation.take()
    }

    /// Sends the request with retries. Returns a success or an ignored response; it may come from the cache.
    pub(crate) async fn send(&mut self) -> Result<Answer> {
        if !self.call.is_kept() {
            return self.send_to_server().await;
        }
        let (key, turn) = match (CacheCheck { call: &self.call, progress: &self.progress }).look_up().await? {
            Cached::Hit(response, key, at) => return Ok(Answer::Success(self.take_kept(response, (key, at)).await)),
            Cached::Miss(key, turn) => (key, turn),
        };
        match self.send_to_server().await? {
            Answer::Success(response) => {
                let (response, at) = self.call.client.store.keep(key, turn, response).await?;
                self.kept = at.map(|at| (key, at));
                Ok(Answer::Success(response))
            }
            // Errors and ignored responses are not shared: the next equal request is sent separately.
            other => Ok(other),
        }
    }

    /// Sends a request that is not for a page. An ignored response is returned to the caller.
    ///
    /// An incomplete JSON body counts as a failure, because the caller could only fail.
    pub(crate) async fn send_beside(&mut self) -> Result<Response> {
        self.call.purpose = Purpose::Function;
        loop {
            match self.send().await? {
                Answer::Success(response) => match response.cut_short() {
                    Some(what) => self.body_failed(what).await?,
                    None => {
                        self.mark_success();
                        return Ok(response);
                    }
                },
                Answer::Ignored(response, _) => return Ok(response),
                Answer::Reset(what) => {
                    let message = format!(
                        "`reset_pagination` is only allowed for pages, but this request is not for a page ({what})"
                    );
                    return Err(Error::system(message).with_detail(self.call.request.summary()));
                }
            }
        }
    }

    /// Reports that the body of the last success is empty or incomplete. Waits if the request is retried; then call
    /// [`Self::send`] again.
    pub(crate) async fn body_failed(&mut self, what: String) -> Result<()> {
        // Removed from the cache, so that no other request gets it.
        if let Some((key, at)) = self.kept.take() {
            self.call.client.store.forget(key, at);
        }
        let failure = Failure::Body(what);
        let may_pass = self.hooks().is_retried(Err(&failure), failure.may_pass())?;
        self.retry(failure, may_pass, None).await
    }

    /// Reports a success to the circuit breaker. A cached response says nothing about the host.
    pub(crate) fn mark_success(&self) {
        if self.progress.started.is_some() {
            self.call.client.circuits.mark_success(&self.call.origin());
        }
    }

    /// Sends the request to the server, with retries.
    async fn send_to_server(&mut self) -> Result<Answer> {
        loop {
            let Judged { outcome, ruling, is_retried } = self.attempt().await?;
            let response = outcome.as_ref().map_or_else(|failure| failure.response(), Some);
            let action = ruling.as_ref().map(|ruling| ruling.action);
            if self.tokens.renew(&self.call, &mut self.progress, response, action) {
                self.release();
                continue;
            }
            let failure = match outcome {
                Ok(response) if ruling.is_none() && !is_retried => return Ok(Answer::Success(response)),
                Ok(response) => Failure::Status(response),
                Err(failure) => *failure,
            };
            match action.filter(|_| !is_retried) {
                Some(Action::Ignore) => return Ok(self.ignored(failure, ruling)),
                Some(Action::ResetPagination) => {
                    self.body_stream = None;
                    return Ok(Answer::Reset(ignored_in_words(&self.call.client.quotable(failure), ruling)));
                }
                _ => self.retry(failure, is_retried, ruling).await?,
            }
        }
    }

    /// One attempt, step by step.
    async fn attempt(&mut self) -> Result<Judged> {
        let call = &self.call;
        CircuitBreaker { call }.check_circuit()?;
        let (tokens, gate) = (TokenWait { call }, GateEntry { call });
        let mut permit = loop {
            let begun = Instant::now();
            tokens.wait().await?;
            let may_enter = Instant::now();
            let permit = gate.enter().await?;
            let held_since = permit.as_ref().and_then(|permit| permit.held_since).unwrap_or_else(Instant::now);
            self.progress.note_wait(WaitReason::Token, may_enter - begun);
            self.progress.note_wait(WaitReason::Concurrency, held_since.saturating_duration_since(may_enter));
            self.progress.note_wait(WaitReason::RateLimit, held_since.elapsed());
            // Other requests may have used up the last token during the wait.
            if tokens.rest().is_none() {
                break permit;
            }
        };
        gate.record_wait(permit.as_ref());
        self.reservation = None;
        let begun = Instant::now();
        self.reservation = MemoryClaim { call }.reserve().await;
        self.progress.note_wait(WaitReason::Memory, begun.elapsed());
        let (signed, credentials) = Signing { call }.sign().await?;
        if credentials.is_some() {
            self.tokens.credentials = credentials;
        }
        let transmission = Transmission { call, progress: &mut self.progress, reservation: self.reservation.as_ref() };
        let (outcome, body_stream) = transmission.send(&signed).await;
        let graphql = outcome.as_ref().ok().and_then(|response| call.graphql_errors(response));
        let mut reporting = Reporting { call, tokens: &mut self.tokens, graphql: graphql.as_ref() };
        reporting.report(outcome.as_ref(), permit.as_mut());
        self.body_stream = body_stream.map(|body_stream| (body_stream, permit));
        let is_streamed = self.body_stream.is_some();
        Judging { call, progress: &self.progress, graphql, is_streamed }.judge(outcome)
    }

    /// Waits if the request is retried.
    async fn retry(&mut self, failure: Failure, may_pass: bool, ruling: Option<Ruling>) -> Result<()> {
        self.release();
        let Self { call, progress, tokens, .. } = self;
        Retrying { call, progress, tokens }.retry(failure, may_pass, ruling).await
    }

    /// Releases what the response of a failed attempt holds.
    fn release(&mut self) {
        (self.reservation, self.body_stream) = (None, None);
    }

    fn ignored(&mut self, failure: Failure, ruling: Option<Ruling>) -> Answer {
        self.body_stream = None;
        self.mark_success();
        let response = failure.response().cloned().unwrap_or_default();
        Answer::Ignored(response, ignored_in_words(&self.call.client.quotable(failure), ruling))
    }

    /// Uses a cached response, and counts it as an attempt, so that incomplete cached bodies are handled like others.
    async fn take_kept(&mut self, response: Response, place: (CacheKey, SegmentRange)) -> Response {
        let hits = &self.call.sending.stats.cache_hits;
        hits.set(hits.get() + 1);
        self.progress.attempt += 1;
        self.kept = Some(place);
        let reservation = self.call.client.memory.reserve(response.body.len()).await;
        reservation.settle(response.body.capacity());
        self.reservation = Some(reservation);
        response
    }

    fn hooks(&self) -> AttemptHooks<'_> {
        AttemptHooks { call: &self.call, progress: &self.progress }
    }
}

/// A description of the ignored response: the connector's message, and the status.
fn ignored_in_words(failure: &Failure, ruling: Option<Ruling>) -> String {
    let what = failure.what();
    match ruling.and_then(|ruling| ruling.message) {
        Some(message) => format!("{message} ({what})"),
        None => what,
    }
}
