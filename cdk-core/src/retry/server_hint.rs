//! Server hint: when the server allows the next attempt.
//!
//! Times of the server are compared with the server's own clock (`Date`), because it may differ from the local clock.

use std::time::Duration;

use http::HeaderMap;
use http::header::RETRY_AFTER;
use jiff::Timestamp;

use crate::http::Response;
use crate::http::quota::reset_after;
use crate::http::wait::waits;
use crate::http::{Quota, server_now};

/// The wait that a failed response requests.
///
/// `Retry-After` counts with any status. The reset of a quota counts with 429 unless requests are left, and with 403
/// and 503 only if none are left. A reset in the past is ignored.
pub(super) fn named_wait(response: &Response, now: Timestamp) -> Option<Duration> {
    wait_of(&response.headers, response.status, now)
}

/// The wait if the body reports a rate limit, with any status.
pub(super) fn limited_wait(response: &Response, now: Timestamp) -> Option<Duration> {
    wait_of(&response.headers, 429, now)
}

fn wait_of(headers: &HeaderMap, status: u16, now: Timestamp) -> Option<Duration> {
    let server = server_now(headers, now);
    let asked = waits(headers, RETRY_AFTER.as_str());
    // A date in the past is ignored.
    let asked = asked.into_iter().filter(|wait| !wait.is_over(server)).map(|wait| wait.left(server)).max();
    let quota = Quota::of(headers, now).filter(|quota| match status {
        429 => quota.left.is_none_or(|left| left <= 0.0),
        403 | 503 => quota.left.is_some_and(|left| left <= 0.0),
        _ => false,
    });
    match asked {
        // A reset is a moment for the whole quota, and is used only if the header is a wait (`…-Reset-After`).
        Some(asked) => Some(asked.max(quota.and_then(|_| reset_after(headers, server)).unwrap_or_default())),
        None => quota?.reset.filter(|wait| !wait.is_zero()),
    }
}

