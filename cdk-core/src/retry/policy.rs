//! Retry policy: attempts, backoff and time limit, as in the attribute `retry(…)`.

use std::time::Duration;

use jiff::SignedDuration;

/// Default number of attempts.
///
/// Source: the Python CDK's documentation ("fail after 5 tries").
const TRIES: u32 = 5;
/// Maximum number of attempts that can be set: each may have the wait that the server requests.
const MOST_TRIES: u32 = 100;
/// Default time limit for attempts and scheduled waits. Source: the Python CDK's `max_time`.
const MAX_TIME: Duration = Duration::from_secs(600);
/// Default first wait, before its jitter.
const INITIAL: Duration = Duration::from_secs(1);
/// Default backoff multiplier.
const FACTOR: f64 = 2.0;
/// Maximum backoff multiplier. A larger one is a typing error: the second wait would already be too long.
const MOST_FACTOR: f64 = 10.0;
/// Default jitter: each wait is multiplied by a random number from `1 - JITTER` to `1 + JITTER`, so that clients spread
/// out.
const JITTER: f64 = 0.5;
/// Default maximum of a wait that the server requests.
const MAX_WAIT: Duration = Duration::from_secs(3600);
/// Maximum wait of the schedule, jitter included, unless `initial` is longer.
const LONGEST_STEP: Duration = Duration::from_secs(60);
/// Maximum of every duration: longer than any quota of an API.
const MOST_TIME: Duration = Duration::from_secs(24 * 3600);

/// Retry policy: attempts, backoff and time limit. Options that are not set have their defaults.
///
/// ```
/// use std::time::Duration;
/// use cdk_core::stream::Retry;
///
/// let patient = Retry::new().tries(8).max_time("30m").initial(Duration::from_millis(500)).max_wait("2h");
/// ```
#[derive(Clone, Debug)]
pub struct Retry {
    pub(super) tries: u32,
    pub(super) max_time: Duration,
    pub(super) initial: Duration,
    pub(super) factor: f64,
    pub(super) jitter: f64,
    pub(super) max_wait: Duration,
    problem: Option<String>,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            tries: TRIES,
            max_time: MAX_TIME,
            initial: INITIAL,
            factor: FACTOR,
            jitter: JITTER,
            max_wait: MAX_WAIT,
            problem: None,
        }
    }
}

/// A duration: a [`Duration`], or a text like `500ms`, `10s`, `5m`, `1h 30m` or `PT10M`.
pub trait IntoTime {
    /// Returns the duration, or the problem of the text.
    fn into_time(self) -> Result<Duration, String>;
}

impl IntoTime for Duration {
    fn into_time(self) -> Result<Duration, String> {
        Ok(self)
    }
}

impl IntoTime for &str {
    fn into_time(self) -> Result<Duration, String> {
        let parsed = self.parse::<SignedDuration>().ok().and_then(|time| Duration::try_from(time).ok());
        parsed.ok_or_else(|| format!("invalid duration `{self}`; use a form like `500ms`, `10s`, `1h 30m` or `PT10M`"))
    }
}

impl Retry {
    /// The default policy: 5 attempts within 10 min, backoff of 1, 2, 4 and 8 s.
    ///
    /// Each wait is multiplied by 0.5 to 1.5 (jitter). A wait that the server requests may be up to 1 h.
    pub fn new() -> Self {
        Self::default()
    }

    /// Maximum number of attempts, including the first: 1 to 100. Default: 5.
    #[must_use]
    pub fn tries(mut self, tries: u32) -> Self {
        self.check((1..=MOST_TRIES).contains(&tries), || format!("`tries` is a whole number from 1 to {MOST_TRIES}"));
        self.tries = tries;
        self
    }

    /// Time limit for all attempts of a request and the scheduled waits between them. Default: 10 min; at most 24 h.
    ///
    /// The limit is checked before each retry. Waits that the server or `backoff_time` requests do not count.
    #[must_use]
    pub fn max_time(mut self, time: impl IntoTime) -> Self {
        self.max_time = self.time("max_time", time);
        self
    }

    /// First wait of the backoff, before its jitter. Default: 1 s; at most `max_wait` and `max_time`.
    #[must_use]
    pub fn initial(mut self, time: impl IntoTime) -> Self {
        self.initial = self.time("initial", time);
        self
    }

