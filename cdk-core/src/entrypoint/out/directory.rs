//! Directory: the files of all streams, and when their state is written.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::catalog;
use super::names::file_name;
use super::open_file::OpenFile;
use super::state_file::{StateDocument, StreamEntry, sync_directory};
use crate::error::{Error, Result};
use crate::protocol::{ConfiguredAirbyteCatalog, SyncMode};
use crate::source::StateFile;

const LOCK_FILE: &str = "_lock";
/// Minimum time between two writes of `_state.json`, except at the end of a stream.
const COMMIT_INTERVAL: Duration = Duration::from_millis(500);

/// The directory of a run. It is locked while this value exists.
pub(in crate::entrypoint) struct OutDirectory {
    path: PathBuf,
    _lock: File,
    document: StateDocument,
    /// The selected streams.
    streams: Vec<OutStream>,
    /// Their places in `streams`, by name.
    places: HashMap<String, usize>,
    last_commit: Instant,
    /// Whether `_state.json` is older than the document.
    is_stale: bool,
}

/// A selected stream.
struct OutStream {
    /// Its place in the document.
    entry: usize,
    /// While it is being read.
    file: Option<OpenFile>,
    /// The last STATE, with the length that it covers, until it is written.
    covered: Option<(u64, Value)>,
}

impl OutDirectory {
    /// Opens and locks the directory, creates it if necessary, and completes an interrupted rename.
    ///
    /// # Errors
    /// A config error if it cannot be written, is in use, or belongs to another connector.
    pub(in crate::entrypoint) fn open(path: &Path, connector: &str) -> Result<Self> {
        let shown = path.display();
        let failed =
            |error: io::Error| Error::config(format!("--out: the directory {shown} cannot be written: {error}"));
        std::fs::create_dir_all(path).map_err(failed)?;
        let lock = File::create(path.join(LOCK_FILE)).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::config(format!(
                    "--out: another run writes to the directory {shown}; wait for its end or use another directory"
                )));
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        let document = StateDocument::read(path, connector)?.unwrap_or_else(|| StateDocument::new(connector));
        let mut directory = Self {
            path: path.to_owned(),
            _lock: lock,
            document,
            streams: Vec::new(),
            places: HashMap::new(),
            last_commit: Instant::now(),
            is_stale: false,
        };
        for at in 0..directory.document.streams.len() {
            directory.cut_file(at)?;
            directory.complete_rename(at)?;
        }
        Ok(directory)
    }

    /// Cuts the file in work of a stream to its valid length. A shorter file is an error if the stream is read.
    fn cut_file(&self, at: usize) -> Result<()> {
        let entry = &self.document.streams[at];
        let path = self.path.join(&entry.work_file);
        if std::fs::metadata(&path).is_ok_and(|file| file.len() > entry.length) {
            let cut = File::options().write(true).open(&path).and_then(|file| file.set_len(entry.length));
            cut.map_err(|error| self.failed(&entry.work_file, &error))?;
        }
        Ok(())
    }

    /// The states to continue from. A complete full refresh has none: the next one reads everything.
    pub(in crate::entrypoint) fn states(&self) -> StateFile {
        let is_continued = |entry: &&StreamEntry| !entry.complete || entry.sync_mode == SyncMode::Incremental;
        let states = self.document.streams.iter().filter(is_continued).filter_map(|entry| {
            let stream = json!({ "stream_descriptor": { "name": entry.name }, "stream_state": entry.state.as_ref()? });
            Some(json!({ "type": "STREAM", "stream": stream }))
        });
        StateFile::Json(states.collect())
    }

    /// Begins with the selected streams. Returns the streams that are read from the start although they have a state,
    /// and the warnings about changed schemas.
    ///
    /// # Errors
    /// A config error if a file is missing, shorter than its state says, or not written by `--out`.
    pub(in crate::entrypoint) fn begin(
        &mut self,
        catalog: ConfiguredAirbyteCatalog,
    ) -> Result<(BTreeSet<String>, Vec<String>)> {
        let mut restarted = BTreeSet::new();
        let entries = self.document.streams.iter().enumerate();
        let known: BTreeMap<String, usize> = entries.map(|(at, entry)| (entry.name.clone(), at)).collect();
        let mut taken = self.document.streams.iter().map(|entry| entry.file.to_ascii_lowercase()).collect();
        for selected in &catalog.streams {
            let (name, mode) = (&selected.stream.name, selected.sync_mode);
            let entry = match known.get(name).copied() {
                Some(at) => {
                    if !self.continues(at, mode)? {
                        restarted.insert(name.clone());
                        let entry = &mut self.document.streams[at];
                        *entry = StreamEntry::new(name, entry.file.clone(), mode);
                    }
                    self.document.streams[at].complete = false;
                    at
                }
                None => self.add(name, mode, &mut taken)?,
            };
            self.places.insert(name.clone(), self.streams.len());
            self.streams.push(OutStream { entry, file: None, covered: None });
        }
        let failed = |error| self.failed("_catalog.json", &error);
        let warnings = catalog::update(&self.path, catalog).map_err(failed)?;
        // The names are known before a file is created or cut.
        self.write_document()?;
        Ok((restarted, warnings))
    }

    /// Whether the stream's file is continued. Otherwise the stream is read from the start.
    fn continues(&self, at: usize, mode: SyncMode) -> Result<bool> {
        let entry = &self.document.streams[at];
        let has_state = entry.state.as_ref().and_then(Value::as_object).is_some_and(|state| !state.is_empty());
        if entry.sync_mode != mode || !has_state || (mode == SyncMode::FullRefresh && entry.complete) {
            return Ok(false);
        }
        let path = self.path.join(&entry.work_file);
        let length = std::fs::metadata(&path).map_or(0, |file| file.len());
        if length >= entry.length {
            return Ok(true);
        }
        let (shown, expected) = (path.display(), entry.length);
        Err(Error::config(format!(
            "--out: the file {shown} has {length} bytes, but _state.json says {expected}: restore the file, or remove it \
             and the stream `{}` of _state.json to read the stream again",
            entry.name
        )))
    }

    /// Adds a stream with a new file, whose name is not `taken`.
    fn add(&mut self, name: &str, mode: SyncMode, taken: &mut BTreeSet<String>) -> Result<usize> {
        let file = file_name(name, taken);
        taken.insert(file.to_ascii_lowercase());
        let path = self.path.join(&file);
        if path.exists() {
            return Err(Error::config(format!(
                "--out: the file {} exists, but --out has not written it; move it or use another directory",
                path.display()
            )));
        }
        self.document.streams.push(StreamEntry::new(name, file, mode));
        Ok(self.document.streams.len() - 1)
    }

    /// The stream begins: its file is cut to the valid length.
    pub(super) fn open_file(&mut self, name: &str) -> Result<()> {
        let Some(at) = self.position(name) else { return Ok(()) };
        let entry = &self.document.streams[self.streams[at].entry];
        let (file, length) = (entry.work_file.clone(), entry.length);
        let opened = OpenFile::open(&self.path.join(&file), length);
        self.streams[at].file = Some(opened.map_err(|error| self.failed(&file, &error))?);
        Ok(())
    }

    /// Appends a record.
    pub(super) fn append(&mut self, name: &str, record: &[u8]) -> Result<()> {
        let Some(at) = self.position(name) else { return Ok(()) };
        let Some(file) = self.streams[at].file.as_mut() else { return Ok(()) };
        file.append(record).map_err(|error| self.failed_stream(at, &error))
    }

    /// A STATE covers all records of the stream so far.
    pub(super) fn cover(&mut self, name: &str, state: Value) {
        let Some(stream) = self.position(name).and_then(|at| self.streams.get_mut(at)) else { return };
        if let Some(file) = &stream.file {
            stream.covered = Some((file.length, state));
        }
    }

    /// The stream is complete. The new file of a full refresh replaces the old one.
    pub(super) fn complete(&mut self, name: &str) -> Result<()> {
        let Some(at) = self.position(name) else { return Ok(()) };
        let entry = self.streams[at].entry;
        self.document.streams[entry].complete = true;
        self.is_stale = true;
        self.commit()?;
        self.streams[at].file = None;
        self.complete_rename(entry)
    }

    /// The stream ends without being complete.
    pub(super) fn stop(&mut self, name: &str) -> Result<()> {
        let Some(at) = self.position(name) else { return Ok(()) };
        self.commit()?;
        // Dropped first: it writes what it has collected.
        self.streams[at].file = None;
        self.cut_file(self.streams[at].entry)
    }

    /// Writes the state if the last write is long enough ago.
    pub(super) fn commit_if_due(&mut self) -> Result<()> {
        if self.last_commit.elapsed() < COMMIT_INTERVAL { Ok(()) } else { self.commit() }
    }

    /// Syncs the records that a STATE covers, then writes the state.
    pub(super) fn commit(&mut self) -> Result<()> {
        self.last_commit = Instant::now();
        let mut is_stale = self.is_stale;
        for at in 0..self.streams.len() {
            let stream = &mut self.streams[at];
            let Some((length, state)) = stream.covered.take() else { continue };
            if let Some(Err(error)) = stream.file.as_mut().map(OpenFile::sync) {
                return Err(self.failed_stream(at, &error));
            }
            let entry = &mut self.document.streams[stream.entry];
            (entry.length, entry.state) = (length, Some(state));
            is_stale = true;
        }
        if is_stale { self.write_document() } else { Ok(()) }
    }

    /// Gives the file of a complete full refresh its name. An earlier run may have done it.
    fn complete_rename(&mut self, at: usize) -> Result<()> {
        let entry = &self.document.streams[at];
        if !entry.is_rename_due() {
            return Ok(());
        }
        let (work, file) = (self.path.join(&entry.work_file), self.path.join(&entry.file));
        let renamed = match std::fs::rename(&work, &file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && file.exists() => Ok(()),
            renamed => renamed,
        };
        let synced = renamed.and_then(|()| sync_directory(&self.path));
        synced.map_err(|error| self.failed(&self.document.streams[at].file, &error))?;
        let entry = &mut self.document.streams[at];
        entry.work_file.clone_from(&entry.file);
        self.is_stale = true;
        Ok(())
    }

    fn write_document(&mut self) -> Result<()> {
        self.document.write(&self.path).map_err(|error| self.failed("_state.json", &error))?;
        self.is_stale = false;
        Ok(())
    }

    fn position(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    fn failed_stream(&self, at: usize, error: &io::Error) -> Error {
        self.failed(&self.document.streams[self.streams[at].entry].work_file, error)
    }

    fn failed(&self, file: &str, error: &io::Error) -> Error {
        let path = self.path.join(file);
        Error::config(format!("--out: the file {} cannot be written: {error}", path.display()))
    }
}
