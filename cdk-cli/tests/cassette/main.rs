//! `cdk inspect` and `cdk mock` from outside: a recorded run as a page in a browser, and as an API.

#![allow(clippy::unwrap_used, reason = "a test fails loudly, its helpers too")]

mod browser;
mod errors;
mod inspect;
mod mock;
mod shop;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// An empty directory for one test.
pub(crate) fn empty(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("cdk-cassette-{name}"));
    drop(std::fs::remove_dir_all(&directory));
    std::fs::create_dir_all(&directory).unwrap();
    directory
}

/// Runs `cdk`.
pub(crate) fn cdk(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cdk")).args(arguments).output().unwrap()
}
