//! Clock: moments by the run's clock.

use std::time::Duration;

use jiff::Timestamp;

use crate::writer::Output;

/// The moment after a wait.
pub(crate) fn time_after(output: &Output, wait: Duration) -> Timestamp {
    let now = output.now();
    now.checked_add(wait).unwrap_or(now)
}
