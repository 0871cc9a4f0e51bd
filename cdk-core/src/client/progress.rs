//! Progress: the number of attempts of a request, and their duration.

use std::time::Duration;

use tokio::time::Instant;

use super::attempts::Attempts;
use crate::http::{WaitReason, Waited};
use crate::retry::{Retry, Schedule};

/// The attempts of one request so far, with one count for all kinds of failures.
pub(super) struct AttemptProgress {
    /// Number of attempts that count.
    pub(super) attempt: u32,
    pub(super) schedule: Schedule,
    /// The outcome of each attempt.
    pub(super) attempts: Attempts,
    /// Time when the first attempt was sent.
    pub(super) started: Option<Instant>,
    /// Duration of the attempts and the scheduled waits.
    pub(super) spent: Duration,
    /// Whether the server has already requested a wait of zero, and the retry failed.
    pub(super) was_hurried: bool,
    /// The waits since the last attempt.
    pub(super) waits: Vec<Waited>,
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
            waits: Vec::new(),
        }
    }

    /// Begins an attempt.
    pub(super) fn begin(&mut self) -> Instant {
        let now = Instant::now();
        self.attempt += 1;
        self.started.get_or_insert(now);
        self.attempts.begin();
        now
    }

    /// Notes a wait before the next attempt. A wait of less than a millisecond is not worth a note.
    pub(super) fn note_wait(&mut self, reason: WaitReason, time: Duration) {
        if time >= Duration::from_millis(1) {
            self.waits.push(Waited { reason, time });
        }
    }

    /// Removes the last attempt from the count: its request is sent again with other credentials.
    pub(super) fn discount(&mut self, why: &str) {
        self.attempt = self.attempt.saturating_sub(1);
        self.attempts.ended(why);
    }
}
