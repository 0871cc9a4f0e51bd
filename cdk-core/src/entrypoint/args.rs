//! The command line and the environment.
//!
//! In: the arguments of the process. Out: a command and the settings of its run.
//! clap parses both and prints its errors; the exit code is then 2.
//! Not here: what an invalid variable does (see `setting`).

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use jiff::Timestamp;
use url::Url;

use super::format::{Format, Terminals};
use super::setting::{EmptyText, Setting, SettingParser};
use super::values::{http_url, megabytes, read_timeout, request_count, size, stream_pattern, time};
use crate::source::NamePattern;
use crate::stream::SourceDef;

#[derive(Parser)]
#[command(disable_help_subcommand = true, subcommand_required = true, arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) settings: Settings,
}

/// The options of every command; each has an environment variable. Help shows only the names of the variables, since
/// their values may be secrets.
#[derive(Args)]
pub(super) struct Settings {
    /// Debug log: also logs messages of level DEBUG.
    #[arg(long, global = true)]
    pub(super) debug: bool,
    /// Base URL of a test server. All requests go there instead of to the declared url_base.
    #[arg(long, global = true, value_name = "URL", env = "CDK_URL_BASE", hide_env_values = true)]
    #[arg(value_parser = SettingParser::new(http_url, EmptyText::IsDefault))]
    pub(super) url_base: Option<Setting<Url>>,
    /// Fixed current time, for tests. Example: 2024-01-31T00:00:00Z.
    #[arg(long, global = true, value_name = "TIME", env = "CDK_NOW", hide_env_values = true)]
    #[arg(value_parser = SettingParser::new(time, EmptyText::IsInvalid))]
    pub(super) now: Option<Setting<Timestamp>>,
    /// Maximum number of requests in flight, 1 to 256. Has precedence over the connector's limit.
    #[arg(long, global = true, value_name = "N", env = "CDK_CONCURRENCY", hide_env_values = true)]
    #[arg(value_parser = SettingParser::new(request_count, EmptyText::IsDefault))]
    pub(super) concurrency: Option<Setting<usize>>,
    /// Memory limit for responses and their records, such as 32M. Default: 64M, or a quarter of the container's memory
    /// if that is smaller.
    #[arg(long, global = true, value_name = "SIZE", env = "CDK_MEMORY", hide_env_values = true)]
    #[arg(value_parser = SettingParser::new(size, EmptyText::IsDefault))]
    pub(super) memory: Option<Setting<usize>>,
    /// Size limit of a response body, such as 1G. Default: 128M, or a third of the container's memory if that is
    /// smaller.
    #[arg(long, global = true, value_name = "SIZE", env = "CDK_MAX_BODY", hide_env_values = true)]
    #[arg(value_parser = SettingParser::new(size, EmptyText::IsDefault))]
    pub(super) max_body: Option<Setting<usize>>,
    /// Read timeout: a request fails if no data arrives for this time, such as 90s. Default: 60s.
    #[arg(long, global = true, value_name = "TIME", env = "CDK_READ_TIMEOUT", hide_env_values = true)]
    #[arg(value_parser = SettingParser::new(read_timeout, EmptyText::IsDefault))]
    pub(super) read_timeout: Option<Setting<Duration>>,
    /// Directory of the response cache. Default: the system's directory for temporary files.
    #[arg(long, global = true, value_name = "DIR", env = "CDK_CACHE_DIR", hide_env_values = true)]
    pub(super) cache_dir: Option<OsString>,
    /// Size limit of the response cache, in MiB. Default: 8192.
    #[arg(long, global = true, value_name = "MIB", env = "CDK_CACHE_MAX_MB", hide_env_values = true)]
    #[arg(value_parser = SettingParser::new(megabytes, EmptyText::IsDefault))]
    pub(super) cache_max_mb: Option<Setting<u64>>,
}

// The cassette options of the commands that send requests. (A doc comment would replace the comments of the commands.)
#[derive(Args)]
pub(super) struct CassetteArguments {
    /// Record all requests and responses in this directory, for a bug report or a test. Secrets are masked, records are
    /// not.
    #[arg(long, value_name = "DIR", conflicts_with = "from_cache")]
    pub(super) keep_cache: Option<PathBuf>,
    /// Replay a recording of --keep-cache instead of sending requests. The secrets of the config may be any text of at
    /// least four characters that does not occur elsewhere in a request.
    #[arg(long, value_name = "DIR")]
    pub(super) from_cache: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Print the specification: the documentation URL and the JSON schema of the config.
    Spec,
    /// Check the config: read one page of the check stream.
    Check {
        /// Config file (JSON).
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
        /// Also read the first page of every other stream, and log its HTTP status and time.
        #[arg(long)]
        verbose: bool,
        #[command(flatten)]
        cassette: CassetteArguments,
        #[command(flatten)]
        write_config: WriteConfig,
    },
    /// Print the catalog: all streams with their schemas.
    Discover {
        /// Config file (JSON).
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
        #[command(flatten)]
        cassette: CassetteArguments,
        #[command(flatten)]
        write_config: WriteConfig,
    },
    /// Sign in with OAuth 2.0 and write the tokens to the config file.
    #[cfg(feature = "login")]
    Login {
        /// Config file (JSON). The command rewrites the file; only its owner can read it afterwards.
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
        /// Local port for the redirect after the sign-in. Default: a free port.
        #[arg(long, value_name = "PORT")]
        port: Option<u16>,
        /// Print the URL of the sign-in page and do not open a browser.
        #[arg(long)]
        no_browser: bool,
        /// Sign in with a code that you enter on another device.
        #[arg(long)]
        device: bool,
    },
    /// Read the selected streams.
    Read(ReadOptions),
}

