//! Request error: the error that ends a request after its last attempt.
//!
//! In: the last failure, why it is not retried, and the connector's rule for the response. Out: the error with its kind
//! and failure type for the user, and details for the developer.

use http::HeaderMap;
use jiff::{SignedDuration, Timestamp};

use super::failure::Failure;
use super::in_words::{in_seconds, in_words};
use super::mapping::{Action, Ruling};
use super::verdict::RetryEnd;
use crate::error::{Error, ErrorKind, FailureType};
use crate::http::{Request, Response, TransportErrorKind};

/// Headers in which APIs return a request id, for their support.
const REQUEST_ID: [&str; 4] = ["x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid"];
/// Maximum length of a quoted body, in characters.
const QUOTED_CHARS: usize = 300;

/// The last attempt of a request.
pub(crate) struct LastAttempt<'a> {
    pub(crate) request: &'a Request,
    /// Number of the attempt, from 1.
    pub(crate) number: u32,
    /// Why the attempt is not retried.
    pub(crate) end: RetryEnd,
    /// The connector's rule for the response.
    pub(crate) ruling: Option<Ruling>,
    pub(crate) now: Timestamp,
}

/// The error that ends the request.
pub(crate) fn request_error(failure: &Failure, last: LastAttempt<'_>) -> Error {
    let what = failure.what();
    let why = last.in_words();
    let (failure_type, message) = by_default(failure, &what, &why, last.end);
    let is_renewed = last.ruling.as_ref().is_some_and(|ruling| ruling.action == Action::RefreshToken);
    let (failure_type, message) = match last.ruling {
        None => (failure_type, message),
        Some(Ruling { action, message: own }) => {
            (by_rule(failure, action, failure_type), own.map_or(message, |own| format!("{own} ({what}{why})")))
        }
    };
    let kind = if is_renewed { ErrorKind::Credentials } else { kind(failure) };
    let error = Error::new(failure_type, message).with_kind(kind).with_detail(last.request.summary());
    let error = if is_renewed { error.refused() } else { error };
    match failure.response() {
        Some(response) => with_response(error, failure, response),
        None => error,
    }
}

impl LastAttempt<'_> {
    /// The number of attempts and the reason for the end, as in `, after 5 attempts`.
    fn in_words(&self) -> String {
        let often = if self.number > 1 { format!(", after {} attempts", self.number) } else { String::new() };
        let why = match self.end {
            RetryEnd::Time(most) => format!("; a retry would exceed `max_time` ({})", in_words(most)),
            RetryEnd::TooLong(wait, most) => {
                let wait = SignedDuration::try_from(wait).unwrap_or_default();
                let until = in_seconds(self.now.checked_add(wait).unwrap_or(self.now));
                format!("; the next attempt would be at {until}, a longer wait than `max_wait` ({})", in_words(most))
            }
            RetryEnd::Lasting | RetryEnd::Tries => String::new(),
        };
        format!("{often}{why}")
    }
}

/// The failure type and the message without a rule.
fn by_default(failure: &Failure, what: &str, why: &str, end: RetryEnd) -> (FailureType, String) {
    // If the connector wanted a retry, the failure is not permanent.
    let is_lasting = end == RetryEnd::Lasting;
    match failure {
        _ if failure.is_rate_limit() => (FailureType::TransientError, format!("rate limit exceeded ({what}{why})")),
        Failure::Status(response) => match response.status {
            ..500 if !is_lasting => {
                (FailureType::TransientError, format!("the API rejected the request ({what}{why})"))
            }
            401 => (FailureType::ConfigError, format!("the API rejected the credentials ({what})")),
            403 => (
                FailureType::ConfigError,
                format!("permission denied: the credentials do not have a required permission ({what})"),
            ),
            404 => (FailureType::SystemError, format!("not found ({what})")),
            408 => (FailureType::TransientError, format!("request timeout ({what})")),
            500.. => (FailureType::TransientError, format!("server error ({what}{why})")),
            _ => (FailureType::SystemError, format!("the API rejected the request ({what})")),
        },
        Failure::GraphQl(..) => {
            let failure_type = if is_lasting { FailureType::SystemError } else { FailureType::TransientError };
            (failure_type, format!("the GraphQL response has errors ({what}{why})"))
        }
        Failure::Transport(error) if !error.may_pass => (FailureType::SystemError, format!("{what}{why}")),
        Failure::Transport(_) | Failure::Body(_) | Failure::Empty(_) => {
            (FailureType::TransientError, format!("{what}{why}"))
        }
    }
}

/// The failure type by the rule for the response.
fn by_rule(failure: &Failure, action: Action, by_default: FailureType) -> FailureType {
    match action {
        Action::Fail(Some(failure_type)) => failure_type,
        // The new credentials were rejected, too.
        Action::RefreshToken => FailureType::ConfigError,
        // A success that a rule makes an error is a problem of the API.
        Action::Fail(None) if failure.response().is_some_and(Response::is_success) => FailureType::SystemError,
        _ => by_default,
    }
}

fn kind(failure: &Failure) -> ErrorKind {
    match failure {
        _ if failure.is_rate_limit() => ErrorKind::RateLimit,
        Failure::Status(response) => match response.status {
            401 => ErrorKind::Credentials,
            403 => ErrorKind::Permission,
            404 => ErrorKind::NotFound,
            408 => ErrorKind::Timeout,
            500.. => ErrorKind::Server,
            400.. => ErrorKind::Request,
            _ => ErrorKind::Response,
        },
        Failure::GraphQl(..) | Failure::Empty(_) | Failure::Body(_) => ErrorKind::Response,
        Failure::Transport(error) => match error.kind {
            TransportErrorKind::Timeout => ErrorKind::Timeout,
            TransportErrorKind::Unreachable | TransportErrorKind::Connection => ErrorKind::Connection,
            TransportErrorKind::Response => ErrorKind::Response,
        },
    }
}

/// Adds the status, the request id and the body to the error.
fn with_response(error: Error, failure: &Failure, response: &Response) -> Error {
    let status = response.status;
    let mut error = error.with_status(response.status()).with_detail(format!("HTTP {status}"));
    if status == 401 {
        error = error.refused();
    }
    let is_of_request = matches!(status, 200..=299 | 400 | 402 | 404..=406 | 409..=428 | 430..=499);
    if is_of_request && !failure.is_rate_limit() {
        error = error.of_request();
    }
    if let Some(id) = request_id(&response.headers) {
        error = error.with_detail(format!("request id {id}"));
    }
    if !response.body.is_empty() {
        error = error.with_detail(format!("body: {}", quoted(&response.body)));
    }
    error
}

fn request_id(headers: &HeaderMap) -> Option<&str> {
    REQUEST_ID.iter().find_map(|name| headers.get(*name)?.to_str().ok())
}

fn quoted(body: &[u8]) -> String {
    String::from_utf8_lossy(body).chars().take(QUOTED_CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect()
}
