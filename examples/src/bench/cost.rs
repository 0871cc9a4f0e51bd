//! Cost: what a process took, by its own account at its end.
//!
//! In: `/proc/self` (Linux). Out: one line on standard error, `cost: CPU_TICKS PEAK_KB`, and the same read back.
//! CPU counts user and system time of all threads, ended ones too, in the kernel's ticks of 10 ms.

use std::io::{Write, stderr};

/// User and system time in seconds, and the most memory that was resident, in megabytes of 10⁶ bytes.
#[derive(Clone, Copy, Debug)]
#[allow(dead_code, reason = "each of the two binaries uses one half of this file")]
pub(crate) struct Cost {
    pub(crate) cpu_secs: f64,
    pub(crate) peak_mb: f64,
}

/// Ticks in a second: `USER_HZ`, 100 on every Linux that Rust's std runs on.
#[allow(dead_code, reason = "each of the two binaries uses one half of this file")]
const TICKS_PER_SEC: f64 = 100.0;

/// Says what this process took so far.
pub(crate) fn tell() {
    let ticks = cpu_ticks().unwrap_or_default();
    let peak_kb = peak_kb().unwrap_or_default();
    // Where nobody listens, nobody measures.
    let _ = writeln!(stderr(), "cost: {ticks} {peak_kb}");
}

impl Cost {
    /// Reads what [`tell`] said, from all of a process's standard error.
    #[allow(dead_code, reason = "each of the two binaries uses one half of this file")]
    pub(crate) fn parse(stderr: &str) -> Option<Self> {
        let line = stderr.lines().find_map(|line| line.strip_prefix("cost: "))?;
        let (ticks, kb) = line.split_once(' ')?;
        let (ticks, kb): (f64, f64) = (ticks.parse().ok()?, kb.parse().ok()?);
        Some(Self { cpu_secs: ticks / TICKS_PER_SEC, peak_mb: kb * 1024.0 / 1e6 })
    }
}

/// Fields 14 and 15 of `/proc/self/stat` (proc(5)); the second one, a name in parentheses, may hold blanks.
fn cpu_ticks() -> Option<u64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let (user, system): (u64, u64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some(user + system)
}

fn peak_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}
