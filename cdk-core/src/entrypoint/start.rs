//! Where a run starts: the `main` of a connector, and runs inside another process.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use super::lifecycle::{CommandEnd, SignalHandling, run_command};
use super::signals;
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
    match run_command::<S>(arguments, Box::new(std::io::stdout()), SignalHandling::Listen) {
        CommandEnd::Exit(code) => ExitCode::from(code),
        CommandEnd::Signal(signal) => signals::die_by(signal),
    }
}

/// Runs a connector inside another process, such as a test: `arguments` as on the command line, without the program's name;
/// messages go to `out`. Returns the exit code. Signals are left to the process.
pub fn run_with<S: Source>(arguments: Vec<OsString>, out: Box<dyn Write + Send>) -> u8 {
    match run_command::<S>(arguments, out, SignalHandling::LeaveToProcess) {
        CommandEnd::Exit(code) => code,
        CommandEnd::Signal(_) => 1,
    }
}
