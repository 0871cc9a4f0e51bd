//! Entrypoint: arguments and files → a command → standard output and the exit code.
//!
//! `spec` · `check --config` · `discover --config` · `read --config --catalog [--state]`, as the protocol says; `login --config`; `--debug`,
//! `--url-base`, `--concurrency`, `--memory`, `--max-body`, `--read-timeout` (each by an environment variable too), `--version`, `--help`; `--keep-cache DIR` and `--from-cache DIR` of all but `spec`.
//! Exit codes: 0 where the command did its work (`check`: whenever it printed a CONNECTION_STATUS; `read`: only if every
//! selected stream completed), else 1; 2 for a wrong use of the command line. SIGTERM and SIGINT write a last
//! STATE of what is open and end it INCOMPLETE, write what is queued, then the process dies by that signal. A closed standard output ends it quietly.
//! Environment: `CDK_URL_BASE` as `--url-base`, `CDK_NOW` fixes the clock (both for tests); `CDK_CACHE_DIR` and
//! `CDK_CACHE_MAX_MB` say where responses are kept and how much of them; `HTTPS_PROXY`, `NO_PROXY` and
//! `SSL_CERT_FILE` as everywhere.
//! Not here: what the commands do (see `source`, `read`).

mod args;
mod command;
mod files;
mod limits;
mod login;
mod panics;
mod signals;
mod tape;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use crate::stream::Source;

/// Runs a connector: the whole `main` of its binary.
///
/// ```no_run
/// # use cdk_core::{Source, SourceDef};
/// # struct Employees;
/// # #[derive(serde::Deserialize, schemars::JsonSchema)] struct Config {}
/// # impl Source for Employees {
/// #     type Config = Config;
/// #     const NAME: &'static str = "employees";
/// #     const VERSION: &'static str = "0.1.0";
/// #     fn definition() -> SourceDef<Self> { SourceDef::new() }
/// # }
/// fn main() -> std::process::ExitCode {
///     cdk_core::run::<Employees>()
/// }
/// ```
pub fn run<S: Source>() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    match command::run::<S>(arguments, Box::new(std::io::stdout()), true) {
        command::Ended::Exit(code) => ExitCode::from(code),
        command::Ended::Signal(signal) => signals::die_by(signal),
    }
}

/// Runs a connector inside another process, such as a test: `arguments` as on the command line, without the program's name;
/// messages go to `out`. Returns the exit code. Signals are left to the process.
pub fn run_with<S: Source>(arguments: Vec<OsString>, out: Box<dyn Write + Send>) -> u8 {
    match command::run::<S>(arguments, out, false) {
        command::Ended::Exit(code) => code,
        command::Ended::Signal(_) => 1,
    }
}
