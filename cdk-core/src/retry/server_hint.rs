//! What the server says about when to come back.

use std::time::Duration;

use http::HeaderMap;
use http::header::RETRY_AFTER;

/// The wait that `Retry-After` names in seconds (RFC 9110 §10.2.3); a fraction is rounded up.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds: f64 = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    (seconds.is_finite() && seconds >= 0.0).then(|| Duration::try_from_secs_f64(seconds.ceil()).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_takes_seconds_and_nothing_else() {
        let hint = |value: &'static str| {
            retry_after(&HeaderMap::from_iter([(RETRY_AFTER, http::HeaderValue::from_static(value))]))
        };

        assert_eq!(hint("7"), Some(Duration::from_secs(7)));
        assert_eq!(hint("0.2"), Some(Duration::from_secs(1)));
        assert_eq!(hint("-1"), None);
        assert_eq!(hint("soon"), None);
        assert_eq!(hint("1e300"), None);
    }
}
