//! Moments and lengths of time in words.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp, Unit};

/// A moment, to the second.
pub(crate) fn in_seconds(at: Timestamp) -> Timestamp {
    at.round(Unit::Second).unwrap_or(at)
}

/// `1h 30m`
pub(crate) fn in_words(time: Duration) -> String {
    SignedDuration::try_from(time).map_or_else(|_| format!("{} s", time.as_secs()), |time| format!("{time:#}"))
}
