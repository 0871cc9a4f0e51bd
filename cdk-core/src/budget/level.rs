//! Level: adapts the number of requests in flight to the measured throughput.
//!
//! In: responses, and whether all places were in use. Out: the level, from 1 to the declared maximum.
//! It begins at [`FIRST`] and doubles while that increases the responses per second. Then it holds the level. From time
//! to time it tries a quarter more, or a fifth less if responses have become slower; a lower level stays if it has the
//! same throughput. If the API rejects requests because of a rate limit, or many requests fail, the level decreases.
//! Times with free places are ignored, so a stream with few requests does not lower the level.
//! Not here: the order of requests (`gate`), the rate of requests (`pace`).

use std::time::Duration;

use tokio::time::Instant;

/// First level. If the maximum is not larger, nothing is adapted.
const FIRST: usize = 16;
/// Minimum increase of the throughput after a doubling.
const WORTH_DOUBLING: f64 = 1.2;
/// Minimum share of the possible increase in throughput after a smaller step.
const WORTH_MORE: f64 = 0.1;
/// Minimum share of the throughput that a lower level must keep.
const AS_MUCH: f64 = 0.97;
/// Responses that take this many times longer than the fastest are a sign of congestion.
const SLOWER: f64 = 1.5;
/// Share of failures that decreases the level.
const MANY: f64 = 0.1;
/// Rejections within this time of the first have the same cause.
const SAME_CAUSE: Duration = Duration::from_secs(1);
/// Factor on the number of requests that must be in flight.
const SPARE: f64 = 1.5;
/// Shortest duration of a measurement, except at the beginning.
const SHORTEST_ROUND: Duration = Duration::from_millis(250);
/// Time for which a level is held, at first and at most.
const HOLD: Duration = Duration::from_secs(2);
const LONGEST_HOLD: Duration = Duration::from_secs(30);

pub(super) struct ConcurrencyLevel {
    most: usize,
    now: usize,
    phase: Phase,
    round: Round,
    /// The current level, and its responses per second.
    base: (usize, f64),
    /// Mean duration of a response in the fastest measurement, in seconds.
    quickest: f64,
    hold: Duration,
    /// When the level last decreased.
    cut: Option<Instant>,
}

#[derive(Clone, Copy, PartialEq)]
enum Phase {
    Begin,
    Hold(Instant),
    /// Measures the reference for later steps.
    Base,
    More,
    Less,
}

/// Measurement of consecutive responses at one level.
#[derive(Default)]
struct Round {
    /// Responses that still belong to the previous level.
    skipped: usize,
    begun: Option<Instant>,
    good: usize,
    failed: usize,
    /// Responses that arrived while all places were in use.
    full: usize,
    took: Duration,
}

impl ConcurrencyLevel {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            now: most.min(FIRST),
            phase: Phase::Begin,
            round: Round::default(),
            base: (0, 0.0),
            quickest: f64::INFINITY,
            hold: HOLD,
            cut: None,
        }
    }

    #[cfg(test)]
    pub(super) fn fixed(level: usize) -> Self {
        let far = Instant::now() + Duration::from_secs(1_000_000);
        Self { now: level, phase: Phase::Hold(far), cut: Some(far), ..Self::new(level) }
    }

    pub(super) fn now(&self) -> usize {
        self.now
    }

    pub(super) fn most(&self) -> usize {
        self.most
    }

    /// Records the end of a request that was sent at `left`.
    pub(super) fn answered(&mut self, left: Instant, now: Instant, is_good: bool, is_full: bool) {
        if let Phase::Hold(until) = self.phase {
            if now < until {
                return;
            }
            (self.phase, self.round) = (Phase::Base, Round::default());
        }
        let round = &mut self.round;
        if round.skipped > 0 {
            round.skipped -= 1;
            round.begun = Some(now);
            return;
        }
        let begun = *round.begun.get_or_insert(left);
        round.took += now - left;
        round.full += usize::from(is_full);
        *if is_good { &mut round.good } else { &mut round.failed } += 1;
        let answers = round.good + round.failed;
        let (rounds, shortest) = if self.phase == Phase::Begin { (1, Duration::ZERO) } else { (4, SHORTEST_ROUND) };
        let time = now - begun;
        if answers < self.now * rounds || time <= shortest {
            return;
        }
        let round = std::mem::take(&mut self.round);
        self.round.begun = Some(now);
        if round.failed as f64 > answers as f64 * MANY {
            self.shrink(now, 1);
        } else if round.full * 5 >= answers * 4 {
            let mean = round.took.as_secs_f64() / answers as f64;
            self.quickest = self.quickest.min(mean);
            self.judge(round.good as f64 / time.as_secs_f64(), mean > self.quickest * SLOWER, now);
        }
    }

    /// Records a rate limit error of a request that was sent at `left`. Simultaneous errors count once. The level stays
    /// high enough for `rate` requests per second.
    pub(super) fn refused(&mut self, left: Instant, now: Instant, rate: f64) {
        if self.cut.is_none_or(|cut| left >= cut && now - cut >= SAME_CAUSE) {
            let needed = if self.quickest.is_finite() { (rate * self.quickest * SPARE).ceil() as usize } else { 1 };
            self.shrink(now, needed + 1);
        }
    }

    fn judge(&mut self, rate: f64, is_slow: bool, now: Instant) {
        let (level, before) = self.base;
        match self.phase {
            Phase::Begin if rate > before * WORTH_DOUBLING => {
                self.base = (self.now, rate);
                if self.now < self.most { self.go(self.now * 2) } else { self.hold(now) }
            }
            // A lower level may have the same throughput.
            Phase::Begin => {
                self.phase = Phase::Base;
                self.go(level);
            }
            Phase::Base => {
                self.base = (self.now, rate);
                match (self.now < self.most, is_slow) {
                    (true, _) => self.try_level(Phase::More),
                    (false, true) => self.try_level(Phase::Less),
                    (false, false) => self.hold(now),
                }
            }
            Phase::More => {
                let more = (self.now - level) as f64 / level as f64;
                if rate > before * (1.0 + WORTH_MORE * more) {
                    self.base = (self.now, rate);
                    self.hold = HOLD;
                    if self.now < self.most { self.try_level(Phase::More) } else { self.hold(now) }
                } else {
                    self.go(level);
                    self.try_level(Phase::Less);
                }
            }
            // Compared with the best throughput on the way down, so that small losses do not add up.
            Phase::Less if rate >= before * AS_MUCH && self.now < level => {
                self.base = (self.now, rate.max(before));
                self.try_level(Phase::Less);
            }
            Phase::Less => {
                self.go(level);
                self.hold(now);
            }
            Phase::Hold(_) => {}
        }
    }

    fn try_level(&mut self, phase: Phase) {
        let level = if phase == Phase::More { self.now + self.now.div_ceil(4) } else { self.now - self.now / 5 };
        self.phase = phase;
        self.go(level);
    }

    fn go(&mut self, level: usize) {
        let before = std::mem::replace(&mut self.now, level.clamp(1, self.most));
        self.round = Round { skipped: before.max(self.now), ..Round::default() };
    }

    fn hold(&mut self, now: Instant) {
        self.phase = Phase::Hold(now + self.hold);
        self.hold = (self.hold * 2).min(LONGEST_HOLD);
    }

    fn shrink(&mut self, now: Instant, least: usize) {
        self.cut = Some(now);
        self.go((self.now * 3 / 4).max(least.min(self.now)));
        self.base = (self.now, 0.0);
        self.hold = HOLD;
        self.hold(now);
    }
}
