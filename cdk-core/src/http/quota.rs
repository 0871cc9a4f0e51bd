//! Quota: reads the rate limit headers of a response.
//!
//! In: headers. Out: the number of requests left, the total, and the time until the reset.
//! Times of the server are compared with the server's own clock (`Date`), because it may differ from the local clock.
//! Not here: the reaction to a quota (see `retry::server_hint` and `budget::learned`).

use std::time::Duration;

use http::HeaderMap;
use jiff::Timestamp;

use super::server_clock::server_now;
use super::wait::{Named, longest};

/// Names of the headers for reset, requests left, total, and time until the reset: the IETF draft, the older convention
/// (GitHub, Discord), and Okta's and others'.
const NAMES: [[&str; 4]; 3] = [
    ["ratelimit-reset", "ratelimit-remaining", "ratelimit-limit", "ratelimit-reset-after"],
    ["x-ratelimit-reset", "x-ratelimit-remaining", "x-ratelimit-limit", "x-ratelimit-reset-after"],
    ["x-rate-limit-reset", "x-rate-limit-remaining", "x-rate-limit-limit", "x-rate-limit-reset-after"],
];

/// The quota that a response reports.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Quota {
    pub(crate) left: Option<f64>,
    pub(crate) limit: Option<f64>,
    /// Time until the reset; zero if it has passed. The longest of several.
    pub(crate) reset: Option<Duration>,
}

impl Quota {
    /// The quota of the headers. Of several, the one that is used up first.
    pub(crate) fn of(headers: &HeaderMap, now: Timestamp) -> Option<Self> {
        let now = server_now(headers, now);
        text(headers, "ratelimit").and_then(|value| structured(value, now)).or_else(|| {
            NAMES.iter().find_map(|names| {
                let [reset, left, limit, after] = names.map(|name| text(headers, name));
                (reset.is_some() || left.is_some() || after.is_some()).then(|| Self {
                    left: left.and_then(number),
                    limit: limit.and_then(|limit| number(limit.split([',', ';']).next()?)),
                    reset: [names[0], names[3]].into_iter().filter_map(|name| longest(headers, name, now)).max(),
                })
            })
        })
    }

    /// Requests per second that it allows from now on.
    fn pace(&self) -> f64 {
        let seconds = self.reset.unwrap_or_default().as_secs_f64().max(1.0);
        self.left.unwrap_or(f64::MAX) / seconds
    }
}

/// The longest time until a reset in the headers that name a duration (`X-RateLimit-Reset-After`).
pub(crate) fn reset_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    NAMES.iter().filter_map(|names| longest(headers, names[3], now)).max()
}

pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// Reads `RateLimit`: the current form (`"hour";r=0;t=30`, one item per quota), or that of the drafts up to 7
/// (`limit=100, remaining=0, reset=30`).
///
/// Source: draft-ietf-httpapi-ratelimit-headers, -07 §3 and -10 §4.
fn structured(value: &str, now: Timestamp) -> Option<Quota> {
    let items: Vec<Quota> = value.split(',').map(|text| item(text, now)).collect();
    let is_of_drafts = items.iter().all(|item| item.left.is_none() || item.reset.is_none());
    if is_of_drafts && items.len() > 1 {
        return Some(Quota {
            left: items.iter().find_map(|item| item.left),
            limit: items.iter().find_map(|item| item.limit),
            reset: items.iter().find_map(|item| item.reset),
        });
    }
    let soonest = |one: &&Quota, other: &&Quota| one.pace().total_cmp(&other.pace()).then(other.reset.cmp(&one.reset));
    items.iter().min_by(soonest).copied().filter(|quota| *quota != Quota::default())
}

/// The parameters of one item.
fn item(text: &str, now: Timestamp) -> Quota {
    let mut quota = Quota::default();
    for (name, value) in text.split(';').filter_map(|part| part.split_once('=')) {
        match name.trim() {
            "r" | "remaining" => quota.left = number(value),
            "t" | "reset" => quota.reset = until_reset(value.trim(), now),
            "limit" => quota.limit = number(value),
            _ => {}
        }
    }
    quota
}

/// Time until a reset: a duration or an epoch time, distinguished by the size of the number, or a date.
fn until_reset(value: &str, now: Timestamp) -> Option<Duration> {
    Named::parse(value).map(|reset| reset.left(now))
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    fn quota(headers: &[(&'static str, &'static str)]) -> Option<(Option<f64>, Option<f64>, Option<f64>)> {
        let headers =
            headers.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        let now = Timestamp::from_second(1_706_702_400).unwrap();
        let quota = Quota::of(&headers.collect(), now)?;
        Some((quota.left, quota.limit, quota.reset.map(|reset| reset.as_secs_f64())))
    }

    #[test]
    fn a_quota_is_read_in_each_of_its_spellings() {
        let want = Some((Some(7.0), Some(100.0), Some(30.0)));
        for names in NAMES {
            let [reset, left, limit, after] = names;
            assert_eq!(quota(&[(reset, "30"), (left, "7"), (limit, "100, 100;w=60")]), want);
            assert_eq!(quota(&[(after, "29.3"), (left, "7"), (limit, "100")]), want);
            assert_eq!(quota(&[(reset, "1706702410"), (after, "30"), (left, "7"), (limit, "100")]), want);
            assert_eq!(quota(&[(reset, "1706702430"), (left, " 7 "), (limit, "100")]), want);
        }
        assert_eq!(quota(&[("ratelimit", "limit=100, remaining=7, reset=30")]), want);
        assert_eq!(quota(&[("ratelimit", r#""default";r=7;t=30"#)]), Some((Some(7.0), None, Some(30.0))));
    }

    #[test]
    fn of_several_the_one_counts_that_is_used_up_soonest() {
        let of = |value| quota(&[("ratelimit", value)]).unwrap();
        assert_eq!(of(r#""second";r=9;t=1, "hour";r=500;t=600"#), (Some(500.0), None, Some(600.0)));
        assert_eq!(of(r#""second";r=0;t=1, "hour";r=500;t=600"#), (Some(0.0), None, Some(1.0)));
        assert_eq!(of(r#""second";r=0;t=1, "hour";r=0;t=600"#), (Some(0.0), None, Some(600.0)));
    }

    #[test]
    fn what_says_nothing_is_no_quota() {
        for headers in [&[][..], &[("x-ratelimit-limit", "100")], &[("ratelimit", "nonsense")], &[("ratelimit", "")]] {
            assert_eq!(quota(headers), None, "{headers:?}");
        }
        assert_eq!(
            quota(&[("x-ratelimit-remaining", "many"), ("x-ratelimit-reset", "1e400")]),
            Some((None, None, None))
        );
    }
}
