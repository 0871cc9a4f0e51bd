//! Pace: the rate of requests for an API with unknown rate limits, found by its refusals.
//!
//! In: successes, and refusals because of too many requests. Out: when the next request may be sent.
//! Without a refusal, requests are not limited. After the first one, the rate is a little lower than the measured one. It
//! grows, slowly at first, until the next refusal.
//! Each stream has a separate pace, because a limit of one endpoint does not concern the others.
//! Not here: limits that are declared or reported in headers (`limit`).

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// The rate of the API is measured over this time.
const WINDOW: Duration = Duration::from_secs(2);
/// Minimum time of a measurement: a limit per second shows only after a second.
const LEAST_TIME: Duration = Duration::from_secs(1);
/// The share of the rate that remains after a refusal; the second one after a short measurement.
const NEAR: f64 = 0.95;
const FAR: f64 = 0.7;
/// A first refusal after fewer responses than this does not measure a rate.
const FEW: usize = 8;
/// The largest reduction by one refusal.
const LEAST_SHARE: f64 = 0.5;
const LEAST_RATE: f64 = 0.2;
/// Time after which the rate grows.
const HOLD: Duration = Duration::from_secs(2);
/// A rate that has grown by this factor is not a limit any more.
const FORGOTTEN: f64 = 10.0;
/// Clocks have milliseconds: a delay of this size is made up for.
const LATE: Duration = Duration::from_millis(20);

#[derive(Default)]
pub(crate) struct Pace {
    /// Requests per second, and since when.
    found: Option<(f64, Instant)>,
    next: Option<Instant>,
    /// When the last refusal was counted.
    refused: Option<Instant>,
    /// When the first request of the stream was sent.
    begun: Option<Instant>,
    good: VecDeque<Instant>,
}

impl Pace {
    /// When the next request may be sent. `None`: now.
    pub(super) fn ready(&self, now: Instant) -> Option<Instant> {
        self.next.filter(|next| *next > now)
    }

    /// A request is sent.
    pub(super) fn take(&mut self, now: Instant) {
        self.begun.get_or_insert(now);
        self.next = self.rate(now).map(|rate| {
            let from = now.checked_sub(LATE).unwrap_or(now);
            self.next.map_or(now, |next| next.max(from)) + Duration::from_secs_f64(1.0 / rate)
        });
    }

    /// The limit in requests per second, if there is one.
    pub(crate) fn rate(&self, now: Instant) -> Option<f64> {
        let (rate, since) = self.found?;
        let time = (now - since).saturating_sub(HOLD).as_secs_f64();
        let grown = 1.0 + 0.02 * time + 0.01 * time * time;
        (grown < FORGOTTEN).then_some(rate * grown)
    }

    pub(super) fn answered(&mut self, now: Instant) {
        self.good.push_back(now);
        while self.good.front().is_some_and(|at| *at + WINDOW < now) {
            self.good.pop_front();
        }
    }

    /// A request that was sent at this time was refused. Of the requests in flight together, one refusal counts.
    /// Refusals in the same second, or before the API accepts a request again, count once.
    pub(super) fn refused(&mut self, left: Instant, now: Instant) {
        let has_taken = |heeded| self.good.back().is_some_and(|good| *good > heeded);
        if self.refused.is_some_and(|heeded| left < heeded || now - heeded < LEAST_TIME || !has_taken(heeded)) {
            return;
        }
        let is_first = self.refused.replace(now).is_none();
        self.answered(now);
        self.good.pop_back();
        if is_first && self.good.len() < FEW {
            return;
        }
        let time = now - self.begun.unwrap_or(now);
        let measured = self.good.len() as f64 / time.clamp(Duration::from_millis(1), WINDOW).as_secs_f64();
        let before = self.rate(now).unwrap_or(measured);
        let rate = if time < LEAST_TIME { before.min(measured) * FAR } else { (before * NEAR).min(measured) };
        let rate = rate.max(before * LEAST_SHARE).max(LEAST_RATE);
        self.found = Some((rate, now));
        self.next = Some(now + Duration::from_secs_f64(1.0 / rate));
    }
}
