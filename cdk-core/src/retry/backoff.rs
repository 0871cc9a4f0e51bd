//! Backoff: the schedule of waits between attempts.
//!
//! The only file that uses the package `backoff`, and only for its arithmetic: the package does not limit the number of
//! attempts, its clock cannot be paused, and its jitter may exceed the maximum.

use std::time::Duration;

use backoff::ExponentialBackoff;
use backoff::backoff::Backoff as _;

use super::policy::Retry;

/// The waits of one request, in order.
pub(crate) struct Schedule {
    next: ExponentialBackoff,
    longest: Duration,
}

impl Schedule {
    pub(crate) fn new(retry: &Retry) -> Self {
        let longest = retry.longest_step();
        let next = ExponentialBackoff {
            current_interval: retry.initial,
            initial_interval: retry.initial,
            multiplier: retry.factor,
            randomization_factor: retry.jitter,
            max_interval: longest,
            // The retry policy limits the attempts, not a clock.
            max_elapsed_time: None,
            ..ExponentialBackoff::default()
        };
        Self { next, longest }
    }

    pub(crate) fn next_wait(&mut self) -> Duration {
        self.next.next_backoff().unwrap_or(self.longest).min(self.longest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The range of the waits as shares of the steps; random waits cover most of it.
    fn draws(retry: &Retry, steps: &[f64], jitter: f64, cap: f64) {
        let (mut least, mut most) = (f64::MAX, 0.0_f64);
        for _ in 0..200 {
            let mut schedule = Schedule::new(retry);
            for step in steps {
                let wait = schedule.next_wait().as_secs_f64();
                let (low, high) = (step * (1.0 - jitter), (step * (1.0 + jitter)).min(cap));
                assert!(wait >= low && wait <= high + 1e-6, "{wait} at {step}");
                (least, most) = (least.min(wait / step), most.max(wait / step));
            }
        }
        assert!(least <= 1.0 - jitter * 0.8 && most >= 1.0 + jitter * 0.8, "{least} to {most}");
    }

    #[test]
    fn waits_double_within_their_jitter_and_stay_under_the_cap() {
        draws(&Retry::new(), &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0], 0.5, 60.0);
    }

    #[test]
    fn each_word_of_the_schedule_changes_it() {
        let retry = Retry::new().initial("200ms").factor(3.0);
        draws(&retry.clone().jitter(0.0), &[0.2, 0.6, 1.8, 5.4, 16.2, 48.6, 60.0], 0.0, 60.0);
        draws(&retry.jitter(0.9), &[0.2, 0.6, 1.8], 0.9, 60.0);
        draws(&Retry::new().factor(1.0), &[1.0, 1.0, 1.0], 0.5, 60.0);
        // A first wait that is longer than the maximum becomes the maximum; the same holds for `max_wait`.
        draws(&Retry::new().initial("2m").jitter(0.0), &[120.0, 120.0], 0.0, 120.0);
        draws(&Retry::new().max_wait("5s").jitter(0.0), &[1.0, 2.0, 4.0, 5.0, 5.0], 0.0, 5.0);
    }
}
