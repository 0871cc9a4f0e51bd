//! Failure: what a failed attempt resulted in.
//!
//! In: a response, or what kept one from coming. Out: whether another attempt may succeed, by default, and the wait that the
//! server names. Not here: the error that ends the request (see `request_error`).

use std::time::Duration;

use jiff::Timestamp;

use super::api_message::api_message;
use super::graphql::GraphQlErrors;
use super::server_hint::{is_rate_limit, limited_wait, named_wait};
use crate::http::{Response, TransportError, TransportErrorKind};

/// A failed attempt.
#[derive(Debug)]
pub(crate) enum Failure {
    /// An answer that is no success, or one that the stream's own function refuses.
    Status(Response),
    /// The response to a GraphQL request that has errors.
    GraphQl(Response, GraphQlErrors),
    /// A success with an empty body.
    Empty(Response),
    /// No answer.
    Transport(TransportError),
    /// A success whose body ends too early, which is found when it is read.
    Body(String),
}

impl Failure {
    /// `HTTP 503: overloaded`, `no connection: …`
    pub(crate) fn what(&self) -> String {
        match self {
            Self::Status(response) | Self::GraphQl(response, _) => status_in_words(response),
            Self::Empty(response) => format!("HTTP {} with an empty body", response.status),
            Self::Transport(error) => error.message.clone(),
            Self::Body(what) => what.clone(),
        }
    }

    /// The answer, where one came whole.
    pub(crate) fn response(&self) -> Option<&Response> {
        match self {
            Self::Status(response) | Self::GraphQl(response, _) | Self::Empty(response) => Some(response),
            Self::Transport(_) | Self::Body(_) => None,
        }
    }

    /// Whether another attempt may fare better, by default: 408, 429, any 5XX, a 403 that is a rate limit, and whatever kept
    /// a whole answer from coming.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Status(response) => matches!(response.status, 408 | 429 | 500..600) || is_rate_limit(response),
            Self::GraphQl(_, errors) => errors.is_throttled,
            Self::Transport(error) => error.may_pass,
            Self::Empty(_) | Self::Body(_) => true,
        }
    }

    /// Whether the server asks for fewer requests.
    pub(crate) fn is_rate_limit(&self) -> bool {
        match self {
            Self::Status(response) => is_rate_limit(response),
            Self::GraphQl(_, errors) => errors.is_throttled,
            Self::Empty(_) | Self::Transport(_) | Self::Body(_) => false,
        }
    }

    /// The kind of it, for counting: `HTTP 503`, `no connection`.
    pub(crate) fn reason(&self) -> String {
        match self {
            Self::GraphQl(_, errors) if errors.is_throttled => "GraphQL rate limit".to_owned(),
            Self::GraphQl(..) => "GraphQL errors".to_owned(),
            Self::Status(response) => format!("HTTP {}", response.status),
            Self::Empty(_) => "empty body".to_owned(),
            Self::Transport(error) => error.reason().to_owned(),
            Self::Body(_) => "body cut short".to_owned(),
        }
    }

    /// Whether the network or the server was at fault, and not what was asked for.
    pub(crate) fn is_of_the_host(&self) -> bool {
        match self {
            Self::Status(response) => matches!(response.status, 408 | 429 | 500..600) || is_rate_limit(response),
            Self::GraphQl(_, errors) => errors.is_throttled,
            // A redirect elsewhere, a body that is too large: the host answers.
            Self::Transport(error) => error.may_pass,
            Self::Empty(_) | Self::Body(_) => true,
        }
    }

    /// Whether the server is unreachable.
    pub(crate) fn is_unreachable(&self) -> bool {
        matches!(self, Self::Transport(error) if error.kind == TransportErrorKind::Unreachable)
    }

    /// The wait of a quota that an answer says is used up; `errors`: those of a GraphQL response.
    pub(crate) fn refused_for(response: &Response, errors: Option<&GraphQlErrors>, now: Timestamp) -> Option<Duration> {
        /// Where none is named.
        const SHORT: Duration = Duration::from_secs(1);
        match errors.filter(|errors| errors.is_throttled) {
            Some(errors) => Some(limited_wait(response, now).max(errors.wait).unwrap_or(SHORT)),
            None => is_rate_limit(response).then(|| named_wait(response, now).unwrap_or(SHORT)),
        }
    }

    /// The wait that the server names.
    pub(crate) fn named_wait(&self, now: Timestamp) -> Option<Duration> {
        match self {
            Self::GraphQl(response, errors) if errors.is_throttled => limited_wait(response, now).max(errors.wait),
            _ => named_wait(self.response()?, now),
        }
    }

    /// The failure with no more of its answer than may be quoted.
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

/// `HTTP 503: overloaded`
pub(super) fn status_in_words(response: &Response) -> String {
    match api_message(&response.body) {
        Some(message) => format!("HTTP {}: {message}", response.status),
        None => format!("HTTP {}", response.status),
    }
}
