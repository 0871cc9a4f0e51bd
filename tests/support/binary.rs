//! The connectors' binaries: built, found beside the test's own, and run.
//!
//! In: a binary's name and arguments. Out: its path, or a [`Run`].
//! They are built with the profile of the test itself, into the same target directory; cargo builds only the binaries of
//! a test's own package, so the first test that asks builds the others.
//! Not here: judging what they wrote (see `clients`).

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use crate::process::{Run, finished};
use crate::root::root;

/// A build from nothing, on a slow machine that does other things too.
const BUILD_TIME: Duration = Duration::from_secs(1200);
/// A run of a connector over the few records of a test.
const RUN_TIME: Duration = Duration::from_secs(120);

/// The target directory's folder of the test's own profile.
fn profile() -> PathBuf {
    let test = std::env::current_exe().expect("a process knows its own path");
    // target/<profile>/deps/<test>
    test.ancestors().nth(2).map(Path::to_owned).unwrap_or_default()
}

/// The target directory.
pub fn target() -> PathBuf {
    profile().parent().map(Path::to_owned).unwrap_or_default()
}

/// The path of a connector's binary (`source-slack`, `employees`), built if it is not up to date.
///
/// # Panics
/// If it cannot be built, with the compiler's words.
pub fn binary(name: &str) -> PathBuf {
    static BUILT: OnceLock<()> = OnceLock::new();
    BUILT.get_or_init(|| {
        let mut build = Command::new(env!("CARGO"));
        let packages = ["--package", "source-slack", "--package", "source-stripe", "--package", "examples"];
        build.args(["build", "--quiet", "--locked", "--bins"]).args(packages);
        build.arg("--target-dir").arg(target()).current_dir(root());
        if profile().file_name() == Some(OsStr::new("release")) {
            build.arg("--release");
        }
        let run = finished(&mut build, &[], BUILD_TIME).unwrap_or_else(|text| panic!("{text}"));
        assert!(run.exit_code == Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    });
    profile().join(name).with_extension(std::env::consts::EXE_EXTENSION)
}

/// Runs a binary against the API at `url_base`.
///
/// # Panics
/// If it does not start, or does not end in time.
pub fn run(binary: &Path, url_base: &str, args: &[&OsStr]) -> Run {
    let mut command = Command::new(binary);
    command.args(args).env("CDK_URL_BASE", url_base);
    finished(&mut command, &[], RUN_TIME).unwrap_or_else(|text| panic!("{text}"))
}
