//! Segments: stores bytes in append-only files of the run's directory.
//!
//! In: the bytes of an entry. Out: their place; the bytes again. The directory is created for the first entry.
//! Default: files of 256 MiB; a larger entry has a separate file. All calls block and may come from several threads.
//! Places are assigned under a lock; bytes are written without one.
//! Not here: the content of an entry (see `entry`), the keys (see `store`).

use std::fs::File;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::directory::Directory;
use super::location::CacheLocation;

/// Maximum size of a file.
pub(super) const SEGMENT_BYTES: u64 = 256 << 20;

/// The place of an entry. Small, because a run may have a hundred thousand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SegmentRange {
    offset: u32,
    length: u32,
    segment: u16,
}

/// Why an entry was not written.
#[derive(Debug)]
pub(super) enum Refused {
    /// The directory could not be created, with the reason.
    NoDirectory(io::Error),
    /// Writing failed, probably because the disk is full.
    Broken(io::Error),
    /// The size limit is reached.
    Full,
    /// The run has ended.
    Closed,
}

pub(super) struct Segments {
    place: CacheLocation,
    segment_bytes: u64,
    state: Mutex<SegmentState>,
}

#[derive(Default)]
struct SegmentState {
    directory: Option<Directory>,
    files: Vec<Arc<File>>,
    /// Bytes in the last file.
    end: u64,
    /// Bytes in all files.
    used: u64,
    is_closed: bool,
}

impl Segments {
    pub(super) fn new(place: CacheLocation, segment_bytes: u64) -> Self {
        Self { place, segment_bytes, state: Mutex::default() }
    }

    pub(super) fn place(&self) -> &CacheLocation {
        &self.place
    }

    pub(super) fn append(&self, bytes: &[u8]) -> Result<SegmentRange, Refused> {
        let length = u32::try_from(bytes.len()).map_err(|_| Refused::Full)?;
        let (file, at) = self.reserve(length)?;
        write_all_at(&file, bytes, u64::from(at.offset)).map_err(Refused::Broken)?;
        Ok(at)
    }

    pub(super) fn read(&self, at: SegmentRange) -> io::Result<Vec<u8>> {
        let file = self.state().files.get(usize::from(at.segment)).cloned();
        let file = file.ok_or(io::ErrorKind::NotFound)?;
        let mut bytes = vec![0; at.length as usize];
        read_exact_at(&file, &mut bytes, u64::from(at.offset))?;
        Ok(bytes)
    }

    /// Removes all files. A thread that still writes creates none afterwards.
    pub(super) fn close(&self) {
        let mut state = self.state();
        let SegmentState { directory, files, .. } = std::mem::take(&mut *state);
        state.is_closed = true;
        drop(files);
        drop(directory);
    }

    fn reserve(&self, length: u32) -> Result<(Arc<File>, SegmentRange), Refused> {
        let mut state = self.state();
        if state.is_closed {
            return Err(Refused::Closed);
        }
        let bytes = u64::from(length);
        if state.used + bytes > self.place.max_bytes {
            return Err(Refused::Full);
        }
        if state.directory.is_none() {
            state.directory = Some(Directory::new(&self.place.directory).map_err(Refused::NoDirectory)?);
        }
        if state.files.is_empty() || state.end + bytes > self.segment_bytes {
            // This number of files is not reached in practice.
            u16::try_from(state.files.len()).map_err(|_| Refused::Full)?;
            let name = format!("{:05}.segment", state.files.len());
            let Some(directory) = &state.directory else { return Err(Refused::Closed) };
            let file = directory.file(&name).map_err(Refused::Broken)?;
            state.files.push(Arc::new(file));
            state.end = 0;
        }
        let (offset, segment) = (u32::try_from(state.end), u16::try_from(state.files.len() - 1));
        let (Ok(offset), Ok(segment), Some(file)) = (offset, segment, state.files.last().cloned()) else {
            return Err(Refused::Full);
        };
        state.end += bytes;
        state.used += bytes;
        Ok((file, SegmentRange { offset, length, segment }))
    }

    fn state(&self) -> MutexGuard<'_, SegmentState> {
        // Nothing here panics halfway.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(test)]
    pub(super) fn path(&self) -> Option<std::path::PathBuf> {
        self.state().directory.as_ref().map(|directory| directory.path().to_owned())
    }
}

#[cfg(unix)]
fn write_all_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, offset)
}

#[cfg(unix)]
fn read_exact_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

/// A file with one position: one thread at a time may read or write.
#[cfg(not(unix))]
static POSITION: Mutex<()> = Mutex::new(());

#[cfg(not(unix))]
fn write_all_at(mut file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    use std::io::{Seek, Write};
    let _alone = POSITION.lock().unwrap_or_else(PoisonError::into_inner);
    file.seek(io::SeekFrom::Start(offset))?;
    file.write_all(bytes)
}

#[cfg(not(unix))]
fn read_exact_at(mut file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    use std::io::{Read, Seek};
    let _alone = POSITION.lock().unwrap_or_else(PoisonError::into_inner);
    file.seek(io::SeekFrom::Start(offset))?;
    file.read_exact(bytes)
}
