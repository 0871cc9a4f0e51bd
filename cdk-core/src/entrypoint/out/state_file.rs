//! State file: `_state.json`, which says what of the files is valid.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{Error, Result};
use crate::protocol::SyncMode;

pub(super) const STATE_FILE: &str = "_state.json";
/// The version of the format.
const VERSION: u32 = 1;

/// The content of `_state.json`.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StateDocument {
    version: u32,
    /// The name of the connector.
    pub(super) connector: String,
    pub(super) streams: Vec<StreamEntry>,
}

/// What is valid of one stream.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct StreamEntry {
    pub(super) name: String,
    /// The file with the stream's records.
    pub(super) file: String,
    pub(super) sync_mode: SyncMode,
    /// The file that is written: for a full refresh another one, until its end.
    pub(super) work_file: String,
    /// Bytes of the file in work that the state covers. What comes after them is not valid.
    pub(super) length: u64,
    /// Whether the last sync of the stream was complete.
    pub(super) complete: bool,
    /// The stream's state, as in a STATE message.
    pub(super) state: Option<Value>,
}

impl StreamEntry {
    /// An entry without records, for a new file.
    pub(super) fn new(name: &str, file: String, sync_mode: SyncMode) -> Self {
        let work_file = match sync_mode {
            SyncMode::FullRefresh => format!("{file}.new"),
            SyncMode::Incremental => file.clone(),
        };
        Self { name: name.to_owned(), file, sync_mode, work_file, length: 0, complete: false, state: None }
    }

    /// Whether a complete full refresh still has the name of its work file.
    pub(super) fn is_rename_due(&self) -> bool {
        self.complete && self.work_file != self.file
    }
}

impl StateDocument {
    pub(super) fn new(connector: &str) -> Self {
        Self { version: VERSION, connector: connector.to_owned(), streams: Vec::new() }
    }

    /// Reads the file of a directory; `None` if the directory has none.
    ///
    /// # Errors
    /// A config error if the file cannot be read, or belongs to another connector.
    pub(super) fn read(directory: &Path, connector: &str) -> Result<Option<Self>> {
        let path = directory.join(STATE_FILE);
        let shown = path.display();
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::config(format!("--out: the file {shown} cannot be read: {error}"))),
        };
        let document: Self = serde_json::from_slice(&bytes).map_err(|error| {
            Error::config(format!("--out: the file {shown} is not valid: {error}; use another directory"))
        })?;
        if document.version != VERSION {
            let version = document.version;
            return Err(Error::config(format!(
                "--out: the file {shown} has version {version}, expected {VERSION}; use another directory"
            )));
        }
        if document.connector != connector {
            let (directory, other) = (directory.display(), &document.connector);
            return Err(Error::config(format!(
                "--out: the directory {directory} has data of the connector `{other}`; use another directory"
            )));
        }
        Ok(Some(document))
    }

    /// Replaces the file of a directory.
    pub(super) fn write(&self, directory: &Path) -> io::Result<()> {
        replace(directory, STATE_FILE, &serde_json::to_vec_pretty(self)?)
    }
}

/// Replaces a file as a whole: a reader, or a run after a crash, finds the old or the new content.
pub(super) fn replace(directory: &Path, name: &str, content: &[u8]) -> io::Result<()> {
    let new = directory.join(format!("{name}.new"));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(&new)?;
    file.write_all(content)?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    std::fs::rename(&new, directory.join(name))?;
    sync_directory(directory)
}

/// Makes the names in a directory durable.
pub(super) fn sync_directory(directory: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(directory)?.sync_all() } else { Ok(()) }
}
