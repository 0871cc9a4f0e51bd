//! The config file, put in place as a whole.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;

use serde_json::Value;

use crate::error::{Error, Result};

/// Writes `config`: beside the file first, so that whoever reads it finds the old one or the new one, and nobody else may read it.
///
/// # Errors
/// A config error that names the file. The old one stands then.
pub(super) fn write(path: &Path, config: &Value) -> Result<()> {
    let shown = path.display();
    let told = |error: std::io::Error| Error::config(format!("config: the file {shown} cannot be written: {error}"));
    // What is a link stays one.
    let target = path.canonicalize().map_err(told)?;
    let name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = target.with_file_name(format!(".{name}.{}.new", std::process::id()));
    // What a run left that was killed, perhaps, under the same number.
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
        told(error)
    })
}

fn create(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
