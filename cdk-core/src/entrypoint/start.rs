//! Entry points: the `main` of a connector, and runs inside another process.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::format::Terminals;
use super::lifecycle::{CommandEnd, RunProcess, SignalHandling, run_command};
use super::signals;
use crate::stream::{Source, SourceDef, source_of};

/// Runs a connector: the whole `main` of its binary. Returns the exit code: 0 for success, 1 for a failed command, 2
/// for a usage error.
///
/// ```no_run
/// # use cdk_core::{Source, SourceDef};
/// # struct Employees;
/// # #[derive(serde::Deserialize, schemars::JsonSchema)] struct Config {}
/// # impl Source for Employees {
/// #     type Config = Config;
/// #     const NAME: &'static str = "employees";
/// #     const VERSION: &'static str = "0.1.0";
/// #     fn definition() -> SourceDef<Config> { SourceDef::new() }
/// # }
/// fn main() -> std::process::ExitCode {
///     cdk_core::run::<Employees>()
/// }
/// ```
pub fn run<S: Source>() -> ExitCode {
    run_source(source_of::<S>())
}

/// Runs a connector that is built at run time: like [`run`], for a source that is a value. Its config has type `C`,
/// such as [`Value`](serde_json::Value); declare its schema with [`SourceDef::spec`].
///
/// ```no_run
/// use cdk_core::stream::{Auth, DynRecord, SourceDef, StreamDef, template};
/// use cdk_core::template::arg;
/// use serde_json::{Value, json};
///
/// fn main() -> std::process::ExitCode {
///     // Read from a file, say.
///     let tables = vec!["users".to_owned(), "orders".to_owned()];
///     let defaults = || {
///         SourceDef::<Value>::new()
///             .url_base("https://api.example.com/v1")
///             .records("data")
///             .auth(Auth::bearer(template("{config.token}", |cx: &cdk_core::SourceCx<'_, Value>| {
///                 Ok(vec![arg(&cx.config()["token"])])
///             })))
///     };
///     let mut source = defaults().name("source-tables").version("1.0.0").check_stream("users").spec(json!({
///         "type": "object",
///         "required": ["token"],
///         "properties": { "token": { "type": "string", "title": "API token", "airbyte_secret": true } },
///     }));
///     for table in tables {
///         source = source.stream_def(move || {
///             let schema = json!({ "type": "object", "properties": { "id": { "type": "integer" } } });
///             StreamDef::<DynRecord, Value>::new(&table).source_def(defaults).path(table.clone()).schema(schema)
///         });
///     }
///     cdk_core::run_source(source)
/// }
/// ```
pub fn run_source<C: DeserializeOwned + JsonSchema + 'static>(source: SourceDef<C>) -> ExitCode {
    run_source_from(source, std::env::args_os().skip(1).collect())
}

/// Like [`run_source`], with these arguments instead of the command line's, without the program's name: for a program
/// with its own options.
pub fn run_source_from<C: DeserializeOwned + JsonSchema + 'static>(
    source: SourceDef<C>,
    arguments: Vec<OsString>,
) -> ExitCode {
    let process = RunProcess { signals: SignalHandling::Listen, terminals: Terminals::of_process() };
    match run_command(source, arguments, Box::new(std::io::stdout()), process) {
        CommandEnd::Exit(code) => ExitCode::from(code),
        CommandEnd::Signal(signal) => signals::die_by(signal),
    }
}

/// Runs a connector inside another process, such as a test. `arguments` are those of the command line, without the
/// program's name; messages go to `out`. Returns the exit code. Signals and panics are not handled.
pub fn run_with<S: Source>(arguments: Vec<OsString>, out: Box<dyn Write + Send>) -> u8 {
    run_source_with(source_of::<S>(), arguments, out)
}

/// Like [`run_with`], for a source that is a value.
pub fn run_source_with<C: DeserializeOwned + JsonSchema + 'static>(
    source: SourceDef<C>,
    arguments: Vec<OsString>,
    out: Box<dyn Write + Send>,
) -> u8 {
    let process = RunProcess { signals: SignalHandling::LeaveToProcess, terminals: Terminals::default() };
    match run_command(source, arguments, out, process) {
        CommandEnd::Exit(code) => code,
        CommandEnd::Signal(_) => 1,
    }
}
