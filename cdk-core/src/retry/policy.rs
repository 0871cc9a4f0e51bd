//! Whether a failed attempt is tried again.

use std::time::Duration;

use super::backoff::Schedule;
use super::failure::Failure;
use super::server_hint::retry_after;

/// How often a request is sent at most.
///
/// Source: the Python CDK's documentation ("fail after 5 tries").
const TRIES: u32 = 5;
/// The longest wait that a server may ask for.
const LONGEST_HINT: Duration = Duration::from_secs(3600);

/// When a request is tried again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Policy {
    pub(crate) tries: u32,
    /// The server's own word on when to come back is waited out up to here.
    pub(crate) longest_hint: Duration,
}

impl Default for Policy {
    fn default() -> Self {
        Self { tries: TRIES, longest_hint: LONGEST_HINT }
    }
}

/// What to do after a failed attempt.
#[derive(Debug, PartialEq)]
pub(crate) enum Verdict {
    /// Wait so long, then send again.
    RetryAfter(Duration),
    /// It will not get better.
    GiveUp,
}

impl Policy {
    /// `attempt` counts from 1 and has just failed.
    pub(crate) fn verdict(&self, failure: &Failure, attempt: u32, schedule: &mut Schedule) -> Verdict {
        let (may_pass, hint) = match failure {
            Failure::Status(response) => {
                (response.status == 429 || (500..600).contains(&response.status), retry_after(&response.headers))
            }
            Failure::Transport(error) => (error.may_pass, None),
            Failure::Body(_) => (true, None),
        };
        if !may_pass || attempt >= self.tries {
            return Verdict::GiveUp;
        }
        match hint {
            Some(hint) if hint > self.longest_hint => Verdict::GiveUp,
            Some(hint) => Verdict::RetryAfter(hint),
            None => Verdict::RetryAfter(schedule.next_wait()),
        }
    }
}
