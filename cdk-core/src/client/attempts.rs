//! Attempts: a list of all attempts of one request, for the DEBUG log.

use std::fmt;
use std::time::Duration;

use tokio::time::Instant;

/// The outcome of each attempt. At most as many as the retry policy allows.
#[derive(Debug, Default)]
pub(crate) struct Attempts {
    started: Option<Instant>,
    /// Time of the end, outcome, and the wait after it.
    ended: Vec<(Duration, String, Option<Duration>)>,
}

impl Attempts {
    pub(super) fn begin(&mut self) {
        self.started.get_or_insert_with(Instant::now);
    }

    pub(super) fn ended(&mut self, what: &str) {
        let at = self.started.map(|started| started.elapsed()).unwrap_or_default();
        self.ended.push((at, what.to_owned(), None));
    }

    pub(super) fn waits(&mut self, time: Duration) {
        if let Some((_, _, wait)) = self.ended.last_mut() {
            *wait = Some(time);
        }
    }
}

/// Shows `1: HTTP 503 at 0.1 s, then a wait of 1.2 s; 2: …`.
impl fmt::Display for Attempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (at, what, wait)) in (1_u32..).zip(&self.ended) {
            let separator = if number > 1 { "; " } else { "" };
            write!(f, "{separator}{number}: {what} at {:.1} s", at.as_secs_f64())?;
            if let Some(wait) = wait {
                write!(f, ", then a wait of {:.1} s", wait.as_secs_f64())?;
            }
        }
        Ok(())
    }
}
