//! What happens to a request, for those who are told of it.

use std::time::Duration;

use jiff::Timestamp;

use super::attempts::Attempts;
use crate::http::Request;

/// Something that a person may want to know.
pub(crate) enum Notice<'a> {
    /// An attempt failed and another follows.
    Retry {
        request: &'a Request,
        what: String,
        /// The attempt that failed, from 1.
        attempt: u32,
        tries: u32,
        wait: Duration,
        /// Whether the answer was a success that is not ready, by a rule's word: no failure.
        is_poll: bool,
        /// Whether the server asks for fewer requests.
        is_rate_limit: bool,
        /// When the wait is over, where it was named by the server or by the stream's own function.
        until: Option<Timestamp>,
    },
    /// The API refuses the credentials, and others are taken in their place.
    Renews { request: &'a Request, status: u16 },
    /// Each of several tokens rests.
    Rests { wait: Duration, until: Timestamp },
    /// A request failed for good.
    GaveUp { request: &'a Request, attempts: &'a Attempts },
    /// A host that only fails is not asked any more.
    Circuit { origin: &'a str, failures: u32, what: &'a str },
}
