//! Files of one test, in a directory of its own that goes with it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A temporary directory, removed when it is dropped.
#[derive(Debug)]
pub struct Files(PathBuf);

impl Default for Files {
    fn default() -> Self {
        Self::new()
    }
}

impl Files {
    /// # Panics
    /// If the temporary directory cannot be written.
    pub fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("cdk-tests-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let directory = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&directory).expect("the temporary directory is writable");
        Self(directory)
    }

    /// The directory itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes a file and gives its path.
    ///
    /// # Panics
    /// If the temporary directory cannot be written.
    pub fn with(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, content).expect("the temporary directory is writable");
        path
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
