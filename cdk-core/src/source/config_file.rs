//! Config file: replaced as a whole.
//!
//! In: a path and a config. Out: the file, which only its owner can read.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;

use serde_json::Value;

use crate::error::{Error, Result};

/// Writes `config` to a new file next to the old one and renames it: a reader finds the old or the new config, never a
/// part.
///
/// # Errors
/// A config error that names the file. The old file is unchanged.
pub(crate) fn write_config_file(path: &Path, config: &Value) -> Result<()> {
    let shown = path.display();
    let failed = |error: std::io::Error| Error::config(format!("config: the file {shown} cannot be written: {error}"));
    // A symbolic link is kept: its target is replaced.
    let target = path.canonicalize().map_err(failed)?;
    let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let new = target.with_file_name(format!(".{name}.{}.new", std::process::id()));
    // A killed run with the same process ID may have left this file.
    let _ = std::fs::remove_file(&new);
    let mut text = serde_json::to_vec_pretty(config)?;
    text.push(b'\n');
    let written = create(&new).and_then(|mut file| {
        file.write_all(&text)?;
        file.sync_all()
    });
    let placed = written.and_then(|()| std::fs::rename(&new, &target));
    placed.map_err(|error| {
        let _ = std::fs::remove_file(&new);
        failed(error)
    })
}

fn create(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
