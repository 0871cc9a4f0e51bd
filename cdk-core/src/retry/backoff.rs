//! The schedule of waits. The only file that names the package `backoff`, which is used for arithmetic alone: it has no
//! limit of attempts, its clock cannot be paused, and its jitter may exceed the cap.

use std::time::Duration;

use backoff::ExponentialBackoff;
use backoff::backoff::Backoff as _;

/// First wait, before its jitter.
const INITIAL: Duration = Duration::from_secs(1);
/// Each wait is so many times the one before.
const FACTOR: f64 = 2.0;
/// Each wait is drawn between `1 - JITTER` and `1 + JITTER` of its schedule, so that clients do not march in step.
const JITTER: f64 = 0.5;
/// No wait is longer, jitter included.
const LONGEST: Duration = Duration::from_secs(60);

/// The waits of one request, in order.
pub(crate) struct Schedule(ExponentialBackoff);

impl Schedule {
    pub(crate) fn new() -> Self {
        Self(ExponentialBackoff {
            current_interval: INITIAL,
            initial_interval: INITIAL,
            multiplier: FACTOR,
            randomization_factor: JITTER,
            max_interval: LONGEST,
            // How often is decided by the policy, not by a clock.
            max_elapsed_time: None,
            ..ExponentialBackoff::default()
        })
    }

    pub(crate) fn next_wait(&mut self) -> Duration {
        self.0.next_backoff().unwrap_or(LONGEST).min(LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_within_their_jitter_and_stay_under_the_cap() {
        for _ in 0..200 {
            let mut schedule = Schedule::new();
            for step in [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0] {
                let wait = schedule.next_wait().as_secs_f64();
                assert!(wait >= step * 0.5 && wait <= (step * 1.5).min(60.0), "{wait} at {step}");
            }
        }
    }
}
