//! Attempt hooks: what the connector's rules and functions say of one attempt.
//!
//! In: a response, or what an attempt failed by. Out: the rule that holds, whether another attempt follows, after which wait.
//! Default: without a rule or a function, what `retry` says.

use std::time::Duration;

use jiff::Timestamp;

use super::call::Call;
use super::progress::AttemptProgress;
use crate::error::Result;
use crate::http::Response;
use crate::retry::{Attempt, Failure, Ruling};

/// Shows the attempts of a request to the connector's functions.
pub(super) struct AttemptHooks<'a> {
    pub(super) call: &'a Call,
    pub(super) progress: &'a AttemptProgress,
}

impl AttemptHooks<'_> {
    /// What the rules say of a response.
    pub(super) fn ruling(&self, response: &Response) -> Result<Option<Ruling>> {
        let Some(judge) = &self.call.hooks.judge else { return Ok(None) };
        judge(response).map_err(|error| error.in_attribute("on").with_detail(self.call.request.summary()))
    }

    /// Whether another attempt follows, by the stream's own function or else by default.
    pub(super) fn is_retried(&self, outcome: Result<&Response, &Failure>, by_default: bool) -> Result<bool> {
        let Some(should_retry) = &self.call.hooks.should_retry else { return Ok(by_default) };
        self.shown(outcome, by_default, |attempt| should_retry(attempt))
            .map_err(|error| error.in_hook("should_retry").with_detail(self.call.request.summary()))
    }

    /// The wait that the stream's own function names, or else the server.
    pub(super) fn named_wait(&self, failure: &Failure, now: Timestamp) -> Result<Option<Duration>> {
        let own = match &self.call.hooks.backoff_time {
            Some(backoff_time) => self
                .shown(Err(failure), true, |attempt| backoff_time(attempt))
                .map_err(|error| error.in_hook("backoff_time").with_detail(self.call.request.summary()))?,
            None => None,
        };
        // No wait, named twice, would use up the attempts in a moment.
        Ok(own.or_else(|| failure.named_wait(now).filter(|wait| !wait.is_zero() || !self.progress.was_hurried)))
    }

    /// Shows the attempt to a function.
    fn shown<T>(
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
            request: &self.call.request,
            response,
            trouble: trouble.as_deref(),
            number: self.progress.attempt,
            elapsed: self.progress.started.map(|started| started.elapsed()).unwrap_or_default(),
            is_retried,
            now: self.call.client.now(),
        })
    }
}
