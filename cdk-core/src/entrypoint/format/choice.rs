//! Choice: the format of a run, and the sink that writes it.

use std::io::{IsTerminal, Write};
use std::sync::Arc;

use clap::ValueEnum;

use super::human::HumanSink;
use super::jsonl::JsonlSink;
use super::notices::NoticeSink;
use super::screen::Screen;
use crate::writer::{LineSink, PlainSink};

/// The format of the output of `read`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Messages of the Airbyte Protocol, one per line.
    Protocol,
    /// Tables and sentences for people.
    Human,
    /// The records of all streams, one JSON object per line. Warnings and errors are on standard error.
    Jsonl,
}

/// Which outputs of the process are terminals.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Terminals {
    pub(crate) stdout: bool,
    pub(crate) stderr: bool,
}

impl Terminals {
    pub(crate) fn of_process() -> Self {
        Self { stdout: std::io::stdout().is_terminal(), stderr: std::io::stderr().is_terminal() }
    }
}

impl Format {
    /// The format without `--format`.
    pub(crate) fn default_for(terminals: Terminals) -> Self {
        if terminals.stdout { Self::Human } else { Self::Protocol }
    }
}

/// The sink of a format. Warnings and errors go to the screen: those of the protocol only if it is a terminal.
/// `limit`: the records of a sample. `loses_config`: the run does not write a new config to the config file.
pub(crate) fn wrap(
    out: Box<dyn Write + Send>,
    format: Format,
    screen: &Arc<Screen>,
    limit: Option<u64>,
    loses_config: bool,
) -> Box<dyn LineSink> {
    let screen = screen.clone();
    match format {
        Format::Protocol if !screen.is_terminal() => Box::new(PlainSink(out)),
        Format::Protocol => Box::new(NoticeSink::new(PlainSink(out), screen, false)),
        Format::Human => Box::new(NoticeSink::new(HumanSink::new(out, screen.clone(), limit), screen, loses_config)),
        Format::Jsonl => Box::new(NoticeSink::new(JsonlSink::new(out), screen, loses_config)),
    }
}
