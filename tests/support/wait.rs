//! Waiting until something has happened.

use std::time::{Duration, Instant};

/// Far more than anything in a test takes.
const MOST_TIME: Duration = Duration::from_secs(60);

/// Waits until `has_happened`.
///
/// # Panics
/// If it has not happened after a minute.
pub fn wait_until(what: &str, mut has_happened: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !has_happened() {
        assert!(begin.elapsed() < MOST_TIME, "this did not happen: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
