//! The config file, replaced as a whole.
//!
//! In: a path and a config. Out: the file, which only its owner can read.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;

use serde_json::Value;

use crate::error::{Error, Result};

/// Writes `config` beside the file and renames it, so that a reader finds the old file or the new one, never half a file.
///
/// # Errors
/// A config error that names the file. The old file stays as it is.
pub(super) fn write(path: &Path, config: &Value) -> Result<()> {
    let shown = path.display();
    let failed = |error: std::io::Error| Error::config(format!("config: the file {shown} cannot be written: {error}"));
    // A symbolic link stays one.
    let target = path.canonicalize().map_err(failed)?;
    let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = target.with_file_name(format!(".{name}.{}.new", std::process::id()));
    // A killed run with the same process ID may have left one.
    let _ = std::fs::remove_file(&beside);
    let mut text = serde_json::to_vec_pretty(config)?;
    text.push(b'\n');
    let written = create(&beside).and_then(|mut file| {
        file.write_all(&text)?;
        file.sync_all()
    });
    let placed = written.and_then(|()| std::fs::rename(&beside, &target));
    placed.map_err(|error| {
        let _ = std::fs::remove_file(&beside);
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
