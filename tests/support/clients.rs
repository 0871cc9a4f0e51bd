//! Outside clients: programs that know nothing of this project and judge a connector's binary.
//!
//! In: a binary, a config, and where its API is served. Out: a [`Verdict`] of `validate.py`, of Airbyte's standard tests,
//! or of PyAirbyte (see `tests/clients/README.md`); and a `localstripe` to read from.
//! Python and the pinned packages are installed on first use, into `target/clients`, once for all tests and processes.
//! Default: where that cannot be done, a test prints `SKIPPED: …` to standard error, past the test harness's capture, and
//! passes; with `CDK_REQUIRE_CLIENTS=1` it fails.
//! Not here: what the connectors should give (see the tests).

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::binary::target;
use crate::process::{Run, finished};
use crate::root::root;

/// Installing takes a minute or two with a warm cache; a cold one downloads a gigabyte.
pub(crate) const INSTALL_TIME: Duration = Duration::from_secs(1200);
/// More than any judge takes for the few records of a test.
const JUDGE_TIME: Duration = Duration::from_secs(600);

/// A set of packages that are installed together. They are apart because their pins contradict each other.
#[derive(Clone, Copy, Debug)]
pub enum Client {
    /// PyAirbyte; it has what `validate.py` needs, too.
    PyAirbyte,
    /// Airbyte's standard tests.
    StandardTests,
    /// A Stripe that nobody here wrote.
    Localstripe,
    /// A server that tells back what it was asked.
    Httpbin,
}

impl Client {
    fn name(self) -> &'static str {
        match self {
            Client::PyAirbyte => "pyairbyte",
            Client::StandardTests => "standard-tests",
            Client::Localstripe => "localstripe",
            Client::Httpbin => "httpbin",
        }
    }

    /// Pinned: a judge that changes overnight judges nothing.
    fn requirement(self) -> &'static str {
        match self {
            Client::PyAirbyte => "airbyte==0.71.3",
            Client::StandardTests => "airbyte-cdk[dev]==7.39.1",
            Client::Localstripe => "localstripe==1.15.10",
            Client::Httpbin => "httpbin[mainapp]==0.10.4",
        }
    }

    /// The Python that has the packages, installed now if need be. `None` after saying aloud that it is skipped.
    ///
    /// # Panics
    /// If it cannot be had and `CDK_REQUIRE_CLIENTS=1`.
    pub fn python(self) -> Option<PathBuf> {
        match self.installed() {
            Ok(python) => Some(python),
            Err(reason) => {
                skipped(&format!("{} ({}): {reason}", self.name(), self.requirement()));
                None
            }
        }
    }

    fn installed(self) -> Result<PathBuf, String> {
        let directory = target().join("clients").join(self.name());
        let python = base_python()?;
        let mut install = Command::new(python);
        install.arg(script("install.py")).arg(&directory).arg(self.requirement());
        let run = finished(&mut install, &[], INSTALL_TIME)?;
        match run.exit_code {
            Some(0) => Ok(executable(&directory, "python")),
            _ => Err(format!("it was not installed: {}", last_lines(&run.stderr, 5))),
        }
    }
}

/// Says aloud that an outside client cannot be had.
///
/// # Panics
/// If `CDK_REQUIRE_CLIENTS=1`.
pub(crate) fn skipped(text: &str) {
    let is_required = std::env::var("CDK_REQUIRE_CLIENTS").is_ok_and(|value| value == "1");
    assert!(!is_required, "an outside client is required and cannot be had: {text}");
    // Not `eprintln!`: the harness keeps that to itself when a test passes.
    let _ = writeln!(std::io::stderr(), "SKIPPED: {text}");
}

/// Where the programs of a virtual environment are.
pub(crate) fn executable(environment: &Path, name: &str) -> PathBuf {
    environment.join(if cfg!(windows) { "Scripts" } else { "bin" }).join(name)
}

/// A Python that the clients run on and that can make virtual environments.
fn base_python() -> Result<&'static str, String> {
    let works = |name: &&str| {
        let mut command = Command::new(name);
        command.args(["-c", "import sys, venv, ensurepip; sys.exit(not (3, 10) <= sys.version_info < (3, 13))"]);
        finished(&mut command, &[], Duration::from_secs(60)).is_ok_and(|run| run.exit_code == Some(0))
    };
    let names = ["python3.11", "python3.12", "python3.10", "python3", "python"];
    names.into_iter().find(works).ok_or_else(|| "there is no Python 3.10, 3.11 or 3.12 with venv".to_owned())
}

