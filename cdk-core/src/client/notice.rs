//! Notices: events of a request for observers, such as the log.

use std::time::Duration;

use jiff::Timestamp;

use super::attempts::Attempts;
use crate::http::Request;

/// An event that is worth a log message.
pub(crate) enum Notice<'a> {
    /// An attempt failed and the request will be retried.
    Retry {
        request: &'a Request,
        what: String,
        /// Number of the failed attempt, from 1.
        attempt: u32,
        tries: u32,
        wait: Duration,
        /// Whether the response was a success that is not ready yet, by a rule. It is not a failure.
        is_poll: bool,
        /// Whether the failure is a rate limit.
        is_rate_limit: bool,
        /// End of the wait, if the server or the hook `backoff_time` requested it.
        until: Option<Timestamp>,
    },
    /// The API rejected the credentials, and the request is sent again with new ones.
    Renews { request: &'a Request, status: u16 },
    /// All tokens are rate-limited.
    Rests { wait: Duration, until: Timestamp },
    /// A request failed and is not retried.
    GaveUp { request: &'a Request, attempts: &'a Attempts },
    /// The circuit breaker of a host has opened.
    Circuit { origin: &'a str, failures: u32, what: &'a str },
}
