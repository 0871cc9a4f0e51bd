//! What a failed attempt came to, and how that is told.

use std::time::Duration;

use http::HeaderMap;
use jiff::{SignedDuration, Timestamp, Unit};
use serde_json::Value;

use super::graphql::GraphQlErrors;
use super::mapping::{Action, Ruling};
use super::server_hint::{is_rate_limit, limited_wait, named_wait};
use super::verdict::End;
use crate::error::{Error, FailureType};
use crate::http::{Request, Response, TransportError, TransportErrorKind};

/// Headers in which APIs name a request, for their support.
const REQUEST_ID: [&str; 4] = ["x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid"];
/// How much of a body is quoted to the developer.
const QUOTED_CHARS: usize = 300;

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

    /// The error that ends the request, after `tries` of them; `ruling`: what the connector says of the answer.
    pub(crate) fn into_error(
        self,
        request: &Request,
        tries: u32,
        end: End,
        ruling: Option<Ruling>,
        now: Timestamp,
    ) -> Error {
        let what = self.what();
        let often = if tries > 1 { format!(", {tries} tries in all") } else { String::new() };
        let why = match end {
            End::Time(most) => format!("; another one would go beyond `max_time` ({})", in_words(most)),
            End::TooLong(wait, most) => {
                let until = now.checked_add(SignedDuration::try_from(wait).unwrap_or_default()).unwrap_or(now);
                let until = in_seconds(until);
                format!("; it is to be tried again at {until}, a longer wait than `max_wait` ({})", in_words(most))
            }
            End::Lasting | End::Tries => String::new(),
        };
        let why = format!("{often}{why}");
        let (failure_type, message) = match &self {
            _ if self.is_rate_limit() => {
                (FailureType::TransientError, format!("the API's rate limit is exceeded ({what}{why})"))
            }
            Self::Status(response) => match response.status {
                // Whoever wanted another attempt thinks that it may pass.
                ..500 if end != End::Lasting => {
                    (FailureType::TransientError, format!("the API refuses the request ({what}{why})"))
                }
                401 => (FailureType::ConfigError, format!("the API does not accept the credentials ({what})")),
                403 => (FailureType::ConfigError, format!("the credentials lack a permission ({what})")),
                404 => (FailureType::SystemError, format!("the API knows no such address ({what})")),
                408 => (FailureType::TransientError, format!("the API waited too long for the request ({what})")),
                500.. => (FailureType::TransientError, format!("the API is in trouble ({what}{why})")),
                _ => (FailureType::SystemError, format!("the API refuses the request ({what})")),
            },
            Self::GraphQl(..) => {
                // Whoever wanted another attempt thinks that it may pass.
                let is_lasting = end == End::Lasting;
                let failure_type = if is_lasting { FailureType::SystemError } else { FailureType::TransientError };
                (failure_type, format!("the GraphQL response has errors ({what}{why})"))
            }
            Self::Transport(error) if !error.may_pass => (FailureType::SystemError, format!("{what}{why}")),
            Self::Transport(_) | Self::Body(_) | Self::Empty(_) => {
                (FailureType::TransientError, format!("{what}{why}"))
            }
        };
        let is_renewed = ruling.as_ref().is_some_and(|ruling| ruling.action == Action::RefreshToken);
        let (failure_type, message) = match ruling {
            None => (failure_type, message),
            Some(Ruling { action, message: own }) => {
                let failure_type = match action {
                    Action::Fail(Some(failure_type)) => failure_type,
                    // New credentials were refused, too.
                    Action::RefreshToken => FailureType::ConfigError,
                    // A success that is none is the API's doing.
                    Action::Fail(None) if self.response().is_some_and(Response::is_success) => FailureType::SystemError,
                    _ => failure_type,
                };
                (failure_type, own.map_or(message, |own| format!("{own} ({what}{why})")))
            }
        };
        let mut error = Error::new(failure_type, message).with_detail(request.summary());
        if is_renewed {
            error = error.refused();
        }
        if let Some(response) = self.response() {
            error = error.with_status(response.status()).with_detail(format!("HTTP {}", response.status));
            if response.status == 401 {
                error = error.refused();
            }
            let is_of_request = matches!(response.status, 200..=299 | 400 | 402 | 404..=406 | 409..=428 | 430..=499);
            if is_of_request && !self.is_rate_limit() {
                error = error.of_request();
            }
            if let Some(id) = request_id(&response.headers) {
                error = error.with_detail(format!("request id {id}"));
            }
            if !response.body.is_empty() {
                error = error.with_detail(format!("body: {}", quoted(&response.body)));
            }
        }
        error
    }
}

/// `HTTP 503: overloaded`
pub(super) fn status_in_words(response: &Response) -> String {
    match api_message(&response.body) {
        Some(message) => format!("HTTP {}: {message}", response.status),
        None => format!("HTTP {}", response.status),
    }
}

/// A moment, to the second.
pub(crate) fn in_seconds(at: Timestamp) -> Timestamp {
    at.round(Unit::Second).unwrap_or(at)
}

/// `1h 30m`
pub(crate) fn in_words(time: Duration) -> String {
    SignedDuration::try_from(time).map_or_else(|_| format!("{} s", time.as_secs()), |time| format!("{time:#}"))
}

fn request_id(headers: &HeaderMap) -> Option<&str> {
    REQUEST_ID.iter().find_map(|name| headers.get(*name)?.to_str().ok())
}

fn quoted(body: &[u8]) -> String {
    String::from_utf8_lossy(body).chars().take(QUOTED_CHARS).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The API's own message, from the usual shapes of error bodies.
///
/// Source: the names that the Python CDK's `JsonErrorMessageParser` looks for.
pub(crate) fn api_message(body: &[u8]) -> Option<String> {
    const LONGEST: usize = 300;
    let value: Value = serde_json::from_slice(body).ok()?;
    let message = message_in(&value, 5)?;
    Some(message.chars().take(LONGEST).collect())
}

fn message_in(value: &Value, depth: u32) -> Option<String> {
    const NAMES: [&str; 14] = [
        "message",
        "messages",
        "error_description",
        "error",
        "errors",
        "failures",
        "failure",
        "detail",
        "err",
        "error_message",
        "msg",
        "reason",
        "status_message",
        "title",
    ];
    let depth = depth.checked_sub(1)?;
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Array(items) => {
            let found: Vec<String> = items.iter().take(5).filter_map(|item| message_in(item, depth)).collect();
            (!found.is_empty()).then(|| found.join(", "))
        }
        Value::Object(members) => NAMES.iter().find_map(|name| message_in(members.get(*name)?, depth)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_apis_own_message_is_found_in_the_usual_shapes() {
        for (body, want) in [
            (r#"{"error":{"message":"No such key","type":"x"}}"#, Some("No such key")),
            (r#"{"errors":[{"detail":"a"},{"detail":"b"}]}"#, Some("a, b")),
            (r#"{"error":"invalid_grant","error_description":"expired"}"#, Some("expired")),
            (r#"{"ok":false}"#, None),
            ("<html>", None),
        ] {
            assert_eq!(api_message(body.as_bytes()).as_deref(), want, "{body}");
        }
    }
}
