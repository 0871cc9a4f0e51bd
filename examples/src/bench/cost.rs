//! Cost: the CPU time and memory of a process, printed by the process at its end.
//!
//! In: `/proc/self` (Linux). Out: one line on standard error, `cost: CPU_TICKS PEAK_KB`, and a parser for it.
//! CPU is the user and system time of all threads, including ended ones, in the kernel's ticks of 10 ms.

use std::io::{Write, stderr};

/// User and system time in seconds, and peak resident memory in megabytes (10⁶ bytes).
#[derive(Clone, Copy, Debug)]
#[allow(dead_code, reason = "each of the two binaries uses one half of this file")]
pub(crate) struct Cost {
    pub(crate) cpu_secs: f64,
    pub(crate) peak_mb: f64,
}

/// Ticks per second: `USER_HZ`, 100 on every Linux that Rust's std supports.
#[allow(dead_code, reason = "each of the two binaries uses one half of this file")]
const TICKS_PER_SEC: f64 = 100.0;

/// Prints the cost of this process so far.
pub(crate) fn print() {
    let (ticks, _) = cpu_ticks("/proc/self").unwrap_or_default();
    let peak_kb = peak_kb("/proc/self").unwrap_or_default();
    // Without a reader of standard error, the cost is not needed.
    let _ = writeln!(stderr(), "cost: {ticks} {peak_kb}");
}

impl Cost {
    #[allow(dead_code, reason = "each of the two binaries uses one half of this file")]
    pub(crate) fn new(ticks: u64, peak_kb: u64) -> Self {
        Self { cpu_secs: ticks as f64 / TICKS_PER_SEC, peak_mb: peak_kb as f64 * 1024.0 / 1e6 }
    }

    /// Parses the line of [`print()`] in a process's standard error.
    #[allow(dead_code, reason = "each of the two binaries uses one half of this file")]
    pub(crate) fn parse(stderr: &str) -> Option<Self> {
        let line = stderr.lines().find_map(|line| line.strip_prefix("cost: "))?;
        let (ticks, kb) = line.split_once(' ')?;
        Some(Self::new(ticks.parse().ok()?, kb.parse().ok()?))
    }
}

/// Fields 14 and 15 of a process's `stat` (proc(5)), and whether it has ended. The second field, a name in parentheses,
/// may contain spaces.
pub(crate) fn cpu_ticks(process: &str) -> Option<(u64, bool)> {
    let stat = std::fs::read_to_string(format!("{process}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let (user, system): (u64, u64) = (fields.get(11)?.parse().ok()?, fields.get(12)?.parse().ok()?);
    Some((user + system, *fields.first()? == "Z"))
}

/// Peak resident memory of a running process, in KB.
pub(crate) fn peak_kb(process: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}
