//! Attempt: what a recording keeps about one attempt of a request, besides the request and its response.
//!
//! In: the client's counts and waits, the slice that is read. Out: plain values.
//! Not here: the recording (see `cassette`).

use std::time::Duration;

use serde_json::Value;

/// The reason of a wait before an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum WaitReason {
    /// The backoff schedule of the retry policy.
    Backoff,
    /// A wait that the server or `backoff_time` named.
    RetryAfter,
    /// A rate limit.
    RateLimit,
    /// Other requests in flight.
    Concurrency,
    /// Every token of the account is rate-limited.
    Token,
    /// The memory that responses may hold.
    Memory,
}

/// A wait before an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Waited {
    pub(crate) reason: WaitReason,
    pub(crate) time: Duration,
}

/// One attempt of a request.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct AttemptInfo<'a> {
    /// From 1; 0 if attempts are not counted.
    pub(crate) number: u32,
    /// The waits since the attempt before.
    pub(crate) waits: &'a [Waited],
    /// The slice whose page is requested.
    pub(crate) slice: Option<&'a Value>,
}