    /// Backoff multiplier, 1 to 10. Default: 2.
    ///
    /// A wait is at most 60 s, jitter included (or `initial`, if that is longer), and at most `max_wait`.
    #[must_use]
    pub fn factor(mut self, factor: f64) -> Self {
        self.check((1.0..=MOST_FACTOR).contains(&factor), || format!("`factor` is a number from 1 to {MOST_FACTOR}"));
        self.factor = factor;
        self
    }

    /// Jitter, 0 (none) to 1: each wait is multiplied by a random number from `1 - jitter` to `1 + jitter`. Default:
    /// 0.5.
    #[must_use]
    pub fn jitter(mut self, jitter: f64) -> Self {
        self.check((0.0..=1.0).contains(&jitter), || "`jitter` is a number from 0 to 1".to_owned());
        self.jitter = jitter;
        self
    }

    /// Maximum wait that the server or `backoff_time` may request. Default: 1 h; at most 24 h.
    ///
    /// A longer wait ends the request with an error.
    #[must_use]
    pub fn max_wait(mut self, time: impl IntoTime) -> Self {
        self.max_wait = self.time("max_wait", time);
        self
    }

    /// Maximum wait of the schedule.
    pub(super) fn longest_step(&self) -> Duration {
        LONGEST_STEP.max(self.initial).min(self.max_wait)
    }

    /// Maximum wait that the server or `backoff_time` may request.
    pub(crate) fn longest_wait(&self) -> Duration {
        self.max_wait
    }

    /// Maximum number of attempts.
    pub(crate) fn most_tries(&self) -> u32 {
        self.tries
    }

    /// The first problem of the policy, if it has any.
    pub(crate) fn problem(&self) -> Option<String> {
        let too_long = || "`initial` must not be longer than `max_wait`".to_owned();
        let no_time = || "`initial` is longer than `max_time`, so the request would not be retried".to_owned();
        let problem = self.problem.clone().or_else(|| (self.initial > self.max_wait).then(too_long));
        problem.or_else(|| (self.initial > self.max_time).then(no_time))
    }

    fn time(&mut self, word: &str, time: impl IntoTime) -> Duration {
        match time.into_time() {
            Ok(time) => {
                let is_good = !time.is_zero() && time <= MOST_TIME;
                self.check(is_good, || format!("`{word}` must be longer than 0 s and at most 24 h"));
                time
            }
            Err(what) => {
                self.check(false, || format!("`{word}`: {what}"));
                MOST_TIME
            }
        }
    }

    fn check(&mut self, is_good: bool, problem: impl FnOnce() -> String) {
        if !is_good && self.problem.is_none() {
            self.problem = Some(problem());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_text_of_either_kind() {
        for (text, millis) in [
            ("500ms", Some(500)),
            ("1s", Some(1_000)),
            ("10m", Some(600_000)),
            ("1h", Some(3_600_000)),
            ("1h 30m", Some(5_400_000)),
            ("1h30m", Some(5_400_000)),
            ("PT10M", Some(600_000)),
            ("PT1H0.5S", Some(3_600_500)),
            ("-1s", None),
            ("10", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(text.into_time().ok(), millis.map(Duration::from_millis), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_a_problem() {
        for (retry, problem) in [
            (Retry::new(), None),
            (Retry::new().tries(0), Some("`tries` is a whole number from 1 to 100")),
            (Retry::new().factor(0.5), Some("`factor` is a number from 1 to 10")),
            (Retry::new().factor(f64::NAN), Some("`factor` is a number from 1 to 10")),
            (Retry::new().jitter(1.5), Some("`jitter` is a number from 0 to 1")),
            (Retry::new().max_time("0s"), Some("`max_time` must be longer than 0 s and at most 24 h")),
            (Retry::new().max_wait("25h"), Some("`max_wait` must be longer than 0 s and at most 24 h")),
            (Retry::new().initial("2h"), Some("`initial` must not be longer than `max_wait`")),
            (
                Retry::new().initial("15m"),
                Some("`initial` is longer than `max_time`, so the request would not be retried"),
            ),
            (
                Retry::new().initial("1 fortnight"),
                Some("`initial`: invalid duration `1 fortnight`; use a form like `500ms`, `10s`, `1h 30m` or `PT10M`"),
            ),
        ] {
            assert_eq!(retry.problem().as_deref(), problem);
        }
    }
}
