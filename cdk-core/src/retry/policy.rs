//! How patiently a failed request is tried again: the word `retry(…)`.

use std::time::Duration;

use jiff::SignedDuration;

/// How often a request is sent at most.
///
/// Source: the Python CDK's documentation ("fail after 5 tries").
const TRIES: u32 = 5;
/// Tries that anybody can ask for: each may wait for as long as the server says.
const MOST_TRIES: u32 = 100;
/// The longest time that attempts and the schedule's waits take together. Source: the Python CDK's `max_time`.
const MAX_TIME: Duration = Duration::from_secs(600);
/// First wait, before its jitter.
const INITIAL: Duration = Duration::from_secs(1);
/// Each wait is so many times the one before.
const FACTOR: f64 = 2.0;
/// A steeper schedule is a typing error: the second wait would be the last that anybody waits for.
const MOST_FACTOR: f64 = 10.0;
/// Each wait is drawn between `1 - JITTER` and `1 + JITTER` of its schedule, so that clients do not march in step.
const JITTER: f64 = 0.5;
/// The longest wait that a server may ask for.
const MAX_WAIT: Duration = Duration::from_secs(3600);
/// No wait of the schedule is longer, jitter included, unless `initial` is.
const LONGEST_STEP: Duration = Duration::from_secs(60);
/// Longer than any quota of an API; a sync that sleeps longer is one that hangs.
const MOST_TIME: Duration = Duration::from_secs(24 * 3600);

/// How often and how patiently a failed request is tried again; what is not said has its default.
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

/// A length of time: a [`Duration`], or a text like `500ms`, `10s`, `5m`, `1h 30m` or `PT10M`.
pub trait IntoTime {
    /// The length, or what is wrong with the text.
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
        parsed.ok_or_else(|| format!("`{self}` is no length of time like `500ms`, `10s`, `5m`, `1h 30m` or `PT10M`"))
    }
}

impl Retry {
    /// The defaults: 5 tries within 10 min, waits of 1, 2, 4 and 8 s, each × 0.5–1.5; up to an hour where the server says so.
    pub fn new() -> Self {
        Self::default()
    }

    /// How often a request is sent at most, the first time included: 1 to 100. Default: 5.
    #[must_use]
    pub fn tries(mut self, tries: u32) -> Self {
        self.check((1..=MOST_TRIES).contains(&tries), || format!("`tries` is a whole number from 1 to {MOST_TRIES}"));
        self.tries = tries;
        self
    }

    /// How long the attempts of a request and the schedule's waits between them may take together before another attempt
    /// begins; waits that the server or `backoff_time` names do not count. Default: 10 min; at most 24 h.
    #[must_use]
    pub fn max_time(mut self, time: impl IntoTime) -> Self {
        self.max_time = self.time("max_time", time);
        self
    }

    /// The first wait of the schedule, before its jitter. Default: 1 s; at most `max_wait`, and `max_time`.
    #[must_use]
    pub fn initial(mut self, time: impl IntoTime) -> Self {
        self.initial = self.time("initial", time);
        self
    }

    /// How many times the wait before each wait of the schedule is: 1 to 10. Default: 2. No wait of the schedule is longer
    /// than 60 s (or `initial`, where that is longer), jitter included, nor than `max_wait`.
    #[must_use]
    pub fn factor(mut self, factor: f64) -> Self {
        self.check((1.0..=MOST_FACTOR).contains(&factor), || format!("`factor` is a number from 1 to {MOST_FACTOR}"));
        self.factor = factor;
        self
    }

    /// Each wait of the schedule is drawn between `1 - jitter` and `1 + jitter` of it: 0 (none) to 1. Default: 0.5.
    #[must_use]
    pub fn jitter(mut self, jitter: f64) -> Self {
        self.check((0.0..=1.0).contains(&jitter), || "`jitter` is a number from 0 to 1".to_owned());
        self.jitter = jitter;
        self
    }

    /// The longest wait that the server or `backoff_time` may ask for; a longer one fails at once. Default: 1 h; at most 24 h.
    #[must_use]
    pub fn max_wait(mut self, time: impl IntoTime) -> Self {
        self.max_wait = self.time("max_wait", time);
        self
    }

    /// No wait of the schedule is longer.
    pub(super) fn longest_step(&self) -> Duration {
        LONGEST_STEP.max(self.initial).min(self.max_wait)
    }

    /// The longest wait that anybody but the schedule may ask for.
    pub(crate) fn longest_wait(&self) -> Duration {
        self.max_wait
    }

    /// How often a request is sent at most.
    pub(crate) fn most_tries(&self) -> u32 {
        self.tries
    }

    /// What is wrong with it, first things first.
    pub(crate) fn problem(&self) -> Option<String> {
        let too_long = || "`initial` is longer than `max_wait`, which no wait is".to_owned();
        let no_time = || "`initial` is longer than `max_time`, so there is hardly a second try".to_owned();
        let problem = self.problem.clone().or_else(|| (self.initial > self.max_wait).then(too_long));
        problem.or_else(|| (self.initial > self.max_time).then(no_time))
    }

    fn time(&mut self, word: &str, time: impl IntoTime) -> Duration {
        match time.into_time() {
            Ok(time) => {
                let is_good = !time.is_zero() && time <= MOST_TIME;
                self.check(is_good, || format!("`{word}` is longer than nothing and at most 24 h"));
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
            (Retry::new().max_time("0s"), Some("`max_time` is longer than nothing and at most 24 h")),
            (Retry::new().max_wait("25h"), Some("`max_wait` is longer than nothing and at most 24 h")),
            (Retry::new().initial("2h"), Some("`initial` is longer than `max_wait`, which no wait is")),
            (Retry::new().initial("15m"), Some("`initial` is longer than `max_time`, so there is hardly a second try")),
            (
                Retry::new().initial("1 fortnight"),
                Some("`initial`: `1 fortnight` is no length of time like `500ms`, `10s`, `5m`, `1h 30m` or `PT10M`"),
            ),
        ] {
            assert_eq!(retry.problem().as_deref(), problem);
        }
    }
}
