//! Process: the build, temporary directory and pipes of a measured program.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Runs a function with a temporary directory, which is removed afterwards.
pub(crate) fn in_directory(run: impl FnOnce(&Path) -> Result<(), Box<dyn Error>>) -> Result<(), Box<dyn Error>> {
    let directory = std::env::temp_dir().join(format!("cdk-bench-{}", std::process::id()));
    std::fs::create_dir_all(&directory)?;
    let outcome = run(&directory);
    std::fs::remove_dir_all(&directory)?;
    outcome
}

/// Builds a connector with the release profile.
pub(crate) fn build(package: &str, binary: &str) -> Result<PathBuf, Box<dyn Error>> {
    let bench = std::env::current_exe()?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["build", "--release", "--quiet", "--package", package, "--bin", binary];
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let status = Command::new(cargo).args(arguments).args(["--manifest-path", manifest]).status()?;
    // The directory of this binary, so that both have the same profile.
    let connector = bench.with_file_name(binary);
    match status.success() && connector.exists() {
        true => Ok(connector),
        false => Err("the connector cannot be built; run this with `--release`".into()),
    }
}

/// A command with piped output.
pub(crate) fn piped(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}
