//! Where the run's directory is made, and how large it may become.

use std::path::PathBuf;

/// How much of the disk a run takes at most: a server that serves a few connectors has that, and few APIs hold more.
const MAX_BYTES: u64 = 8 << 30;

/// Where the run's directory is made, and how large it may become.
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
