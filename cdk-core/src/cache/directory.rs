//! Directory: a directory of the run's own in a place that other runs use too, and what killed runs left there.
//!
//! In: the place. Out: a fresh directory `rust-cdk-cache-…`, open to this user only, gone when it is dropped.
//! Beside it lies a file `rust-cdk-cache-….lock` that the run holds a lock on: the system lets go of it however the run
//! ends, so whoever can lock it knows that its run is dead (a process id says nothing across containers). It is made and
//! locked before the directory and removed after it, so no directory is ever without one; what lacks it is not ours.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};

const PREFIX: &str = "rust-cdk-cache-";
const LOCK: &str = ".lock";
/// Names are drawn at random: a second draw is needed where another run swept the first, as good as never.
const DRAWS: u32 = 100;

/// The run's own directory. Removed with all it holds when it is dropped.
pub(super) struct Directory {
    path: PathBuf,
    lock_path: PathBuf,
    /// Holds the lock.
    _lock: File,
}

impl Directory {
    /// Makes one in `place`, which is made too where it is missing, and removes what dead runs left there.
    pub(super) fn new(place: &Path) -> io::Result<Self> {
        fs::create_dir_all(place)?;
        sweep(place);
        for _ in 0..DRAWS {
            let name = format!("{PREFIX}{:016x}", RandomState::new().hash_one(std::process::id()));
            if let Some(directory) = Self::named(place, &name)? {
                return Ok(directory);
            }
        }
        Err(io::Error::other("no name for a directory is free"))
    }

    /// `None` where the name is taken, or was swept between making its lock file and locking it.
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
                // Without a lock, another run would take this one for dead.
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

    /// Makes a file in it.
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
        // What cannot be removed now is left to the next run, as after a kill: the lock file stays beside it.
        if removed(&self.path) {
            let _ = fs::remove_file(&self.lock_path);
        }
    }
}

/// Removes the directories of dead runs. What cannot be read, locked or removed is somebody else's, and none of our business.
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

/// Removes a directory; true where nothing is left. A link is not followed, and never ours.
fn removed(path: &Path) -> bool {
    match fs::symlink_metadata(path) {
        Ok(metadata) => metadata.is_dir() && fs::remove_dir_all(path).is_ok(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// Whether the open file is the one at `path`: it may have been removed before it was locked, and made anew by another run.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(open), Ok(there)) => id(open) == id(there),
        _ => false,
    }
}

/// Elsewhere a file that is open cannot be replaced.
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
