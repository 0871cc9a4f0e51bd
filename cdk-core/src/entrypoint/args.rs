//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::stream::Source;

#[derive(Parser)]
#[command(disable_help_subcommand = true, subcommand_required = true, arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Args)]
pub(super) struct Common {
    /// Tells more in the log.
    #[arg(long, global = true)]
    pub(super) debug: bool,
    /// Another server to talk to, in place of every declared url_base (also CDK_URL_BASE).
    #[arg(long, global = true, value_name = "URL")]
    pub(super) url_base: Option<String>,
    /// The time at which the clock stands still, for tests (also CDK_NOW).
    #[arg(long, global = true, value_name = "TIME")]
    pub(super) now: Option<String>,
    /// Requests in flight at most, in place of the connector's own number (also CDK_CONCURRENCY).
    #[arg(long, global = true, value_name = "N")]
    pub(super) concurrency: Option<String>,
    /// Memory for answers and their records, such as 32M, in place of 64M (also CDK_MEMORY).
    #[arg(long, global = true, value_name = "SIZE")]
    pub(super) memory: Option<String>,
    /// The largest body of an answer, such as 1G, in place of 128M (also CDK_MAX_BODY).
    #[arg(long, global = true, value_name = "SIZE")]
    pub(super) max_body: Option<String>,
    /// The longest silence of an answer, such as 90s, in place of 60s (also CDK_READ_TIMEOUT).
    #[arg(long, global = true, value_name = "TIME")]
    pub(super) read_timeout: Option<String>,
}

// Of every command that may ask the API. (A doc comment would replace those of the commands.)
#[derive(Args)]
pub(super) struct CassetteArguments {
    /// Records every exchange with the API in this directory, for a bug report or a test: secrets are masked, records are not.
    #[arg(long, value_name = "DIR", conflicts_with = "from_cache")]
    pub(super) keep_cache: Option<PathBuf>,
    /// Answers every request from a recording of --keep-cache: without a network, with any credentials of
    /// at least four characters that occur nowhere else in a request.
    #[arg(long, value_name = "DIR")]
    pub(super) from_cache: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Prints what the connector is and which config it takes.
    Spec,
    /// Tells whether a config works.
    Check {
        /// The config, a JSON file.
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
        #[command(flatten)]
        cassette: CassetteArguments,
    },
    /// Prints which streams there are.
    Discover {
        /// The config, a JSON file.
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
        #[command(flatten)]
        cassette: CassetteArguments,
    },
    /// Signs in and writes the tokens into the config.
    Login {
        /// The config, a JSON file; it is written anew, readable by its owner alone.
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
        /// The port of this machine that the sign-in comes back to; a free one by default.
        #[arg(long, value_name = "PORT")]
        port: Option<u16>,
        /// Prints the address and opens no browser.
        #[arg(long)]
        no_browser: bool,
        /// By a code that is entered on another device.
        #[arg(long)]
        device: bool,
    },
    /// Reads the selected streams.
    Read {
        /// The config, a JSON file.
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
        /// The configured catalog, a JSON file.
        #[arg(long, value_name = "FILE")]
        catalog: PathBuf,
        /// The state of the last run, a JSON file.
        #[arg(long, value_name = "FILE")]
        state: Option<PathBuf>,
        #[command(flatten)]
        cassette: CassetteArguments,
    },
}

impl Command {
    pub(super) fn cassette(&self) -> Option<&CassetteArguments> {
        match self {
            Self::Spec | Self::Login { .. } => None,
            Self::Check { cassette, .. } | Self::Discover { cassette, .. } | Self::Read { cassette, .. } => {
                Some(cassette)
            }
        }
    }
}

/// The arguments, or the exit code after clap has said what is wrong (or printed the help that was asked for).
pub(super) fn parsed<S: Source>(arguments: Vec<OsString>) -> Result<Arguments, u8> {
    let command = Arguments::command().name(S::NAME).version(S::VERSION).about(format!("Airbyte source `{}`", S::NAME));
    let named = std::iter::once(OsString::from(S::NAME)).chain(arguments);
    let outcome = command.try_get_matches_from(named).and_then(|matches| Arguments::from_arg_matches(&matches));
    outcome.map_err(|error| {
        // Nobody is left to tell where this fails.
        let _ = error.print();
        u8::try_from(error.exit_code()).unwrap_or(2)
    })
}
