//! Whether a failed attempt is tried again, and after which wait.

use std::time::Duration;

use super::backoff::Schedule;
use super::policy::Retry;

/// What there is to know of a failed attempt.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FailedAttempt {
    /// Whether another one may fare better.
    pub(crate) may_pass: bool,
    /// The attempt's number, from 1.
    pub(crate) attempt: u32,
    /// What the attempts and the schedule's waits took so far.
    pub(crate) spent: Duration,
    /// The wait that the server asks for, or the stream's own function.
    pub(crate) named: Option<Duration>,
}

/// The wait before another attempt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Wait {
    pub(crate) time: Duration,
    /// Whether it is no wait of the schedule.
    pub(crate) is_named: bool,
}

/// Why there is no other attempt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum RetryEnd {
    /// It would not get better.
    Lasting,
    /// There were as many as there may be.
    Tries,
    /// They took so long; this is how long they may.
    Time(Duration),
    /// The wait that was asked for, and the longest one that is waited.
    TooLong(Duration, Duration),
}

/// Tries of a host that cannot be reached, where somebody waits for the outcome.
const BRIEF_TRIES: u32 = 3;
/// The wait between them.
const BRIEF_WAIT: Duration = Duration::from_millis(500);

impl Retry {
    /// How often a request is sent at most to a host that cannot be reached, where somebody waits for the outcome.
    pub(crate) fn brief_tries(&self) -> u32 {
        self.tries.min(BRIEF_TRIES)
    }

    /// The same where somebody waits for the outcome, and the host cannot be reached: a name that is misspelled, most likely.
    pub(crate) fn brief_verdict(&self, failed: FailedAttempt) -> Result<Wait, RetryEnd> {
        match (failed.may_pass, failed.attempt < self.brief_tries()) {
            (false, _) => Err(RetryEnd::Lasting),
            (true, false) => Err(RetryEnd::Tries),
            (true, true) => Ok(Wait { time: BRIEF_WAIT, is_named: false }),
        }
    }

    /// The wait before another attempt, or why there is none.
    pub(crate) fn verdict(&self, failed: FailedAttempt, schedule: &mut Schedule) -> Result<Wait, RetryEnd> {
        if !failed.may_pass {
            return Err(RetryEnd::Lasting);
        }
        if failed.attempt >= self.tries {
            return Err(RetryEnd::Tries);
        }
        let wait = match failed.named {
            Some(time) if time > self.max_wait => return Err(RetryEnd::TooLong(time, self.max_wait)),
            Some(time) => Wait { time, is_named: true },
            None => Wait { time: schedule.next_wait(), is_named: false },
        };
        let counted = if wait.is_named { Duration::ZERO } else { wait.time };
        if failed.spent + counted > self.max_time { Err(RetryEnd::Time(self.max_time)) } else { Ok(wait) }
    }
}
