//! Directory: a private directory of the run in a directory that other runs use too, and the removal of what killed
//! runs left there.
//!
//! In: the shared directory. Out: a new directory `rust-cdk-cache-…`, readable by this user only, which is removed when
//! it is dropped.
//! Next to it is a file `rust-cdk-cache-….lock`, which the run keeps locked. The operating system releases the lock
//! however the run ends, so a run that can lock the file knows that its owner has ended. (A process id would mean
//! nothing across containers.)
//! The lock file is created and locked before the directory, and removed after it. A directory without a lock file
//! therefore belongs to something else.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};

const PREFIX: &str = "rust-cdk-cache-";
const LOCK: &str = ".lock";
/// Number of random names to try. A second one is only needed if another run removed the first, which almost never
/// happens.
const DRAWS: u32 = 100;

/// The private directory of the run. Removed with its contents when it is dropped.
pub(super) struct Directory {
    path: PathBuf,
    lock_path: PathBuf,
    /// Holds the lock.
    _lock: File,
}

impl Directory {
    /// Creates a directory in `place`, which is created if it does not exist. Removes the directories of ended runs.
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

    /// `None` if the name is in use, or if the lock file was removed before it was locked.
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
                // Without a lock, another run would treat this one as ended.
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
        // A directory that cannot be removed now is left to the next run, as after a kill: its lock file stays.
        if removed(&self.path) {
            let _ = fs::remove_file(&self.lock_path);
        }
    }
}

/// Removes the directories of ended runs. Directories that cannot be read, locked or removed are left alone.
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

/// Removes a directory. Returns `true` if nothing is left. Links are not followed: this code does not create any.
fn removed(path: &Path) -> bool {
    match fs::symlink_metadata(path) {
        Ok(metadata) => metadata.is_dir() && fs::remove_dir_all(path).is_ok(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// Whether the open file is the one at `path`. Another run may have removed it before it was locked, and created it
/// again.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(open), Ok(there)) => id(open) == id(there),
        _ => false,
    }
}

/// On other systems an open file cannot be replaced.
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
