//! Attempt: the argument of the hooks `should_retry` and `backoff_time`.

use std::time::Duration;

use http::StatusCode;
use jiff::Timestamp;
use serde_json::Value;

use super::failure::status_in_words;
use super::mapping::ResponseRules;
use super::server_hint::named_wait;
use crate::error::Result;
use crate::http::{Request, Response};

/// One attempt of a request with its outcome: a response, or the reason why none arrived.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    pub(crate) request: &'a Request,
    pub(crate) response: Option<&'a Response>,
    /// The reason why no response arrived.
    pub(crate) trouble: Option<&'a str>,
    pub(crate) number: u32,
    pub(crate) elapsed: Duration,
    pub(crate) is_retried: bool,
    pub(crate) now: Timestamp,
}

impl<'a> Attempt<'a> {
    /// Number of the attempt, from 1.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Time since the first attempt of this request was sent, waits included.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// The request without credentials.
    pub fn request(&self) -> &'a Request {
        self.request
    }

    /// The response; `None` if none arrived completely: connection failed or lost, timeout, incomplete body.
    pub fn response(&self) -> Option<&'a Response> {
        self.response
    }

    /// The HTTP status; `None` without a response.
    pub fn status(&self) -> Option<StatusCode> {
        self.response.map(Response::status)
    }

    /// The first header with this name; `None` if it is missing or not a text.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        self.response.and_then(|response| response.header(name))
    }

    /// The body as JSON; `None` if it is not valid JSON. Each call parses it again.
    pub fn json(&self) -> Option<Value> {
        self.response.and_then(|response| response.json().ok())
    }

    /// The outcome as a text: `HTTP 503: overloaded`, `connection failed: …`.
    pub fn what(&self) -> String {
        match (self.response, self.trouble) {
            (Some(response), None) => status_in_words(response),
            (_, trouble) => trouble.unwrap_or_default().to_owned(),
        }
    }

    /// The wait that the server requests: `Retry-After`, or the reset of a quota that is used up.
    pub fn server_wait(&self) -> Option<Duration> {
        named_wait(self.response?, self.now)
    }

    /// Whether the attempt is retried without the hook `should_retry`.
    ///
    /// A matching rule of `on` decides. Without one, these are retried:
    /// - HTTP 408, 429 and any 5XX, and a 403 that is a rate limit
    /// - an empty or incomplete body
    /// - transport errors, except permanent ones such as an untrusted certificate
    pub fn is_retried_by_default(&self) -> bool {
        self.is_retried
    }
}

/// A hook of a stream that receives an attempt.
pub(crate) type AttemptHook<T> = Box<dyn Fn(&Attempt<'_>) -> Result<T>>;

/// The retry hooks of a stream.
#[derive(Default)]
pub(crate) struct Hooks {
    /// The response rules (`on`).
    pub(crate) judge: Option<ResponseRules>,
    /// Whether to retry. Called for each attempt, also for a successful one.
    pub(crate) should_retry: Option<AttemptHook<bool>>,
    /// The wait before the next attempt.
    pub(crate) backoff_time: Option<AttemptHook<Option<Duration>>>,
}