/// Whether the response is a rate limit: 429, or 403 with a wait or a quota that is used up.
///
/// Source: GitHub's documentation on its rate limits, which use 403 or 429.
pub(super) fn is_rate_limit(response: &Response) -> bool {
    match response.status {
        429 => true,
        403 => {
            let headers = &response.headers;
            headers.contains_key(RETRY_AFTER)
                // The number left does not depend on the time.
                || Quota::of(headers, Timestamp::UNIX_EPOCH).and_then(|quota| quota.left).is_some_and(|left| left <= 0.0)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    /// 2024-01-31T12:00:00Z. In tests with the header `DATE` the server's clock is one hour ahead.
    const NOW: i64 = 1_706_702_400;
    const DATE: (&str, &str) = ("date", "Wed, 31 Jan 2024 13:00:00 GMT");

    fn response(status: u16, headers: &[(&'static str, &'static str)]) -> Response {
        let headers =
            headers.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        Response { status, headers: headers.collect(), body: Vec::new() }
    }

    fn wait(status: u16, headers: &[(&'static str, &'static str)]) -> Option<f64> {
        let now = Timestamp::from_second(NOW).unwrap();
        named_wait(&response(status, headers), now).map(|wait| wait.as_secs_f64())
    }

    #[test]
    fn retry_after_takes_seconds_and_dates() {
        for (value, want) in [
            ("7", Some(7.0)),
            ("0", Some(0.0)),
            ("0.2", Some(1.0)),
            ("Wed, 31 Jan 2024 12:00:30 GMT", Some(30.0)),
            ("Wed, 31 Jan 2024 11:59:00 GMT", None),
            ("9223372036854775807", Some(366.0 * 86_400.0)),
            ("-1", None),
            ("soon", None),
            ("1e300", None),
            ("nan", None),
            ("50, 53", Some(53.0)),
            ("3s", Some(3.0)),
            ("3 seconds", Some(3.0)),
            ("PT3S", Some(3.0)),
            ("2024-01-31T12:00:30Z", Some(30.0)),
            ("2024-01-31T11:00:00Z", None),
            ("Wed, 31 Jan 2024 11:59:00 GMT, 5", Some(5.0)),
        ] {
            assert_eq!(wait(503, &[("retry-after", value)]), want, "{value}");
        }
        assert_eq!(wait(503, &[("retry-after", "50"), ("retry-after", "53"), ("retry-after", "9")]), Some(53.0));
    }

    #[test]
    fn of_the_waits_that_are_named_as_such_the_longest_counts() {
        let (after, retry) = (("x-ratelimit-reset-after", "7.2"), ("retry-after", "5"));
        assert_eq!(wait(429, &[after]), Some(8.0));
        assert_eq!(wait(429, &[after, retry]), Some(8.0));
        assert_eq!(wait(429, &[("x-ratelimit-reset-after", "2"), retry]), Some(5.0));
        assert_eq!(wait(429, &[("x-ratelimit-reset-after", "2"), ("x-ratelimit-reset-after", "9")]), Some(9.0));
        assert_eq!(wait(429, &[after, ("x-ratelimit-reset", "1706702403")]), Some(8.0));
        // Requests are left, so the quota is not the reason.
        assert_eq!(wait(429, &[after, retry, ("x-ratelimit-remaining", "3")]), Some(5.0));
        assert_eq!(wait(503, &[after]), None);
        assert_eq!(wait(503, &[after, ("x-ratelimit-remaining", "0")]), Some(8.0));
    }

    #[test]
    fn a_reset_is_a_delta_or_a_date_by_its_size() {
        for (value, want) in [
            ("30", Some(30.0)),
            ("1706702430", Some(30.0)),
            ("1706702430.5", Some(30.5)),
            ("1706702430500", Some(30.5)),
            ("2024-01-31T12:00:30Z", Some(30.0)),
            ("Wed, 31 Jan 2024 12:00:30 GMT", Some(30.0)),
            // A time in the past is ignored: the schedule decides.
            ("0", None),
            ("1706702000", None),
            ("later", None),
        ] {
            for name in ["ratelimit-reset", "x-ratelimit-reset", "x-rate-limit-reset"] {
                assert_eq!(wait(429, &[(name, value)]), want, "{name}: {value}");
            }
        }
    }

    #[test]
    fn dates_are_compared_with_the_servers_own_clock() {
        let date = "Wed, 31 Jan 2024 13:00:30 GMT";
        assert_eq!(wait(429, &[("retry-after", date), DATE]), Some(30.0));
        assert_eq!(wait(429, &[("x-ratelimit-reset", "1706706030"), DATE]), Some(30.0));
        assert_eq!(wait(429, &[("x-ratelimit-reset", "30"), DATE]), Some(30.0));
        assert_eq!(wait(429, &[("retry-after", date), ("date", "no date")]), Some(3630.0));
    }

    #[test]
    fn the_drafts_of_the_ietf_are_read_in_both_forms() {
        for (value, want) in [
            ("limit=100, remaining=0, reset=50", Some(50.0)),
            ("limit=100;w=60, remaining=7, reset=50", None),
            (r#""default";r=0;t=30"#, Some(30.0)),
            (r#""default";r=5;t=30"#, None),
            (r#""second";r=9;t=1, "hour";r=0;t=600, "day";r=0;t=7000"#, Some(7000.0)),
            (r#""default";t=30"#, Some(30.0)),
            ("nonsense", None),
            ("", None),
        ] {
            assert_eq!(wait(429, &[("ratelimit", value)]), want, "{value}");
        }
    }

    #[test]
    fn a_quotas_reset_counts_only_where_the_quota_refuses() {
        let reset = ("x-ratelimit-reset", "30");
        let left = |left| ("x-ratelimit-remaining", left);
        for (status, headers, want) in [
            (429, vec![reset, left("0")], Some(30.0)),
            (429, vec![reset, left("57")], None),
            (503, vec![reset, left("0")], Some(30.0)),
            (503, vec![reset], None),
            (403, vec![reset, left("0")], Some(30.0)),
            (403, vec![reset, left("57")], None),
            (500, vec![reset, left("0")], None),
            (429, vec![reset, ("retry-after", "5")], Some(5.0)),
        ] {
            assert_eq!(wait(status, &headers), want, "{status} {headers:?}");
        }
    }

    fn is_limit(status: u16, headers: &[(&'static str, &'static str)]) -> bool {
        is_rate_limit(&response(status, headers))
    }

    #[test]
    fn a_403_of_a_quota_is_a_rate_limit() {
        assert!(is_limit(429, &[]));
        assert!(is_limit(403, &[("x-ratelimit-remaining", "0")]));
        assert!(is_limit(403, &[("retry-after", "60")]));
        assert!(!is_limit(403, &[("x-ratelimit-remaining", "1")]));
        assert!(!is_limit(403, &[]));
        assert!(!is_limit(503, &[("retry-after", "60")]));
    }
}
