//! Judging: decides whether an attempt is a success, which rule applies, and whether to retry.

use http::Method;

use crate::client::attempt_hooks::AttemptHooks;
use crate::client::call::Call;
use crate::client::progress::AttemptProgress;
use crate::error::Result;
use crate::http::{Response, TransportError};
use crate::retry::{Action, Failure, GraphQlErrors, Ruling};

/// Evaluates the outcome of an attempt.
pub(in crate::client) struct Judging<'a> {
    pub(in crate::client) call: &'a Call,
    pub(in crate::client) progress: &'a AttemptProgress,
    /// The errors of a response to a GraphQL query.
    pub(in crate::client) graphql: Option<GraphQlErrors>,
    /// Whether the body is streamed: then the response has an empty body.
    pub(in crate::client) is_streamed: bool,
}

/// The evaluated outcome of an attempt.
pub(in crate::client) struct Judged {
    pub(in crate::client) outcome: Result<Response, Box<Failure>>,
    /// The matching rule.
    pub(in crate::client) ruling: Option<Ruling>,
    /// Whether the attempt should be retried.
    pub(in crate::client) is_retried: bool,
}

impl Judging<'_> {
    /// # Errors
    /// The error of a connector's hook.
    pub(in crate::client) fn judge(self, outcome: Result<Response, TransportError>) -> Result<Judged> {
        let hooks = AttemptHooks { call: self.call, progress: self.progress };
        let outcome = self.success_or_failure(outcome);
        let response = outcome.as_ref().map_or_else(|failure| failure.response(), Some);
        let ruling = response.map(|response| hooks.ruling(response)).transpose()?.flatten();
        let by_default = match &ruling {
            Some(ruling) => ruling.action == Action::Retry,
            None => outcome.as_ref().is_err_and(|failure| failure.may_pass()),
        };
        let is_retried = hooks.is_retried(outcome.as_ref().map_err(|failure| &**failure), by_default)?;
        Ok(Judged { outcome, ruling, is_retried })
    }

    /// The success or the failure of the attempt.
    fn success_or_failure(self, outcome: Result<Response, TransportError>) -> Result<Response, Box<Failure>> {
        let failure = match outcome {
            Ok(response) if !response.is_success() => match self.graphql.filter(|errors| errors.is_throttled) {
                Some(errors) => Failure::GraphQl(response, errors),
                None => Failure::Status(response),
            },
            Ok(response) if response.body.is_empty() && !self.is_streamed && self.needs_body(&response) => {
                Failure::Empty(response)
            }
            Ok(response) => match self.graphql {
                Some(errors) => Failure::GraphQl(response, errors),
                None => return Ok(response),
            },
            Err(error) => Failure::Transport(error),
        };
        Err(Box::new(failure))
    }

    /// A 202 is complete without a body, except for a page. A request that changes something is not repeated because of
    /// an empty body.
    fn needs_body(&self, response: &Response) -> bool {
        let is_of_page = self.call.is_of_page();
        let asks_for_body = is_of_page || self.call.request.method == Method::GET;
        asks_for_body && (is_of_page || response.status == 200) && !response.is_bodiless()
    }
}
