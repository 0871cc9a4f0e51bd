//! Statistics: counts of a stream's requests for its summary.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;

/// Counts of one stream's requests.
#[derive(Debug, Default)]
pub(crate) struct Stats {
    /// Number of attempts.
    pub(crate) requests: Cell<u64>,
    /// Retries by their reason.
    pub(crate) retries: RefCell<BTreeMap<String, u64>>,
    /// Polls: successes that a rule retried because the result was not ready.
    pub(crate) polls: Cell<u64>,
    /// Responses from the cache, or from an equal request in flight: they cost no request.
    pub(crate) cache_hits: Cell<u64>,
    /// Bytes of decompressed bodies.
    pub(crate) bytes: Cell<u64>,
    pub(crate) limited: Clock,
    /// Expected size of a response: the largest so far, slowly decreasing after smaller ones.
    expected: Cell<usize>,
}

impl Stats {
    /// Expected size in bytes of the next response.
    pub(super) fn expected(&self) -> usize {
        self.expected.get()
    }

    /// Records the size of a response.
    pub(super) fn record_response(&self, bytes: usize) {
        self.bytes.set(self.bytes.get() + bytes as u64);
        let before = self.expected.get();
        self.expected.set(bytes.max(before - before / 8));
    }

    pub(super) fn count_retry(&self, reason: &str) {
        let mut retries = self.retries.borrow_mut();
        match retries.get_mut(reason) {
            Some(count) => *count += 1,
            None => drop(retries.insert(reason.to_owned(), 1)),
        }
    }
}

/// Total time in which requests of the stream waited for a rate limit of the server or a budget. Simultaneous waits
/// count once.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    total: Cell<Duration>,
    /// The latest end of the waits so far.
    until: Cell<Option<Instant>>,
}

impl Clock {
    /// Adds a wait that just ended, or one that begins now and has a known end.
    pub(super) fn add(&self, since: Instant, until: Instant) {
        let counted = self.until.get();
        let since = counted.map_or(since, |counted| counted.max(since));
        if until > since {
            self.total.set(self.total.get() + (until - since));
        }
        self.until.set(Some(counted.map_or(until, |counted| counted.max(until))));
    }

    pub(crate) fn total(&self) -> Duration {
        self.total.get()
    }

    /// Whether a wait with a known end is in progress.
    pub(crate) fn is_running(&self) -> bool {
        self.until.get().is_some_and(|until| until > Instant::now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_at_the_same_time_count_once() {
        let (clock, now) = (Clock::default(), Instant::now());
        let at = |seconds| now + Duration::from_secs(seconds);
        for (since, until) in [(0, 10), (2, 10), (5, 12), (20, 21), (11, 12)] {
            clock.add(at(since), at(until));
        }
        assert_eq!(clock.total(), Duration::from_secs(13));
    }
}
