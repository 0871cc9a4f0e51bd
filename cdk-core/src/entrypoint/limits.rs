//! Limits of a run: memory, size of a body, read timeout, cache on disk.
//!
//! In: the settings. Out: the limits, each with its default if the setting is not given.
//! Default: a share of the container's memory if that is less than the fixed default.
//! Not here: the texts of the settings (see `values`).

use super::args::Settings;
use super::setting::Setting;
use crate::cache::CacheLocation;
use crate::error::Result;
use crate::http::Limits;
use crate::http::MAX_HELD_BYTES;

/// Divisors for the container's memory: for all responses together, and for one body.
const SHARE_HELD: usize = 4;
const SHARE_BODY: usize = 3;

/// The read timeout and the limit of a body.
///
/// # Errors
/// A config error if a variable is invalid; the same for the functions below.
pub(super) fn limits(settings: &Settings) -> Result<Limits> {
    let limits = Limits::default();
    let limits = limits.with_max_body_bytes(match Setting::value(settings.max_body.as_ref())? {
        Some(bytes) => bytes,
        None => limits.max_body_bytes().min(container_bytes().unwrap_or(usize::MAX) / SHARE_BODY),
    });
    Ok(match Setting::value(settings.read_timeout.as_ref())? {
        Some(time) => limits.with_read_timeout(time),
        None => limits,
    })
}

/// The memory limit in bytes, for all responses and their records together.
pub(super) fn memory(settings: &Settings) -> Result<usize> {
    let bytes = Setting::value(settings.memory.as_ref())?;
    Ok(bytes.unwrap_or_else(|| MAX_HELD_BYTES.min(container_bytes().unwrap_or(usize::MAX) / SHARE_HELD)))
}

/// The directory and the size limit of the cache on disk.
pub(super) fn cache_place(settings: &Settings) -> Result<CacheLocation> {
    let mut place = CacheLocation::default();
    if let Some(directory) = settings.cache_dir.as_ref().filter(|directory| !directory.is_empty()) {
        place.directory = directory.into();
    }
    if let Some(bytes) = Setting::value(settings.cache_max_mb.as_ref())? {
        place.max_bytes = bytes;
    }
    Ok(place)
}

/// The lowest memory limit of the container, on systems that have such limits.
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
