//! An attempt as the functions of `should_retry` and `backoff_time` see it.

use std::time::Duration;

use http::StatusCode;
use jiff::Timestamp;
use serde_json::Value;

use super::failure::status_in_words;
use super::mapping::ResponseRules;
use super::server_hint::named_wait;
use crate::error::Result;
use crate::http::{Request, Response};

/// One attempt of a request and what it came to: an answer, or what kept one from coming.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    pub(crate) request: &'a Request,
    pub(crate) response: Option<&'a Response>,
    /// Why there is no answer.
    pub(crate) trouble: Option<&'a str>,
    pub(crate) number: u32,
    pub(crate) elapsed: Duration,
    pub(crate) is_retried: bool,
    pub(crate) now: Timestamp,
}

impl<'a> Attempt<'a> {
    /// Its number, from 1.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The time since the first attempt of this request was sent, waits included.
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// What was asked, without the credentials.
    pub fn request(&self) -> &'a Request {
        self.request
    }

    /// The answer; `None` where none came whole: no connection, silence, a reset, a body that is cut short.
    pub fn response(&self) -> Option<&'a Response> {
        self.response
    }

    /// The answer's status.
    pub fn status(&self) -> Option<StatusCode> {
        self.response.map(Response::status)
    }

    /// The first header of that name, where it is a text.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        self.response.and_then(|response| response.header(name))
    }

    /// The answer's body; `None` where it is no JSON. Each call reads it anew.
    pub fn json(&self) -> Option<Value> {
        self.response.and_then(|response| response.json().ok())
    }

    /// What it came to in words: `HTTP 503: overloaded`, `no connection: …`.
    pub fn what(&self) -> String {
        match (self.response, self.trouble) {
            (Some(response), None) => status_in_words(response),
            (_, trouble) => trouble.unwrap_or_default().to_owned(),
        }
    }

    /// The wait that the server names: `Retry-After`, or the reset of the quota that is used up.
    pub fn server_wait(&self) -> Option<Duration> {
        named_wait(self.response?, self.now)
    }

    /// What holds without `should_retry`: what a rule of `on` says, else 408, 429, any 5XX, a 403 that is a rate limit, an empty or broken body, and
    /// whatever kept an answer from coming, but for a refused certificate and the like.
    pub fn is_retried_by_default(&self) -> bool {
        self.is_retried
    }
}

/// A function of a stream, over an attempt.
pub(crate) type AttemptHook<T> = Box<dyn Fn(&Attempt<'_>) -> Result<T>>;

/// What a stream says about the attempts of one request.
#[derive(Default)]
pub(crate) struct Hooks {
    /// Its rules about answers.
    pub(crate) judge: Option<ResponseRules>,
    /// Whether there is another attempt; asked about each one, a success too.
    pub(crate) should_retry: Option<AttemptHook<bool>>,
    /// The wait before it.
    pub(crate) backoff_time: Option<AttemptHook<Option<Duration>>>,
}