// The options of `read`. (A doc comment would replace the comment of the command.)
#[derive(Args)]
pub(super) struct ReadOptions {
    /// Config file (JSON).
    #[arg(long, value_name = "FILE")]
    pub(super) config: PathBuf,
    /// Configured catalog (JSON), or the output of discover. Default: every stream, incremental if the stream supports
    /// it, otherwise full refresh.
    #[arg(long, value_name = "FILE")]
    pub(super) catalog: Option<PathBuf>,
    /// Reads only these streams: names or patterns such as orders*, separated by commas.
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = stream_pattern)]
    pub(super) streams: Vec<NamePattern>,
    /// State of the last sync: a state file (JSON), or the output of an earlier read, of which the last STATE of each
    /// stream counts. Default: no state; incremental streams are read from the start.
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    pub(super) state: Option<PathBuf>,
    #[command(flatten)]
    pub(super) presentation: Presentation,
    /// Write each stream to the file STREAM.jsonl in this directory, and continue there at the next run. Standard
    /// output then has no RECORD and no STATE.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) cassette: CassetteArguments,
    #[command(flatten)]
    pub(super) write_config: WriteConfig,
}

/// How a read looks.
#[derive(Args, Clone, Copy)]
pub(super) struct Presentation {
    /// Format of standard output. Default: human if it is a terminal, otherwise protocol.
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub(super) format: Option<Format>,
    /// Stop each stream after N records and write no state. Not with the format protocol.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..), conflicts_with = "out")]
    pub(super) limit: Option<u64>,
}

impl Presentation {
    pub(super) fn format(self, terminals: Terminals) -> Format {
        self.format.unwrap_or_else(|| Format::default_for(terminals))
    }
}

/// What happens to a new refresh token.
#[derive(Args, Clone, Copy)]
pub(super) struct WriteConfig {
    /// Also write a new single-use refresh token to the config file. Only the file's owner can read it afterwards. The
    /// CONTROL message with the new config is printed in any case.
    #[arg(long, conflicts_with = "from_cache")]
    pub(super) write_config: bool,
}

impl Command {
    /// How a `read` looks; `None` for another command.
    pub(super) fn presentation(&self) -> Option<Presentation> {
        match self {
            Self::Read(options) => Some(options.presentation),
            _ => None,
        }
    }

    /// Whether new refresh tokens are written to the config file.
    pub(super) fn writes_config(&self) -> bool {
        match self {
            Self::Check { write_config, .. } | Self::Discover { write_config, .. } => write_config.write_config,
            Self::Read(options) => options.write_config.write_config,
            _ => false,
        }
    }

    pub(super) fn cassette(&self) -> Option<&CassetteArguments> {
        match self {
            Self::Spec => None,
            #[cfg(feature = "login")]
            Self::Login { .. } => None,
            Self::Check { cassette, .. } | Self::Discover { cassette, .. } => Some(cassette),
            Self::Read(options) => Some(&options.cassette),
        }
    }
}

/// Parses the arguments. The error is the exit code, if clap has already printed the help, the version or an error.
pub(super) fn parse<C>(source: &SourceDef<C>, arguments: Vec<OsString>, terminals: Terminals) -> Result<Arguments, u8> {
    let command = Arguments::command()
        .name(source.name.clone())
        .version(source.version.clone())
        .about(format!("Airbyte source `{}`", source.name));
    // Without a `login` in the source the command is hidden, but still runs: it then reports that it cannot sign in.
    #[cfg(feature = "login")]
    let command = command.mut_subcommand("login", |login| login.hide(source.login.is_none()));
    let named = std::iter::once(OsString::from(&source.name)).chain(arguments);
    let outcome = command.clone().try_get_matches_from(named);
    let outcome = outcome.and_then(|matches| Arguments::from_arg_matches(&matches));
    let outcome = outcome.and_then(|arguments| judge_limit(arguments, terminals, command));
    #[cfg(not(feature = "login"))]
    let outcome = outcome.map_err(explain_missing_login);
    outcome.map_err(|error| {
        // If this fails, the exit code is the only report.
        let _ = error.print();
        u8::try_from(error.exit_code()).unwrap_or(2)
    })
}

/// A sample is for people: a platform would take it for the whole stream.
fn judge_limit(
    arguments: Arguments,
    terminals: Terminals,
    mut command: clap::Command,
) -> Result<Arguments, clap::Error> {
    let is_refused = arguments
        .command
        .presentation()
        .is_some_and(|presentation| presentation.limit.is_some() && presentation.format(terminals) == Format::Protocol);
    if !is_refused {
        return Ok(arguments);
    }
    let message = "--limit needs the format human or jsonl; add `--format jsonl` for records, one per line";
    command.build();
    let read = command.find_subcommand_mut("read");
    Err(match read {
        Some(read) => read.error(clap::error::ErrorKind::ArgumentConflict, message),
        None => command.error(clap::error::ErrorKind::ArgumentConflict, message),
    })
}

/// Replaces clap's error for `login` with the name of the missing feature.
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
