//! Location: where the directory of the run is created, and its maximum size.

use std::path::PathBuf;

/// Default size limit of a run: few APIs return more.
const MAX_BYTES: u64 = 8 << 30;

/// Where the directory of the run is created, and its maximum size.
#[derive(Clone, Debug)]
pub(crate) struct CacheLocation {
    pub(crate) directory: PathBuf,
    pub(crate) max_bytes: u64,
}

impl Default for CacheLocation {
    fn default() -> Self {
        Self { directory: std::env::temp_dir(), max_bytes: MAX_BYTES }
    }
}
