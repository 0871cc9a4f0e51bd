//! The command line and the environment.
//!
//! In: the arguments of the process. Out: a command and the settings of its run.
//! clap parses both; what it refuses it also prints, and the exit code is 2.
//! Not here: what an invalid variable does (see `setting`).

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use jiff::Timestamp;
use url::Url;

use super::setting::{EmptyText, Setting, SettingParser};
use super::values::{http_url, megabytes, read_timeout, request_count, size, time};
use crate::stream::SourceDef;

#[derive(Parser)]
#[command(disable_help_subcommand = true, subcommand_required = true, arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) settings: Settings,
}

/// What every command accepts: options, each with an environment variable. Help shows the names of the variables only, since
/// their values may hold secrets.
#[derive(Args)]
pub(super) struct Settings {
    /// Logs more: messages of level DEBUG.
    #[arg(long, global = true)]
    pub(super) debug: bool,
    /// Server for all requests, instead of the declared url_base.
    #[arg(long, global = true, value_name = "URL", env = "CDK_URL_BASE", hide_env_values = true)]
    #[arg(value_parser = SettingParser::new(http_url, EmptyText::IsDefault))]
    pub(super) url_base: Option<Setting<Url>>,
    /// Fixed time of the clock, for tests.
    #[arg(long, global = true, value_name = "TIME", env = "CDK_NOW", hide_env_values = true)]
    #[arg(value_parser = SettingParser::new(time, EmptyText::IsInvalid))]
    pub(super) now: Option<Setting<Timestamp>>,
    /// Maximum number of requests in flight, instead of the connector's own.
    #[arg(long, global = true, value_name = "N", env = "CDK_CONCURRENCY", hide_env_values = true)]
    #[arg(value_parser = SettingParser::new(request_count, EmptyText::IsDefault))]
    pub(super) concurrency: Option<Setting<usize>>,
    /// Memory for responses and their records, such as 32M. Default: 64M, or a quarter of the container's memory if that is
    /// smaller.
    #[arg(long, global = true, value_name = "SIZE", env = "CDK_MEMORY", hide_env_values = true)]
    #[arg(value_parser = SettingParser::new(size, EmptyText::IsDefault))]
    pub(super) memory: Option<Setting<usize>>,
    /// Largest body of a response, such as 1G. Default: 128M, or a third of the container's memory if that is smaller.
    #[arg(long, global = true, value_name = "SIZE", env = "CDK_MAX_BODY", hide_env_values = true)]
    #[arg(value_parser = SettingParser::new(size, EmptyText::IsDefault))]
    pub(super) max_body: Option<Setting<usize>>,
    /// Read timeout: the longest time without data, such as 90s. Default: 60s.
    #[arg(long, global = true, value_name = "TIME", env = "CDK_READ_TIMEOUT", hide_env_values = true)]
    #[arg(value_parser = SettingParser::new(read_timeout, EmptyText::IsDefault))]
    pub(super) read_timeout: Option<Setting<Duration>>,
    /// Directory for the response cache. Default: the temporary directory of the system.
    #[arg(long, global = true, value_name = "DIR", env = "CDK_CACHE_DIR", hide_env_values = true)]
    pub(super) cache_dir: Option<OsString>,
    /// Size limit of the response cache, in MiB. Default: 8192.
    #[arg(long, global = true, value_name = "MIB", env = "CDK_CACHE_MAX_MB", hide_env_values = true)]
    #[arg(value_parser = SettingParser::new(megabytes, EmptyText::IsDefault))]
    pub(super) cache_max_mb: Option<Setting<u64>>,
}

// What every command that sends requests accepts. (A doc comment would replace the comments of the commands.)
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
    #[cfg(feature = "login")]
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
            Self::Spec => None,
            #[cfg(feature = "login")]
            Self::Login { .. } => None,
            Self::Check { cassette, .. } | Self::Discover { cassette, .. } | Self::Read { cassette, .. } => {
                Some(cassette)
            }
        }
    }
}

/// Parses the arguments; the exit code if clap has printed the help, the version, or what is wrong.
pub(super) fn parse<C>(source: &SourceDef<C>, arguments: Vec<OsString>) -> Result<Arguments, u8> {
    let command = Arguments::command()
        .name(source.name.clone())
        .version(source.version.clone())
        .about(format!("Airbyte source `{}`", source.name));
    // Called without a `login` of the source, the command says why it cannot sign in.
    #[cfg(feature = "login")]
    let command = command.mut_subcommand("login", |login| login.hide(source.login.is_none()));
    let named = std::iter::once(OsString::from(&source.name)).chain(arguments);
    let outcome = command.try_get_matches_from(named).and_then(|matches| Arguments::from_arg_matches(&matches));
    #[cfg(not(feature = "login"))]
    let outcome = outcome.map_err(explain_missing_login);
    outcome.map_err(|error| {
        // If this fails, nobody is left to read it.
        let _ = error.print();
        u8::try_from(error.exit_code()).unwrap_or(2)
    })
}

/// Says which feature has the command `login`.
#[cfg(not(feature = "login"))]
fn explain_missing_login(error: clap::Error) -> clap::Error {
    use clap::error::{ContextKind, ContextValue, ErrorKind};
    match error.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(name)) if name == "login" => clap::Error::raw(
            ErrorKind::InvalidSubcommand,
            "this connector is built without the command `login`: enable the feature `login` of cdk-core\n",
        ),
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(arguments: &[&str]) -> (i32, String) {
        let outcome = Arguments::command().try_get_matches_from([&["source"], arguments].concat());
        #[cfg(not(feature = "login"))]
        let outcome = outcome.map_err(explain_missing_login);
        let error = outcome.unwrap_err();
        (error.exit_code(), error.to_string())
    }

    #[test]
    fn an_invalid_option_is_a_wrong_use_of_the_command_line() {
        let refused = |option| refusal(&["spec", option]);

        let message = |text: &str| (2, format!("error: {text}\n"));
        let size = "--memory: expected a size like 32M, 512MiB or 2G, at least 1M, got '12'";
        assert_eq!(refused("--memory=12"), message(size));
        let url = "--url-base: expected a URL like http://127.0.0.1:8080, got one that begins with `ftp:`";
        assert_eq!(refused("--url-base=ftp://user:pa55word@host"), message(url));
        let time = "--now: expected a date and time like 2024-01-31T00:00:00Z, got ''";
        assert_eq!(refused("--now="), message(time));
    }

    #[test]
    fn an_empty_option_is_the_default() {
        let arguments = ["source", "spec", "--memory=", "--url-base=", "--read-timeout="];

        let matches = Arguments::command().try_get_matches_from(arguments).unwrap();

        let settings = Arguments::from_arg_matches(&matches).unwrap().settings;
        assert_eq!(Setting::value(settings.memory.as_ref()).unwrap(), None);
        assert_eq!(Setting::value(settings.url_base.as_ref()).unwrap(), None);
        assert_eq!(Setting::value(settings.read_timeout.as_ref()).unwrap(), None);
    }

    #[cfg(not(feature = "login"))]
    #[test]
    fn login_without_its_feature_names_the_feature() {
        let (code, message) = refusal(&["login", "--config", "c.json"]);

        assert_eq!(code, 2);
        assert!(message.contains("enable the feature `login` of cdk-core"), "{message}");
    }
}
