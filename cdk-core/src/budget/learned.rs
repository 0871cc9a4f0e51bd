//! Learned quota: the rate limit that the API reports in its response headers.
//!
//! In: the times of requests, and the remaining quota in the headers of each response. Out: when the next request may
//! be sent.
//! While nothing is known, and when the quota is reset, one request is sent alone. While at least half of the quota is
//! left, requests are sent at full speed. Then the rest is spread evenly over the remaining time. Requests in flight
//! count as used, so this run never exceeds the quota.
//! Resets are reported in whole seconds, rounded up or down. Of several resets of one window, the earliest counts. If
//! the quota is used up, the next request waits one second longer than reported.
//! A response is newer than another one if its request was sent after the other response arrived. Otherwise the smaller
//! remaining quota counts.

use std::time::Duration;

use tokio::time::Instant;

use super::report::QuotaReport;
use super::window::Ready;

/// Two resets with at most this difference belong to one window, because many APIs report whole seconds.
const SAME_RESET: Duration = Duration::from_secs(2);
/// Maximum error of a reset in whole seconds.
const ROUNDED: Duration = Duration::from_secs(1);
/// Share of the quota that is used at full speed.
const AT_FULL_SPEED: f64 = 0.5;

#[derive(Default)]
pub(super) struct Learned {
    known: KnownQuota,
    /// Weight of the requests in flight.
    under_way: f64,
    /// When the last request was sent.
    last: Option<Instant>,
}

#[derive(Default)]
enum KnownQuota {
    #[default]
    Nothing,
    /// The API reports no quota, or only a part of one.
    NoQuota,
    Quota(RemainingQuota),
}

#[derive(Clone, Copy)]
struct RemainingQuota {
    requests: f64,
    reset: Instant,
    /// The largest quota seen.
    most: f64,
    /// When it was reported.
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
            // An earlier request would be refused.
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

    /// A request has ended. `answer`: the reported quota, if a response arrived.
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
                // The server may have counted the request.
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
            // The report is of the window before if the responses crossed; otherwise it is of a shorter window, or a
            // correction.
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
