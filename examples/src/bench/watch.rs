//! Watch: measures the cost of a process from outside, for programs that do not print it.
//!
//! In: a running process (Linux). Out: its cost. Peak memory is read every millisecond while the process runs. CPU time
//! is read after it has ended and before `wait`, while the kernel still has it.

use std::thread::JoinHandle;
use std::time::Duration;

use super::cost::{Cost, cpu_ticks, peak_kb};

const EVERY: Duration = Duration::from_millis(1);

/// Watches until the process ends. `None` if `wait` was called too early, or the system does not have the data.
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
