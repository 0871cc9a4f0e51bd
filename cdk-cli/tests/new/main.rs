//! `cdk new` from outside: the new crate compiles and passes its tests, and wrong arguments get a sentence.

#![allow(clippy::unwrap_used, reason = "a test fails loudly, its helpers too")]

mod crates;
mod errors;
mod mock;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The repository's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// An empty directory for one test.
pub(crate) fn empty(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cdk-new-{name}"));
    drop(std::fs::remove_dir_all(&directory));
    std::fs::create_dir_all(&directory).unwrap();
    directory
}

/// Runs `cdk new` in a directory.
pub(crate) fn new(directory: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cdk")).arg("new").args(arguments).current_dir(directory).output().unwrap()
}
