//! Attempt hooks: applies the connector's rules and hooks to one attempt.
//!
//! In: a response or a failure. Out: the matching rule, whether to retry, and after which wait.
//! Default: without a rule or hook, the decision of `retry`.

use std::time::Duration;

use jiff::Timestamp;

use super::call::Call;
use super::progress::AttemptProgress;
use crate::error::Result;
use crate::http::Response;
use crate::retry::{Attempt, Failure, Ruling};

/// Calls the connector's hooks with the attempts of a request.
pub(super) struct AttemptHooks<'a> {
    pub(super) call: &'a Call,
    pub(super) progress: &'a AttemptProgress,
}

impl AttemptHooks<'_> {
    /// The rule for a response.
    pub(super) fn ruling(&self, response: &Response) -> Result<Option<Ruling>> {
        let Some(judge) = &self.call.hooks.judge else { return Ok(None) };
        judge(response).map_err(|error| error.in_attribute("on").with_detail(self.call.request.summary()))
    }

    /// Whether to retry: the hook `should_retry` decides, otherwise the default.
    pub(super) fn is_retried(&self, outcome: Result<&Response, &Failure>, by_default: bool) -> Result<bool> {
        let Some(should_retry) = &self.call.hooks.should_retry else { return Ok(by_default) };
        self.shown(outcome, by_default, |attempt| should_retry(attempt))
            .map_err(|error| error.in_hook("should_retry").with_detail(self.call.request.summary()))
    }

    /// The wait of the hook `backoff_time`, otherwise the wait that the server requests.
    pub(super) fn named_wait(&self, failure: &Failure, now: Timestamp) -> Result<Option<Duration>> {
        let own = match &self.call.hooks.backoff_time {
            Some(backoff_time) => self
                .shown(Err(failure), true, |attempt| backoff_time(attempt))
                .map_err(|error| error.in_hook("backoff_time").with_detail(self.call.request.summary()))?,
            None => None,
        };
        // A second wait of zero is ignored: it would use up all attempts at once.
        Ok(own.or_else(|| failure.named_wait(now).filter(|wait| !wait.is_zero() || !self.progress.was_hurried)))
    }

    /// Calls a hook with the attempt.
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
