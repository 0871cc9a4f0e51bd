//! What a stream's requests came to so far, for its summary.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::Instant;

/// Counts of one stream's requests.
#[derive(Debug, Default)]
pub(crate) struct Stats {
    /// Attempts that were sent.
    pub(crate) requests: Cell<u64>,
    /// Attempts that another one followed, by what they failed by.
    pub(crate) retries: RefCell<BTreeMap<String, u64>>,
    /// Successes that a rule sent the request again for, since what they were to bring was not ready.
    pub(crate) polls: Cell<u64>,
    /// Answers that were kept, or under way for somebody else, and so cost no request.
    pub(crate) cache_hits: Cell<u64>,
    /// Bytes of bodies, inflated.
    pub(crate) bytes: Cell<u64>,
    pub(crate) limited: Clock,
    /// How large an answer may well be: as the largest was, or a little less after smaller ones.
    expected: Cell<usize>,
}

impl Stats {
    /// Bytes of an answer that is about to be asked for.
    pub(super) fn expected(&self) -> usize {
        self.expected.get()
    }

    /// An answer came that is so large.
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

/// The time in which any request of the stream waited, for a rate limit of the server or a budget of ours. Waits at the same
/// time count once.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    total: Cell<Duration>,
    /// The waits told so far ended by then.
    until: Cell<Option<Instant>>,
}

impl Clock {
    /// A wait that ended just now, or is about to begin and last until then.
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

    /// Whether a wait with a known end goes on.
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
