//! Window: one rate. In any period of its duration, at most its number of requests is sent.
//!
//! In: when a request is sent, and when its response arrives. Out: when the next request may be sent.
//! A server counts a request at some time between the two. The window assumes the time of the response, minus the
//! shortest response time that was measured. So slow first connections cannot move requests into the next period, and a
//! slow API costs no throughput. Requests in flight count as used.
//! Memory: at most 1,000 entries. Requests within a thousandth of the period share one entry.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::rate::Rate;

/// Tolerance for clocks and networks, as a share of the period.
const MARGIN: u32 = 100;
/// Maximum of the tolerance: delays of a network do not grow with the period.
const MOST_MARGIN: Duration = Duration::from_millis(100);
/// Requests within this share of the period share one entry.
const GRAIN: u32 = 1_000;
/// Responses before the shortest time is used: the first ones include the time to connect.
const FIRST_ANSWERS: u32 = 32;

/// When a request may be sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Ready {
    Now,
    At(Instant),
    /// When a response of a request in flight arrives.
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
    /// Weight of the requests in flight.
    pending: u64,
    /// Responses.
    counted: VecDeque<CountedRequests>,
    counted_weight: u64,
    answers: u32,
    quickest: Duration,
    bucket: Option<Bucket>,
}

/// Responses at about the same time.
#[derive(Clone, Copy)]
struct CountedRequests {
    first: Instant,
    last: Instant,
    weight: u64,
}

/// The burst, and the even distances of further requests: a bucket that fills at the rate.
struct Bucket {
    burst: u32,
    /// When the bucket is full.
    full_at: Option<Instant>,
    /// How much later than they were sent requests were counted since the bucket was full.
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

    /// The rate as text.
    pub(super) fn text(&self) -> &str {
        &self.rate.text
    }

    /// The minimum time between the counting of a request and its response.
    fn ahead(&self) -> Duration {
        if self.answers > FIRST_ANSWERS { self.quickest } else { Duration::ZERO }
    }

    /// When the responses of this time do not count any more.
    fn free_at(&self, answered: Instant) -> Instant {
        let margin = (self.rate.period / MARGIN).min(MOST_MARGIN);
        let at = answered + self.rate.period + margin;
        at.checked_sub(self.ahead()).unwrap_or(at)
    }

    /// The time between two requests that are sent evenly.
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
        // With `weight` taken, the bucket must be full again within the time that all of it takes.
        let all = self.step() * *burst;
        let at = (*full_at + self.step() * weight).checked_sub(all).unwrap_or(now);
        if at <= now { Ready::Now } else { Ready::At(at) }
    }

    /// A request is sent.
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

    /// The response has arrived, or none will.
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
