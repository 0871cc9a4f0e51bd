//! Level: the number of requests in flight, adapted to the measured throughput.
//!
//! In: responses, and whether all places were taken. Out: the level, from 1 to the declared maximum.
//! The level begins at [`FIRST`] and doubles while that brings more responses per second. Then it stays, and from time
//! to time tries a quarter more, or a fifth less if responses have become slower. A lower level stays if it brings as
//! much. The level falls if the API refuses requests or many requests fail.
//! A period with free places changes nothing, because the run did not need the level.
//! Not here: which request may pass (`gate`), how often (`pace`).

use std::time::Duration;

use tokio::time::Instant;

/// The first level. If the declared maximum is lower, there is nothing to adapt.
const FIRST: usize = 16;
/// The throughput that a doubled level must bring at the start.
const WORTH_DOUBLING: f64 = 1.2;
/// The share of the possible gain that a higher level must bring.
const WORTH_MORE: f64 = 0.1;
/// The throughput that a lower level must keep.
const AS_MUCH: f64 = 0.97;
/// If responses take this much longer than the fastest ones, requests wait for each other.
const SLOWER: f64 = 1.5;
/// The share of failures at which the level falls.
const MANY: f64 = 0.1;
/// Refusals within this time after the first one have the same cause.
const SAME_CAUSE: Duration = Duration::from_secs(1);
/// Factor for the requests in flight that a rate needs.
const SPARE: f64 = 1.5;
/// Minimum duration of a round, except at the start.
const SHORTEST_ROUND: Duration = Duration::from_millis(250);
/// How long the level stays, at first and at most.
const HOLD: Duration = Duration::from_secs(2);
const LONGEST_HOLD: Duration = Duration::from_secs(30);

pub(super) struct ConcurrencyLevel {
    most: usize,
    now: usize,
    phase: Phase,
    round: Round,
    /// The current level, and its responses per second.
    base: (usize, f64),
    /// The mean response time of the fastest round, in seconds.
    quickest: f64,
    hold: Duration,
    /// When the level fell last.
    cut: Option<Instant>,
}

#[derive(Clone, Copy, PartialEq)]
enum Phase {
    Begin,
    Hold(Instant),
    /// Measures the throughput for comparison.
    Base,
    More,
    Less,
}

/// Responses in a row at one level.
#[derive(Default)]
struct Round {
    /// Responses that still belong to the level before.
    skipped: usize,
    begun: Option<Instant>,
    good: usize,
    failed: usize,
    /// Responses that arrived while all places were taken.
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

    /// A request that was sent at this time has ended.
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

    /// The API refused a request that was sent at this time, because there were too many. Of the requests in flight
    /// together, one refusal counts. The level does not fall below what `rate` requests per second need.
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
            // A lower level may bring as much.
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
            // Compared with the best on the way down, so that small losses do not add up.
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
