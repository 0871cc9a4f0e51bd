//! Location of the run's cache directory, and its maximum size.

use std::path::PathBuf;

/// Default limit in bytes: available on most servers, and more than most APIs have.
const MAX_BYTES: u64 = 8 << 30;

/// Location of the run's cache directory, and its maximum size.
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
