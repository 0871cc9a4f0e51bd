//! Verdict: whether a failed attempt is retried, and after which wait.

use std::time::Duration;

use super::backoff::Schedule;
use super::policy::Retry;

/// The input of the decision.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FailedAttempt {
    /// Whether a retry may succeed.
    pub(crate) may_pass: bool,
    /// Number of the attempt, from 1.
    pub(crate) attempt: u32,
    /// Time of the attempts and scheduled waits so far.
    pub(crate) spent: Duration,
    /// The wait that the server or `backoff_time` requests.
    pub(crate) named: Option<Duration>,
}

/// The wait before the next attempt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Wait {
    pub(crate) time: Duration,
    /// Whether the server or `backoff_time` requested it, so it is not a step of the schedule.
    pub(crate) is_named: bool,
}

/// Why the attempt is not retried.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum RetryEnd {
    /// A retry would not help.
    Lasting,
    /// The maximum number of attempts is reached.
    Tries,
    /// The time limit is reached. Contains the limit.
    Time(Duration),
    /// The requested wait is too long. Contains the wait and the maximum.
    TooLong(Duration, Duration),
}

/// Maximum number of attempts for an unreachable host, if a user waits for the result.
const BRIEF_TRIES: u32 = 3;
/// The wait between these attempts.
const BRIEF_WAIT: Duration = Duration::from_millis(500);

impl Retry {
    /// Maximum number of attempts for an unreachable host, if a user waits for the result.
    pub(crate) fn brief_tries(&self) -> u32 {
        self.tries.min(BRIEF_TRIES)
    }

    /// The decision for an unreachable host, if a user waits for the result: most likely the host name is misspelled.
    pub(crate) fn brief_verdict(&self, failed: FailedAttempt) -> Result<Wait, RetryEnd> {
        match (failed.may_pass, failed.attempt < self.brief_tries()) {
            (false, _) => Err(RetryEnd::Lasting),
            (true, false) => Err(RetryEnd::Tries),
            (true, true) => Ok(Wait { time: BRIEF_WAIT, is_named: false }),
        }
    }

    /// The wait before the next attempt, or why there is none.
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