/// What a judge said.
#[derive(Debug)]
pub struct Verdict {
    /// Whether it found nothing wrong.
    pub passed: bool,
    /// Everything that it printed.
    pub text: String,
}

impl Verdict {
    /// # Panics
    /// If the judge found something, with all that it said.
    pub fn assert_passed(&self) {
        assert!(self.passed, "{}", self.text);
    }
}

/// Asks `validate.py` about one run of a binary. `options` are the script's own, such as `--check-pk`.
pub fn validate(command: &str, run: &Run, options: &[&OsStr]) -> Option<Verdict> {
    let python = Client::PyAirbyte.python()?;
    let mut judge = Command::new(python);
    judge.arg(script("validate.py")).args(["--command", command, "--exit-code"]);
    judge.arg(run.exit_code.unwrap_or(-1).to_string()).args(options);
    if let Some(protocol) = protocol() {
        judge.arg("--protocol").arg(protocol);
    }
    Some(verdict(&mut judge, &run.stdout, &[]))
}

/// Runs Airbyte's standard tests on a binary. `options` are the script's own, such as `--empty-stream`.
pub fn standard_tests(binary: &Path, config: &Path, url_base: &str, options: &[&OsStr]) -> Option<Verdict> {
    let mut judge = Command::new(Client::StandardTests.python()?);
    judge.arg(script("standard_tests.py")).arg(binary).arg(config).args(options);
    Some(verdict(&mut judge, &[], &[("CDK_URL_BASE", url_base)]))
}

/// Reads with PyAirbyte, twice, the second time from the state of the first. `options` are the script's own, such as
/// `--expect users=7`.
pub fn pyairbyte(binary: &Path, config: &Path, url_base: &str, options: &[&OsStr]) -> Option<Verdict> {
    let mut judge = Command::new(Client::PyAirbyte.python()?);
    judge.arg(script("pyairbyte.py")).arg(binary).arg(config).arg("*").args(options);
    Some(verdict(&mut judge, &[], &[("CDK_URL_BASE", url_base)]))
}

fn verdict(judge: &mut Command, input: &[u8], environment: &[(&str, &str)]) -> Verdict {
    judge.env("DO_NOT_TRACK", "1").env("AIRBYTE_OFFLINE_MODE", "1").envs(environment.iter().copied());
    match finished(judge, input, JUDGE_TIME) {
        Ok(run) => {
            let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            Verdict { passed: run.exit_code == Some(0), text: said(&run.stdout) + &said(&run.stderr) }
        }
        Err(text) => Verdict { passed: false, text },
    }
}

pub(crate) fn script(name: &str) -> PathBuf {
    root().join("tests/clients").join(name)
}

/// The official schema of the protocol, which is not part of the project: where it lies beside it, or where
/// `CDK_PROTOCOL` says. Without it, `validate.py` judges by its parsers and rules alone.
fn protocol() -> Option<PathBuf> {
    let named = std::env::var_os("CDK_PROTOCOL").map(PathBuf::from);
    named.or_else(|| Some(root().join("../shared/airbyte_protocol.yaml"))).filter(|path| path.is_file())
}

pub(crate) fn last_lines(bytes: &[u8], count: usize) -> String {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].join(" | ")
}

/// The options of a script, as they are typed.
#[macro_export]
macro_rules! options {
    ($($option:expr),* $(,)?) => { &[$(::std::ffi::OsStr::new($option)),*][..] };
}

/// The value of a configured catalog for every stream of a discovered one: incremental where it can be.
pub fn configured(discovered: &[Value]) -> Value {
    let streams = discovered.iter().map(|stream| {
        let modes = stream["supported_sync_modes"].as_array();
        let is_incremental = modes.is_some_and(|modes| modes.iter().any(|mode| mode == "incremental"));
        serde_json::json!({
            "sync_mode": if is_incremental { "incremental" } else { "full_refresh" },
            "destination_sync_mode": "append",
            "primary_key": stream["source_defined_primary_key"],
            "stream": stream,
        })
    });
    serde_json::json!({ "streams": streams.collect::<Value>() })
}
