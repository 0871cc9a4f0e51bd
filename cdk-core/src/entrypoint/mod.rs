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

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::stream::{Source, SourceDef, source_of};

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
/// #     fn definition() -> SourceDef<Config> { SourceDef::new() }
/// # }
/// fn main() -> std::process::ExitCode {
///     cdk_core::run::<Employees>()
/// }
/// ```
pub fn run<S: Source>() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    ran(command::run(source_of::<S>(), arguments, Box::new(std::io::stdout()), true))
}

/// Runs a connector that is built at run time: the same as [`run`] for a source that is a value and not a type. Its config is
/// of type `C`, such as [`Value`](serde_json::Value); give it a schema with [`SourceDef::spec`].
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
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    ran(command::run(source, arguments, Box::new(std::io::stdout()), true))
}

fn ran(ended: command::Ended) -> ExitCode {
    match ended {
        command::Ended::Exit(code) => ExitCode::from(code),
        command::Ended::Signal(signal) => signals::die_by(signal),
    }
}

/// Runs a connector inside another process, such as a test: `arguments` as on the command line, without the program's name;
/// messages go to `out`. Returns the exit code. Signals are left to the process.
pub fn run_with<S: Source>(arguments: Vec<OsString>, out: Box<dyn Write + Send>) -> u8 {
    run_source_with(source_of::<S>(), arguments, out)
}

/// The same as [`run_with`] for a source that is a value.
pub fn run_source_with<C: DeserializeOwned + JsonSchema + 'static>(
    source: SourceDef<C>,
    arguments: Vec<OsString>,
    out: Box<dyn Write + Send>,
) -> u8 {
    match command::run(source, arguments, out, false) {
        command::Ended::Exit(code) => code,
        command::Ended::Signal(_) => 1,
    }
}
