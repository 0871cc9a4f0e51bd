//! Terminal: lines on standard error, and the exit code of what failed.

use std::io::{Write, stderr};
use std::process::ExitCode;

/// Writes a line to standard error. Nobody may be there to read it.
pub(crate) fn print_line(line: &str) {
    let _ = writeln!(stderr(), "{line}");
}

/// Says what went wrong, and returns the exit code for it.
pub(crate) fn fail(problem: &str) -> ExitCode {
    print_line(problem);
    ExitCode::FAILURE
}
