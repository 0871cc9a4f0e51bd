//! What the operator allows a run: requests at once, silence, memory, the size of a body, room on the disk.
//!
//! In: arguments, and the environment where an argument is not given. Out: bounds, or what is wrong with the text.

use crate::cache::CacheLocation;
use crate::error::{Error, Result};
use crate::http::{Limits, MAX_HELD_BYTES};
use crate::retry::IntoTime;
use crate::stream::MOST_REQUESTS;

use super::args::Common;

/// The least memory that a run may have, and the least size of a body.
const LEAST_BYTES: usize = 1 << 20;
/// The shares of a container's memory that answers may take, and one body.
const SHARE_HELD: usize = 4;
const SHARE_BODY: usize = 3;

/// The number of `--concurrency`, else of `CDK_CONCURRENCY`.
pub(super) fn requests_in_flight(common: &Common) -> Result<Option<usize>> {
    let Some(text) = said(common.concurrency.as_ref(), "CDK_CONCURRENCY") else { return Ok(None) };
    match text.parse() {
        Ok(most) if (1..=MOST_REQUESTS).contains(&most) => Ok(Some(most)),
        _ => Err(Error::config(format!(
            "--concurrency or CDK_CONCURRENCY: expected a whole number from 1 to {MOST_REQUESTS}, got '{text}'"
        ))),
    }
}

/// The time-outs and caps: with the longest silence of `--read-timeout`, else of `CDK_READ_TIMEOUT`, and the largest body of
/// `--max-body`, else of `CDK_MAX_BODY`.
pub(super) fn limits(common: &Common) -> Result<Limits> {
    let limits = Limits::default();
    let limits = limits.with_max_body_bytes(match size(common.max_body.as_ref(), "--max-body", "CDK_MAX_BODY")? {
        Some(bytes) => bytes,
        None => limits.max_body_bytes().min(container_bytes().unwrap_or(usize::MAX) / SHARE_BODY),
    });
    let Some(text) = said(common.read_timeout.as_ref(), "CDK_READ_TIMEOUT") else { return Ok(limits) };
    // A longer silence than the whole attempt may take would never be waited for.
    let most = limits.attempt_timeout();
    match text.as_str().into_time() {
        Ok(time) if !time.is_zero() && time <= most => Ok(limits.with_read_timeout(time)),
        _ => Err(Error::config(format!(
            "--read-timeout or CDK_READ_TIMEOUT: expected a duration like 500ms, 90s or 5m, at most {}m, got '{text}'",
            most.as_secs() / 60
        ))),
    }
}

/// The bytes of `--memory`, else of `CDK_MEMORY`: what answers and their records may hold at once.
pub(super) fn memory(common: &Common) -> Result<usize> {
    let said = size(common.memory.as_ref(), "--memory", "CDK_MEMORY")?;
    Ok(said.unwrap_or_else(|| MAX_HELD_BYTES.min(container_bytes().unwrap_or(usize::MAX) / SHARE_HELD)))
}

/// The place of `CDK_CACHE_DIR`, of the size that `CDK_CACHE_MAX_MB` says.
pub(super) fn cache_place() -> Result<CacheLocation> {
    let mut place = CacheLocation::default();
    if let Some(directory) = std::env::var_os("CDK_CACHE_DIR").filter(|directory| !directory.is_empty()) {
        place.directory = directory.into();
    }
    if let Some(text) = std::env::var("CDK_CACHE_MAX_MB").ok().filter(|text| !text.is_empty()) {
        let megabytes: Option<u64> = text.parse().ok();
        place.max_bytes = megabytes.and_then(|megabytes| megabytes.checked_mul(1 << 20)).ok_or_else(|| {
            Error::config(format!("CDK_CACHE_MAX_MB: expected a number of megabytes like 8192, got '{text}'"))
        })?;
    }
    Ok(place)
}

/// An argument, else a variable that is not empty.
fn said(argument: Option<&String>, variable: &str) -> Option<String> {
    argument.cloned().or_else(|| std::env::var(variable).ok()).filter(|text| !text.is_empty())
}

fn size(given: Option<&String>, argument: &str, variable: &str) -> Result<Option<usize>> {
    let Some(text) = said(given, variable) else { return Ok(None) };
    match bytes(&text).filter(|bytes| *bytes >= LEAST_BYTES) {
        Some(bytes) => Ok(Some(bytes)),
        None => Err(Error::config(format!(
            "{argument} or {variable}: expected a size like 32M, 512MiB or 2G, at least 1M, got '{text}'"
        ))),
    }
}

/// `32M`, `512 MiB`, `2g`, `1048576`: units are of 1,024, as where a container's memory is stated.
fn bytes(text: &str) -> Option<usize> {
    let text = text.trim().to_ascii_lowercase();
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(end)?;
    let power = match unit.trim_start() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 1,
        "m" | "mb" | "mib" => 2,
        "g" | "gb" | "gib" => 3,
        _ => return None,
    };
    number.parse::<usize>().ok()?.checked_mul(1024_usize.checked_pow(power)?)
}

/// The memory that the container allows, on systems that have such; the lowest of what is stated.
fn container_bytes() -> Option<usize> {
    let own = std::fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
    let own = own.lines().find_map(|line| line.strip_prefix("0::")).unwrap_or("/").trim_end_matches('/').to_owned();
    let places = [
        format!("/sys/fs/cgroup{own}/memory.max"),
        "/sys/fs/cgroup/memory.max".to_owned(),
        "/sys/fs/cgroup/memory/memory.limit_in_bytes".to_owned(),
    ];
    places.iter().filter_map(|place| std::fs::read_to_string(place).ok()?.trim().parse().ok()).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_a_number_with_a_unit() {
        for (text, want) in [
            ("32M", Some(32 << 20)),
            ("512 MiB", Some(512 << 20)),
            ("2g", Some(2 << 30)),
            ("1048576", Some(1 << 20)),
            ("64kb", Some(64 << 10)),
            ("", None),
            ("M", None),
            ("-1M", None),
            ("1.5G", None),
            ("1T", None),
            ("99999999999999999999G", None),
        ] {
            assert_eq!(bytes(text), want, "{text}");
        }
    }
}
