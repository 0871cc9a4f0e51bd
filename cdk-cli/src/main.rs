//! `cdk`: the tool for authors of connectors.
//!
//! In: a command and its arguments. Out: its result on stdout, or one sentence with the fix on stderr. Exit codes: 0 for
//! success, 1 for a failed command, 2 for a usage error.
//! Each command is a folder: its arguments (an `Args` of clap) and a function `run`. To add one, add a variant to
//! [`Command`] and an arm to `run`.

mod cassette;
mod failure;
mod infer;
mod inspect;
mod mock;
mod new;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::Failure;

/// The tool for authors of connectors of the Rust CDK.
#[derive(Parser)]
#[command(name = "cdk", version, subcommand_required = true, arg_required_else_help = true)]
#[command(disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

// The comment of a command is that of its arguments.
#[derive(Subcommand)]
enum Command {
    Infer(infer::InferArguments),
    Inspect(inspect::InspectArguments),
    Mock(mock::MockArguments),
    New(new::NewArguments),
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // If this fails, the exit code is the only report.
            let _ = writeln!(std::io::stderr(), "error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Infer(arguments) => print(&infer::run(&arguments)?),
        Command::Inspect(arguments) => print(&inspect::run(&arguments)?),
        Command::Mock(arguments) => mock::run(&arguments),
        Command::New(arguments) => print(&new::run(&arguments)?),
    }
}

fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    written.map_err(|error| Failure::new(format!("cannot write to stdout: {error}")))
}
