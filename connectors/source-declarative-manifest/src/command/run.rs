//! The program: the report about a manifest, or a command of the connector.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use serde_json::json;

use super::find::{VARIABLE, find};
use super::report::report;
use crate::build::Manifest;

/// Runs the program with the process's arguments.
pub fn run() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let mut out = std::io::stdout().lock();
    if let Some((command, rest)) = arguments.split_first()
        && command == "manifest"
    {
        return report(rest, &mut out).map_or(ExitCode::FAILURE, ExitCode::from);
    }
    let source = find(arguments, std::env::var_os(VARIABLE)).and_then(|found| {
        let mut manifest = Manifest::read(&found.manifest)?;
        found.own_keys.into_iter().for_each(|key| manifest.accept_key(key));
        Ok((manifest.into_source(), found.arguments))
    });
    match source {
        Ok((source, arguments)) => {
            drop(out);
            cdk_core::entrypoint::run_source_from(source, arguments)
        }
        Err(why) => {
            let error = json!({ "message": why, "internal_message": why, "failure_type": "config_error" });
            let emitted_at = jiff::Timestamp::now().as_millisecond();
            let trace = json!({ "type": "ERROR", "emitted_at": emitted_at, "error": error });
            // Nothing else can be done if standard output is closed.
            writeln!(out, "{}", json!({ "type": "TRACE", "trace": trace })).ok();
            ExitCode::FAILURE
        }
    }
}
