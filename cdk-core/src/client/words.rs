//! What the connector's words, and the defaults, say of one attempt: whether it is a success, is followed by another, and when.

use std::time::Duration;

use http::Method;
use jiff::Timestamp;
use serde_json::Value;

use super::Tries;
use crate::budget::WaitAt;
use crate::error::Result;
use crate::http::server_now;
use crate::http::wait::longest;
use crate::http::{Response, TransportError, wait_in};
use crate::retry::{Attempt, Failure, Lookup, Ruling};

impl Tries {
    /// What the connector's rules say of an answer.
    pub(super) fn ruling(&self, response: &Response) -> Result<Option<Ruling>> {
        let Some(judge) = &self.hooks.judge else { return Ok(None) };
        judge(response).map_err(|error| error.in_attribute("on").with_detail(self.request.summary()))
    }

    /// A success, or what an attempt failed by.
    pub(super) fn judged(&mut self, outcome: Result<Response, TransportError>) -> Result<Response, Box<Failure>> {
        // Beside pages a 202 is complete without a body, and what changed something is not sent again for the want of one.
        let graphql = self.graphql.take();
        let asks_for_body = self.is_of_page || self.request.method == Method::GET;
        let needs_body = |response: &Response| {
            asks_for_body && (self.is_of_page || response.status == 200) && !response.is_bodiless()
        };
        let failure = match outcome {
            Ok(response) if !response.is_success() => match graphql.filter(|errors| errors.is_throttled) {
                Some(errors) => Failure::GraphQl(response, errors),
                None => Failure::Status(response),
            },
            Ok(response) if response.body.is_empty() && self.coming.is_none() && needs_body(&response) => {
                Failure::Empty(response)
            }
            Ok(response) => match graphql {
                Some(errors) => Failure::GraphQl(response, errors),
                None => return Ok(response),
            },
            Err(error) => Failure::Transport(error),
        };
        Err(Box::new(failure))
    }

    /// Whether there is to be another attempt, by the stream's own function or else by default.
    pub(super) fn asked_again(&self, outcome: Result<&Response, &Failure>, by_default: bool) -> Result<bool> {
        let Some(should_retry) = &self.hooks.should_retry else { return Ok(by_default) };
        self.seen(outcome, by_default, |attempt| should_retry(attempt))
            .map_err(|error| error.in_hook("should_retry").with_detail(self.request.summary()))
    }

    /// The wait that the stream's own function names, or else the server.
    pub(super) fn named_wait(&self, failure: &Failure, now: Timestamp) -> Result<Option<Duration>> {
        let own = match &self.hooks.backoff_time {
            Some(backoff_time) => self
                .seen(Err(failure), true, |attempt| backoff_time(attempt))
                .map_err(|error| error.in_hook("backoff_time").with_detail(self.request.summary()))?,
            None => None,
        };
        // No wait, said twice, would use up the tries in a moment.
        Ok(own.or_else(|| failure.named_wait(now).filter(|wait| !wait.is_zero() || !self.was_hurried)))
    }

    /// The wait that a response (also a success) names at the declared place.
    pub(super) fn wait_at(&self, at: &WaitAt, response: &Response, now: Timestamp) -> Option<Duration> {
        let wait = match at {
            WaitAt::Header(name) => longest(&response.headers, name, server_now(&response.headers, now)),
            WaitAt::Json(path) => match Lookup::new(&response.body).at(path)? {
                Value::String(text) => wait_in(&text),
                Value::Number(number) => wait_in(&number.to_string()),
                _ => None,
            },
        };
        let wait = wait.filter(|wait| !wait.is_zero())?;
        // Of several tokens each has a wait of its own.
        let several = self.sending.signer.as_ref().filter(|signer| signer.has_several());
        match several.zip(self.credentials.as_ref()) {
            Some((signer, credentials)) => {
                signer.limited(credentials, wait);
                None
            }
            None => Some(wait),
        }
    }

    /// Shows the attempt to a function.
    fn seen<T>(
        &self,
        outcome: Result<&Response, &Failure>,
        is_retried: bool,
        ask: impl FnOnce(&Attempt<'_>) -> T,
    ) -> T {
        let response = outcome.map_or_else(Failure::response, Some);
        let trouble = outcome
            .err()
            .filter(|failure| !matches!(failure, Failure::Status(_) | Failure::GraphQl(..)))
            .map(Failure::what);
        ask(&Attempt {
            request: &self.request,
            response,
            trouble: trouble.as_deref(),
            number: self.attempt,
            elapsed: self.started.map(|started| started.elapsed()).unwrap_or_default(),
            is_retried,
            now: self.client.now(),
        })
    }
}
