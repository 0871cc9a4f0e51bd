//! Request observer: logs retries, renewals of credentials and waits.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use tokio::time::Instant;

use super::clock::time_after;
use crate::budget::OnWait;
use crate::client::{Notice, RequestObserver};
use crate::http::url::redacted;
use crate::protocol::Level;
use crate::writer::RunOutput;

/// Shorter waits for a rate limit are not logged.
const SHORTEST_LOGGED_WAIT: Duration = Duration::from_secs(5);
/// Minimum time between two log lines about waits of a stream.
const LOG_INTERVAL: Duration = Duration::from_secs(30);

/// Logs notices about requests. `who` begins the sentence; `stream` is the stream that waits.
pub(crate) fn request_observer(who: String, output: Rc<RunOutput>, stream: String) -> RequestObserver {
    Box::new(move |notice| match notice {
        Notice::Retry { request, what, attempt, tries, wait, is_poll, is_rate_limit, until } => {
            let (method, url, wait) = (&request.method, redacted(&request.url), wait.as_secs_f64());
            let next = attempt + 1;
            let level = if *is_poll { Level::Info } else { Level::Warn };
            output.log(
                level,
                &format!("{who}: {method} {url}: {what}; retry in {wait:.1} s (attempt {next} of {tries})"),
            );
            if *is_rate_limit {
                output.rate_limited(&stream, *until);
            }
        }
        Notice::Renews { request, status } => {
            let summary = request.summary();
            let message = format!(
                "{who}: {summary}: the API rejected the credentials (HTTP {status}); retry with new credentials"
            );
            output.log(Level::Info, &message);
        }
        Notice::Rests { wait, until } => {
            let wait = wait.as_secs_f64();
            output.log(
                Level::Warn,
                &format!("{who}: every token is rate-limited; the first is usable again in {wait:.1} s"),
            );
            output.rate_limited(&stream, Some(*until));
        }
        Notice::GaveUp { request, attempts } => {
            output.log(Level::Debug, &format!("{who}: {}: attempts: {attempts}", request.summary()));
        }
        Notice::Circuit { origin, failures, what } => {
            let message = format!(
                "circuit breaker open: {origin} failed {failures} requests in a row (the last: {what}); further \
                 requests fail at once, except one test request every 30 s"
            );
            output.log(Level::Warn, &message);
        }
    })
}

/// Logs long waits for rate limits.
pub(crate) fn wait_observer(who: String, stream: String, output: Rc<RunOutput>) -> OnWait {
    let logged: Cell<Option<Instant>> = Cell::new(None);
    Rc::new(move |wait, budget| {
        let now = Instant::now();
        if wait < SHORTEST_LOGGED_WAIT {
            return false;
        }
        if logged.get().is_some_and(|last| now - last < LOG_INTERVAL) {
            return true;
        }
        logged.set(Some(now));
        let seconds = wait.as_secs_f64();
        output.log(Level::Info, &format!("{who}: waits {seconds:.0} s for its rate limit ({budget})"));
        output.rate_limited(&stream, Some(time_after(&output, wait)));
        true
    })
}
