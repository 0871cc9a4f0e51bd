//! A quota that the API tells of in its answers, followed.
//!
//! In: when requests leave, and what the headers of each answer say is left. Out: when the next one may leave.
//! Before anything is known, and once the quota begins anew, one request goes ahead and asks. At full speed while at least half
//! is left; then the rest is spread evenly over the rest of the time. What is under way is held against what is left, so the
//! quota is never overrun by this run.
//! Resets are told in whole seconds, rounded up or down: of those that are told of one window the earliest is taken, and what
//! is used up waits a second longer than it says. So nothing is left over, and nothing asked for too early.
//! Of two answers the one whose request left after the other had come knows better; where they crossed, the smaller counts.

use std::time::Duration;

use tokio::time::Instant;

use super::report::QuotaReport;
use super::window::Ready;

/// Resets that differ by no more than this are of one window: many are told in whole seconds.
const SAME_RESET: Duration = Duration::from_secs(2);
/// A reset in whole seconds may lie so much later than it says.
const ROUNDED: Duration = Duration::from_secs(1);
/// The share of the quota that is used at full speed.
const AT_FULL_SPEED: f64 = 0.5;

#[derive(Default)]
pub(super) struct Learned {
    known: KnownQuota,
    /// Weight of what is under way.
    under_way: f64,
    /// When a request left last.
    last: Option<Instant>,
}

#[derive(Default)]
enum KnownQuota {
    #[default]
    Nothing,
    /// The API tells of no quota, or of a part of one only.
    NoQuota,
    Quota(RemainingQuota),
}

#[derive(Clone, Copy)]
struct RemainingQuota {
    requests: f64,
    reset: Instant,
    /// All that the quota has, as far as that was seen.
    most: f64,
    /// When it was told.
    told: Instant,
}

impl Learned {
    pub(super) fn ready(&self, now: Instant, weight: u32) -> Ready {
        let asks = || if self.under_way > 0.0 { Ready::OnAnswer } else { Ready::Now };
        let left = match &self.known {
            KnownQuota::Nothing => return asks(),
            KnownQuota::NoQuota => return Ready::Now,
            KnownQuota::Quota(left) => left,
        };
        let weight = f64::from(weight);
        if left.requests < weight {
            // Nothing would come of it before.
            let at = left.reset + ROUNDED;
            return if at <= now { asks() } else { Ready::At(at) };
        }
        let free = left.requests - self.under_way;
        if free < weight {
            return Ready::OnAnswer;
        }
        if left.requests > left.most * AT_FULL_SPEED || left.reset <= now {
            return Ready::Now;
        }
        let step = (left.reset - now).div_f64((free / weight).max(1.0));
        match self.last.map(|last| last + step).filter(|at| *at > now) {
            Some(at) => Ready::At(at),
            None => Ready::Now,
        }
    }

    pub(super) fn take(&mut self, now: Instant, weight: u32) {
        self.under_way += f64::from(weight);
        self.last = Some(now);
    }

    /// The request that left then is over; `answer` is what was told of the quota, where an answer came.
    pub(super) fn answered(&mut self, sent: Instant, now: Instant, weight: u32, answer: Option<QuotaReport<'_>>) {
        self.under_way = (self.under_way - f64::from(weight)).max(0.0);
        let quota = answer.and_then(|told| told.quota);
        let told = quota.and_then(|quota| Some((quota.left?, quota.limit, now + quota.reset?)));
        let told = match answer.and_then(|told| told.refused) {
            Some(wait) => Some((0.0, told.and_then(|(_, limit, _)| limit), now + wait)),
            None => told,
        };
        let Some((requests, limit, reset)) = told else {
            match &mut self.known {
                KnownQuota::Quota(left) if answer.is_some() && left.reset + ROUNDED <= now => {
                    self.known = KnownQuota::NoQuota
                }
                // It may have been counted all the same.
                KnownQuota::Quota(left) => left.requests -= f64::from(weight),
                KnownQuota::Nothing if answer.is_some() => self.known = KnownQuota::NoQuota,
                KnownQuota::Nothing | KnownQuota::NoQuota => {}
            }
            return;
        };
        let requests = requests.max(0.0);
        let before = match self.known {
            KnownQuota::Quota(left) => Some(left),
            KnownQuota::Nothing | KnownQuota::NoQuota => None,
        };
        let seen = limit.unwrap_or(requests);
        let new = RemainingQuota { requests, reset, most: seen, told: now };
        self.known = KnownQuota::Quota(match before {
            // It speaks of the window before, where the answers crossed; else of another, shorter one, or puts right what was told.
            Some(before) if reset + SAME_RESET < before.reset && sent < before.told => before,
            Some(before) if reset + SAME_RESET < before.reset => RemainingQuota { most: seen.max(before.most), ..new },
            Some(before) if reset > before.reset + SAME_RESET => new,
            Some(before) if sent >= before.told && requests > before.requests => new,
            Some(before) => {
                let most = limit.unwrap_or(before.most.max(requests));
                let reset = reset.min(before.reset);
                let is_newer = sent >= before.told;
                let requests = if is_newer { requests } else { requests.min(before.requests) };
                RemainingQuota { requests, reset, most, told: if is_newer { now } else { before.told } }
            }
            None => new,
        });
    }
}
