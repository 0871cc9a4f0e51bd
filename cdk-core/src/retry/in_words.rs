//! Moments and durations as text for messages.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp, Unit};

/// The moment rounded down to seconds.
pub(crate) fn in_seconds(at: Timestamp) -> Timestamp {
    at.round(Unit::Second).unwrap_or(at)
}

/// The duration as text, as in `1h 30m`.
pub(crate) fn in_words(time: Duration) -> String {
    SignedDuration::try_from(time).map_or_else(|_| format!("{} s", time.as_secs()), |time| format!("{time:#}"))
}
