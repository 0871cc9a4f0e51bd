//! Directory: the directory of this run in a place that other runs also use, and the directories of killed runs.
//!
//! In: the place. Out: a new directory `rust-cdk-cache-…` with mode 0700, removed when it is dropped.
//! The run holds a lock on the file `rust-cdk-cache-….lock` next to it. The system releases the lock when the run ends
//! in any way, so a run that gets the lock knows that the other run is dead. A process ID says nothing across
//! containers. The lock file exists before the directory and is removed after it. A directory without a lock file
//! belongs to another program.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};

const PREFIX: &str = "rust-cdk-cache-";
const LOCK: &str = ".lock";
/// Names are random. A second one is needed only if another run removes the first.
const DRAWS: u32 = 100;

/// The directory of this run. Removed with its files when it is dropped.
pub(super) struct Directory {
    path: PathBuf,
    lock_path: PathBuf,
    /// Holds the lock.
    _lock: File,
}

impl Directory {
    /// Creates a directory in `place`, which is created if missing. Removes the directories of dead runs.
    pub(super) fn new(place: &Path) -> io::Result<Self> {
        fs::create_dir_all(place)?;
        sweep(place);
        for _ in 0..DRAWS {
            let name = format!("{PREFIX}{:016x}", RandomState::new().hash_one(std::process::id()));
            if let Some(directory) = Self::named(place, &name)? {
                return Ok(directory);
            }
        }
        Err(io::Error::other("no unused directory name found"))
    }

    /// `None` if the name is taken, or another run has removed the lock file before it was locked.
    fn named(place: &Path, name: &str) -> io::Result<Option<Self>> {
        let (path, lock_path) = (place.join(name), place.join(format!("{name}{LOCK}")));
        let lock = match private(OpenOptions::new().write(true).create_new(true)).open(&lock_path) {
            Ok(lock) => lock,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(None),
            Err(error) => return Err(error),
        };
        match lock.try_lock() {
            Ok(()) if is_at(&lock, &lock_path) => {}
            Ok(()) | Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => {
                // Without a lock, another run would consider this one dead.
                let _ = fs::remove_file(&lock_path);
                return Err(error);
            }
        }
        if let Err(error) = private_directory().create(&path) {
            let _ = fs::remove_file(&lock_path);
            return Err(error);
        }
        Ok(Some(Self { path, lock_path, _lock: lock }))
    }

    /// Creates a file in the directory.
    pub(super) fn file(&self, name: &str) -> io::Result<File> {
        private(OpenOptions::new().read(true).write(true).create_new(true)).open(self.path.join(name))
    }

    #[cfg(test)]
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        // The lock file stays until the next run can remove the directory.
        if removed(&self.path) {
            let _ = fs::remove_file(&self.lock_path);
        }
    }
}

/// Removes the directories of dead runs. Files that cannot be read, locked or removed belong to others.
fn sweep(place: &Path) {
    let Ok(entries) = fs::read_dir(place) else { return };
    for entry in entries.flatten() {
        let file_name = entry.file_name();
        let Some(name) = file_name.to_str().and_then(|name| name.strip_suffix(LOCK)) else { continue };
        if !name.starts_with(PREFIX) || !entry.file_type().is_ok_and(|kind| kind.is_file()) {
            continue;
        }
        let lock_path = entry.path();
        let Ok(lock) = OpenOptions::new().write(true).open(&lock_path) else { continue };
        if lock.try_lock().is_ok() && is_at(&lock, &lock_path) && removed(&place.join(name)) {
            let _ = fs::remove_file(&lock_path);
        }
    }
}

/// Removes a directory. Returns whether it is gone. Links are not followed.
fn removed(path: &Path) -> bool {
    match fs::symlink_metadata(path) {
        Ok(metadata) => metadata.is_dir() && fs::remove_dir_all(path).is_ok(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// Whether the open file is the one at `path`. Another run may have removed and created it before it was locked.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(open), Ok(there)) => id(open) == id(there),
        _ => false,
    }
}

/// On other systems, an open file cannot be replaced.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600)
}

#[cfg(not(unix))]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(unix)]
fn private_directory() -> DirBuilder {
    use std::os::unix::fs::DirBuilderExt;
    let mut builder = DirBuilder::new();
    builder.mode(0o700);
    builder
}

#[cfg(not(unix))]
fn private_directory() -> DirBuilder {
    DirBuilder::new()
}
