//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::stream::SourceDef;

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
    /// Logs more: messages of level DEBUG.
    #[arg(long, global = true)]
    pub(super) debug: bool,
    /// Server for all requests, instead of the declared url_base (also CDK_URL_BASE).
    #[arg(long, global = true, value_name = "URL")]
    pub(super) url_base: Option<String>,
    /// Fixed time of the clock, for tests (also CDK_NOW).
    #[arg(long, global = true, value_name = "TIME")]
    pub(super) now: Option<String>,
    /// Maximum number of requests in flight, instead of the connector's own (also CDK_CONCURRENCY).
    #[arg(long, global = true, value_name = "N")]
    pub(super) concurrency: Option<String>,
    /// Memory for responses and their records, such as 32M. Default: 64M, or a quarter of the container's memory if that is
    /// smaller (also CDK_MEMORY).
    #[arg(long, global = true, value_name = "SIZE")]
    pub(super) memory: Option<String>,
    /// Largest body of a response, such as 1G. Default: 128M, or a third of the container's memory if that is smaller (also
    /// CDK_MAX_BODY).
    #[arg(long, global = true, value_name = "SIZE")]
    pub(super) max_body: Option<String>,
    /// Read timeout: the longest time without data, such as 90s. Default: 60s (also CDK_READ_TIMEOUT).
    #[arg(long, global = true, value_name = "TIME")]
    pub(super) read_timeout: Option<String>,
}

// Of every command that may ask the API. (A doc comment would replace those of the commands.)
#[derive(Args)]
pub(super) struct CassetteArguments {
    /// Records all requests and responses in this directory, for a bug report or a test. Secrets are masked, records are not.
    #[arg(long, value_name = "DIR", conflicts_with = "from_cache")]
    pub(super) keep_cache: Option<PathBuf>,
    /// Answers every request from a recording of --keep-cache, without a network. The credentials may be any text of at least
    /// four characters that occurs nowhere else in a request.
    #[arg(long, value_name = "DIR")]
    pub(super) from_cache: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Prints the connector's specification: its documentation and its config.
    Spec,
    /// Checks whether the config works.
    Check {
        /// The config, a JSON file.
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
        #[command(flatten)]
        cassette: CassetteArguments,
    },
    /// Prints the catalog: the streams of the source.
    Discover {
        /// The config, a JSON file.
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
        #[command(flatten)]
        cassette: CassetteArguments,
    },
    /// Signs in and writes the tokens into the config file.
    Login {
        /// The config, a JSON file. It is rewritten, and only its owner can read it then.
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
        /// Port of this machine for the redirect after the sign-in. Default: a free port.
        #[arg(long, value_name = "PORT")]
        port: Option<u16>,
        /// Prints the address and does not open a browser.
        #[arg(long)]
        no_browser: bool,
        /// Signs in by a code that the user enters on another device.
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

/// The arguments, or the exit code after clap has printed what is wrong, or the help.
pub(super) fn parsed<C>(source: &SourceDef<C>, arguments: Vec<OsString>) -> Result<Arguments, u8> {
    let command = Arguments::command()
        .name(source.name.clone())
        .version(source.version.clone())
        .about(format!("Airbyte source `{}`", source.name));
    // Called all the same, it says why there is none.
    let command = command.mut_subcommand("login", |login| login.hide(source.login.is_none()));
    let named = std::iter::once(OsString::from(&source.name)).chain(arguments);
    let outcome = command.try_get_matches_from(named).and_then(|matches| Arguments::from_arg_matches(&matches));
    outcome.map_err(|error| {
        // If this fails, nobody is left to read it.
        let _ = error.print();
        u8::try_from(error.exit_code()).unwrap_or(2)
    })
}
