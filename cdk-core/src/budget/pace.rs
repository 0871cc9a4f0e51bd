//! Pace: how often requests leave, found by refusals: for an API whose limits nobody declared.
//!
//! In: good answers, and refusals for too many requests. Out: when the next request may leave.
//! Without a refusal nothing is held back. The first one holds the requests to a little less than what the API took just then;
//! from there they grow, slowly at first, until the next refusal.
//! Each stream that is read has a pace of its own: limits of one endpoint are no matter of the others, and those that share a
//! limit come to share it.
//! Not here: limits that are declared or told in headers (`limit`).

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// What the API takes is measured over this time.
const WINDOW: Duration = Duration::from_secs(2);
/// Measured over less, it says too much: a limit a second shows after a second.
const LEAST_TIME: Duration = Duration::from_secs(1);
/// What is left of the rate; and where that was measured over too short a time.
const NEAR: f64 = 0.95;
const FAR: f64 = 0.7;
/// A first refusal says nothing of a rate where so few answers came before.
const FEW: usize = 8;
/// No refusal takes more than that.
const LEAST_SHARE: f64 = 0.5;
const LEAST_RATE: f64 = 0.2;
/// It grows after this time.
const HOLD: Duration = Duration::from_secs(2);
/// What has grown so much is no limit any more.
const FORGOTTEN: f64 = 10.0;
/// Clocks go in milliseconds: what is late is caught up.
const LATE: Duration = Duration::from_millis(20);

#[derive(Default)]
pub(crate) struct Pace {
    /// Requests a second, and since when.
    found: Option<(f64, Instant)>,
    next: Option<Instant>,
    /// When a refusal was heeded last.
    refused: Option<Instant>,
    /// When the stream's first request left.
    begun: Option<Instant>,
    good: VecDeque<Instant>,
}

impl Pace {
    /// When the next request may leave, where not now.
    pub(super) fn ready(&self, now: Instant) -> Option<Instant> {
        self.next.filter(|next| *next > now)
    }

    /// A request leaves.
    pub(super) fn take(&mut self, now: Instant) {
        self.begun.get_or_insert(now);
        self.next = self.rate(now).map(|rate| {
            let from = now.checked_sub(LATE).unwrap_or(now);
            self.next.map_or(now, |next| next.max(from)) + Duration::from_secs_f64(1.0 / rate)
        });
    }

    /// Requests a second that are let pass, where that is limited.
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

    /// A request that left then was refused. One of those that were under way together counts; those of the same second say
    /// nothing new, since most limits are of a second, nor do those before the API takes a request again.
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
