//! Clock: times by the run's clock.

use std::time::Duration;

use jiff::Timestamp;

use crate::writer::RunOutput;

/// The time after a wait.
pub(crate) fn time_after(output: &RunOutput, wait: Duration) -> Timestamp {
    let now = output.now();
    now.checked_add(wait).unwrap_or(now)
}
