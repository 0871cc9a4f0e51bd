//! One rate, held: never more requests in any time of its length than it says, wherever that time begins.
//!
//! In: when a request leaves, when its answer came. Out: when the next one may leave.
//! A server counts a request somewhere between the two. It is taken as counted when the answer came, less the shortest time
//! that any answer took once there were some: so slow first connections cannot push a window's requests into the next one,
//! and an API that takes its time costs nothing. What is not answered yet is held against the rate.
//! Memory: at most a thousand entries; those of a thousandth of the period are one.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::rate::Rate;

/// The share of the period that clocks and networks may differ by.
const MARGIN: u32 = 100;
/// But no more than this: what differs is a network's whim, which knows no periods.
const MOST_MARGIN: Duration = Duration::from_millis(100);
/// Entries of such a share of the period are one.
const GRAIN: u32 = 1_000;
/// Answers before the shortest time is believed: the first ones wait for their connections.
const FIRST_ANSWERS: u32 = 32;

/// When a request may leave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Ready {
    Now,
    At(Instant),
    /// When an answer comes that is under way.
    OnAnswer,
}

impl Ready {
    /// The later of both.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::OnAnswer, _) | (_, Self::OnAnswer) => Self::OnAnswer,
            (Self::At(one), Self::At(other)) => Self::At(one.max(other)),
            (Self::At(at), Self::Now) | (Self::Now, Self::At(at)) => Self::At(at),
            (Self::Now, Self::Now) => Self::Now,
        }
    }
}

pub(super) struct RateWindow {
    rate: Rate,
    /// Weight of what is under way.
    pending: u64,
    /// What was answered.
    counted: VecDeque<CountedRequests>,
    counted_weight: u64,
    answers: u32,
    quickest: Duration,
    bucket: Option<Bucket>,
}

/// What was answered at about the same time.
#[derive(Clone, Copy)]
struct CountedRequests {
    first: Instant,
    last: Instant,
    weight: u64,
}

/// What may leave at once, and the even distances of the rest: a bucket that fills at the rate.
struct Bucket {
    burst: u32,
    /// When it is full again.
    full_at: Option<Instant>,
    /// How much later than they left requests were counted since it was full.
    delay: Duration,
}

impl RateWindow {
    pub(super) fn new(rate: Rate, burst: Option<u32>) -> Self {
        let burst = burst.filter(|burst| *burst < rate.limit);
        let bucket = burst.map(|burst| Bucket { burst, full_at: None, delay: Duration::ZERO });
        Self {
            rate,
            pending: 0,
            counted: VecDeque::new(),
            counted_weight: 0,
            answers: 0,
            quickest: Duration::MAX,
            bucket,
        }
    }

    /// The rate in words.
    pub(super) fn text(&self) -> &str {
        &self.rate.text
    }

    /// How long before its answer a request was counted, at the earliest.
    fn ahead(&self) -> Duration {
        if self.answers > FIRST_ANSWERS { self.quickest } else { Duration::ZERO }
    }

    /// When what was answered then does not count any more.
    fn free_at(&self, answered: Instant) -> Instant {
        let margin = (self.rate.period / MARGIN).min(MOST_MARGIN);
        let at = answered + self.rate.period + margin;
        at.checked_sub(self.ahead()).unwrap_or(at)
    }

    /// Between two requests, where they leave evenly.
    fn step(&self) -> Duration {
        self.rate.period.div_f64(f64::from(self.rate.limit))
    }

    pub(super) fn ready(&mut self, now: Instant, weight: u32) -> Ready {
        while let Some(counted) = self.counted.front().copied()
            && self.free_at(counted.last) <= now
        {
            self.counted_weight -= counted.weight;
            self.counted.pop_front();
        }
        self.has_room(weight).and(self.has_tokens(now, weight))
    }

    fn has_room(&self, weight: u32) -> Ready {
        let limit = u64::from(self.rate.limit);
        let mut used = self.pending + self.counted_weight + u64::from(weight);
        if used <= limit {
            return Ready::Now;
        }
        for counted in &self.counted {
            used -= counted.weight;
            if used <= limit {
                return Ready::At(self.free_at(counted.last));
            }
        }
        Ready::OnAnswer
    }

    fn has_tokens(&self, now: Instant, weight: u32) -> Ready {
        let Some(Bucket { burst, full_at: Some(full_at), .. }) = &self.bucket else { return Ready::Now };
        // With `weight` taken, it must be full again within the time that the whole of it takes.
        let all = self.step() * *burst;
        let at = (*full_at + self.step() * weight).checked_sub(all).unwrap_or(now);
        if at <= now { Ready::Now } else { Ready::At(at) }
    }

    /// A request leaves.
    pub(super) fn take(&mut self, now: Instant, weight: u32) {
        self.pending += u64::from(weight);
        let taken = self.step() * weight;
        if let Some(bucket) = &mut self.bucket {
            let full_at = bucket.full_at.filter(|at| *at > now);
            if full_at.is_none() {
                bucket.delay = Duration::ZERO;
            }
            bucket.full_at = Some(full_at.unwrap_or(now) + taken);
        }
    }

    /// Its answer is there, or none will come.
    pub(super) fn answered(&mut self, left: Instant, now: Instant, weight: u32) {
        let took = now - left;
        self.answers = self.answers.saturating_add(1);
        self.quickest = self.quickest.min(took);
        let delay = took.saturating_sub(self.ahead());
        self.pending -= u64::from(weight);
        self.counted_weight += u64::from(weight);
        let weight = u64::from(weight);
        match self.counted.back_mut().filter(|counted| now - counted.first < self.rate.period / GRAIN) {
            Some(counted) => *counted = CountedRequests { last: now, weight: counted.weight + weight, ..*counted },
            None => self.counted.push_back(CountedRequests { first: now, last: now, weight }),
        }
        if let Some(bucket) = &mut self.bucket
            && delay > bucket.delay
        {
            bucket.full_at = bucket.full_at.map(|at| at + (delay - bucket.delay));
            bucket.delay = delay;
        }
    }
}
