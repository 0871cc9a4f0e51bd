//! The source of four levels as a process: for its memory.

use std::process::ExitCode;

fn main() -> ExitCode {
    cdk_core::run::<tests::tree::Tree>()
}
