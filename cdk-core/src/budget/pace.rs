//! Pace: adapts the rate of requests to rate limit errors, for an API without declared limits.
//!
//! In: successful responses, and rate limit errors. Out: when the next request may be sent.
//! Without an error the rate is unlimited. The first error limits it to a little less than the measured rate. From
//! there it grows, slowly at first, until the next error.
//! Each stream has its own pace, because the limit of one endpoint does not concern the others. Streams that share a
//! limit converge to a shared rate.
//! Not here: limits that are declared or reported in headers (`limit`).

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// Time over which the rate is measured.
const WINDOW: Duration = Duration::from_secs(2);
/// Shortest time of a measurement: a limit per second only shows after one second.
const LEAST_TIME: Duration = Duration::from_secs(1);
/// Factor on the rate after an error, and the factor if the measurement was too short.
const NEAR: f64 = 0.95;
const FAR: f64 = 0.7;
/// A first error does not limit the rate if fewer successful responses came before it.
const FEW: usize = 8;
/// Lower limits of a decrease: share of the previous rate, and requests per second.
const LEAST_SHARE: f64 = 0.5;
const LEAST_RATE: f64 = 0.2;
/// Time after which the rate grows again.
const HOLD: Duration = Duration::from_secs(2);
/// Growth factor after which the limit is removed.
const FORGOTTEN: f64 = 10.0;
/// Timers have a resolution of milliseconds: a request that is late up to this time is caught up.
const LATE: Duration = Duration::from_millis(20);

#[derive(Default)]
pub(crate) struct Pace {
    /// Requests per second, and since when.
    found: Option<(f64, Instant)>,
    next: Option<Instant>,
    /// When an error last decreased the rate.
    refused: Option<Instant>,
    /// When the stream's first request was sent.
    begun: Option<Instant>,
    good: VecDeque<Instant>,
}

impl Pace {
    /// When the next request may be sent; `None` if it may be sent now.
    pub(super) fn ready(&self, now: Instant) -> Option<Instant> {
        self.next.filter(|next| *next > now)
    }

    /// Records that a request is sent.
    pub(super) fn take(&mut self, now: Instant) {
        self.begun.get_or_insert(now);
        self.next = self.rate(now).map(|rate| {
            let from = now.checked_sub(LATE).unwrap_or(now);
            self.next.map_or(now, |next| next.max(from)) + Duration::from_secs_f64(1.0 / rate)
        });
    }

    /// Requests per second; `None` without a limit.
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

    /// Records a rate limit error of a request that was sent at `left`.
    ///
    /// Simultaneous errors count once, and so do errors within one second, because most limits are per second. Errors
    /// before the next success are ignored.
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
