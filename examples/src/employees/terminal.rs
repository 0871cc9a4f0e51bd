//! Terminal: lines on standard error, and the exit code of a failure.

use std::io::{Write, stderr};
use std::process::ExitCode;

/// Writes a line to standard error. A write error is ignored.
pub(crate) fn print_line(line: &str) {
    let _ = writeln!(stderr(), "{line}");
}

/// Prints a problem and returns the exit code for it.
pub(crate) fn fail(problem: &str) -> ExitCode {
    print_line(problem);
    ExitCode::FAILURE
}
