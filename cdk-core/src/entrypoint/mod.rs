//! Entrypoint: arguments and files → a command → standard output and the exit code.
//!
//! Commands: `spec` · `check --config` · `discover --config` · `read --config [--catalog] [--streams] [--state]`, as the
//! protocol says, and `login --config` (feature `login`). All but `spec` accept `--keep-cache DIR` and `--from-cache DIR`,
//! except `login`.
//! Options of every command, each with an environment variable: `--url-base`, `--now`, `--concurrency`, `--memory`,
//! `--max-body`, `--read-timeout`, `--cache-dir`, `--cache-max-mb`; also `--debug`, `--version`, `--help`. Only variables:
//! `HTTPS_PROXY`, `NO_PROXY` and `SSL_CERT_FILE`, as everywhere.
//! Exit codes: 0 if the command did its work (`check`: whenever it printed a CONNECTION_STATUS; `read`: only if every
//! selected stream completed), else 1; 2 for a wrong use of the command line. An invalid variable is an error of the
//! run, so 1.
//! SIGTERM and SIGINT write a last STATE of what is open and end it INCOMPLETE, write what is queued, and then the
//! process dies by that signal. A closed standard output ends the process quietly.
//! Not here: what the commands do (see `source`, `read`).

mod args;
mod command;
mod files;
mod format;
mod lifecycle;
mod limits;
mod lines;
#[cfg(feature = "login")]
mod login;
mod out;
mod output_file;
mod panics;
mod setting;
mod signals;
mod start;
mod tape;
mod values;

pub use start::{run, run_source, run_source_from, run_source_with, run_with};
