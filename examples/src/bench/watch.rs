//! Watch: what a process takes, seen from outside, for programs that do not tell it themselves.
//!
//! In: a running process (Linux). Out: its cost. The memory's peak is looked at every millisecond while the process runs; its
//! CPU once it has ended and before it is waited for, when the kernel still keeps it.

use std::thread::JoinHandle;
use std::time::Duration;

use super::cost::{Cost, cpu_ticks, peak_kb};

const EVERY: Duration = Duration::from_millis(1);

/// Watches until the process ends. `None` where it was waited for too early, or the system keeps no account.
pub(crate) fn watch(process: u32) -> JoinHandle<Option<Cost>> {
    std::thread::spawn(move || {
        let directory = format!("/proc/{process}");
        let mut peak = 0;
        loop {
            peak = peak_kb(&directory).unwrap_or_default().max(peak);
            let (ticks, has_ended) = cpu_ticks(&directory)?;
            if has_ended {
                return Some(Cost::new(ticks, peak));
            }
            std::thread::sleep(EVERY);
        }
    })
}
