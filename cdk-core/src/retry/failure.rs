//! Failure: the outcome of a failed attempt.
//!
//! In: a response, or a transport error. Out: whether a retry may succeed, by default, and the wait that the server
//! requests.
//! Not here: the error that ends the request (see `request_error`).

use std::time::Duration;

use jiff::Timestamp;

use super::api_message::api_message;
use super::graphql::GraphQlErrors;
use super::server_hint::{is_rate_limit, limited_wait, named_wait};
use crate::http::{Response, TransportError, TransportErrorKind};

/// A failed attempt.
#[derive(Debug)]
pub(crate) enum Failure {
    /// An error status, or a response that `should_retry` rejects.
    Status(Response),
    /// The response to a GraphQL request that has errors.
    GraphQl(Response, GraphQlErrors),
    /// A success with an empty body.
    Empty(Response),
    /// No response.
    Transport(TransportError),
    /// A success whose body ends too early, which is detected when the body is read.
    Body(String),
}

impl Failure {
    /// The failure as a text: `HTTP 503: overloaded`, `connection failed: …`.
    pub(crate) fn what(&self) -> String {
        match self {
            Self::Status(response) | Self::GraphQl(response, _) => status_in_words(response),
            Self::Empty(response) => format!("HTTP {} with an empty body", response.status),
            Self::Transport(error) => error.message.clone(),
            Self::Body(what) => what.clone(),
        }
    }

    /// The response, if it arrived completely.
    pub(crate) fn response(&self) -> Option<&Response> {
        match self {
            Self::Status(response) | Self::GraphQl(response, _) | Self::Empty(response) => Some(response),
            Self::Transport(_) | Self::Body(_) => None,
        }
    }

    /// Whether a retry may succeed, by default: 408, 429, any 5XX, a 403 that is a rate limit, transport errors and
    /// incomplete bodies.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Status(response) => matches!(response.status, 408 | 429 | 500..600) || is_rate_limit(response),
            Self::GraphQl(_, errors) => errors.is_throttled,
            Self::Transport(error) => error.may_pass,
            Self::Empty(_) | Self::Body(_) => true,
        }
    }

    /// Whether the failure is a rate limit.
    pub(crate) fn is_rate_limit(&self) -> bool {
        match self {
            Self::Status(response) => is_rate_limit(response),
            Self::GraphQl(_, errors) => errors.is_throttled,
            Self::Empty(_) | Self::Transport(_) | Self::Body(_) => false,
        }
    }

    /// The reason for counting: `HTTP 503`, `connection failed`.
    pub(crate) fn reason(&self) -> String {
        match self {
            Self::GraphQl(_, errors) if errors.is_throttled => "GraphQL rate limit".to_owned(),
            Self::GraphQl(..) => "GraphQL errors".to_owned(),
            Self::Status(response) => format!("HTTP {}", response.status),
            Self::Empty(_) => "empty body".to_owned(),
            Self::Transport(error) => error.reason().to_owned(),
            Self::Body(_) => "incomplete body".to_owned(),
        }
    }

    /// Whether the network or the server failed, rather than the request.
    pub(crate) fn is_of_the_host(&self) -> bool {
        match self {
            Self::Status(response) => matches!(response.status, 408 | 429 | 500..600) || is_rate_limit(response),
            Self::GraphQl(_, errors) => errors.is_throttled,
            // For a redirect to another origin or a body that is too large, the host works.
            Self::Transport(error) => error.may_pass,
            Self::Empty(_) | Self::Body(_) => true,
        }
    }

    /// Whether the server is unreachable.
    pub(crate) fn is_unreachable(&self) -> bool {
        matches!(self, Self::Transport(error) if error.kind == TransportErrorKind::Unreachable)
    }

    /// The wait of a rate limit; `None` if the response is not a rate limit. `errors`: those of a GraphQL response.
    pub(crate) fn refused_for(response: &Response, errors: Option<&GraphQlErrors>, now: Timestamp) -> Option<Duration> {
        /// The wait if the response does not contain one.
        const SHORT: Duration = Duration::from_secs(1);
        match errors.filter(|errors| errors.is_throttled) {
            Some(errors) => Some(limited_wait(response, now).max(errors.wait).unwrap_or(SHORT)),
            None => is_rate_limit(response).then(|| named_wait(response, now).unwrap_or(SHORT)),
        }
    }

    /// The wait that the server requests.
    pub(crate) fn named_wait(&self, now: Timestamp) -> Option<Duration> {
        match self {
            Self::GraphQl(response, errors) if errors.is_throttled => limited_wait(response, now).max(errors.wait),
            _ => named_wait(self.response()?, now),
        }
    }

    /// The failure with only the part of the response that may be quoted.
    pub(crate) fn without_data(self) -> Self {
        match self {
            Self::GraphQl(mut response, mut errors) => {
                response.body = std::mem::take(&mut errors.body);
                Self::GraphQl(response, errors)
            }
            other => other,
        }
    }
}

/// The status with the API's message, as in `HTTP 503: overloaded`.
pub(super) fn status_in_words(response: &Response) -> String {
    match api_message(&response.body) {
        Some(message) => format!("HTTP {}: {message}", response.status),
        None => format!("HTTP {}", response.status),
    }
}
