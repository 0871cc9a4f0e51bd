//! Progress: how many attempts of a request there were, and what they took.

use std::time::Duration;

use tokio::time::Instant;

use super::attempts::Attempts;
use crate::retry::{Retry, Schedule};

/// The attempts of one request so far: they share one count, whatever fails.
pub(super) struct AttemptProgress {
    /// Attempts that count.
    pub(super) attempt: u32,
    pub(super) schedule: Schedule,
    /// What became of each attempt.
    pub(super) attempts: Attempts,
    /// When the first attempt was sent.
    pub(super) started: Option<Instant>,
    /// What the attempts and the schedule's waits took.
    pub(super) spent: Duration,
    /// Whether the server said once that no wait is needed, which was wrong.
    pub(super) was_hurried: bool,
}

impl AttemptProgress {
    pub(super) fn new(retry: &Retry) -> Self {
        Self {
            attempt: 0,
            schedule: Schedule::new(retry),
            attempts: Attempts::default(),
            started: None,
            spent: Duration::ZERO,
            was_hurried: false,
        }
    }

    /// An attempt is sent now.
    pub(super) fn begin(&mut self) -> Instant {
        let now = Instant::now();
        self.attempt += 1;
        self.started.get_or_insert(now);
        self.attempts.begin();
        now
    }

    /// The last attempt does not count: its request is sent again with other credentials.
    pub(super) fn discount(&mut self, why: &str) {
        self.attempt = self.attempt.saturating_sub(1);
        self.attempts.ended(why);
    }
}
