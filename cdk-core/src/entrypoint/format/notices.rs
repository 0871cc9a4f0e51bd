//! Notices: warnings and errors as sentences on standard error.

use std::io;
use std::sync::Arc;

use super::screen::{Screen, Tone};
use super::text::escape_lines;
use crate::entrypoint::lines::{OutputLine, is_record, parse, split};
use crate::protocol::{AirbyteMessage, Level};
use crate::writer::LineSink;

/// A new single-use refresh token comes as a CONTROL message, which only a platform stores.
const LOST_TOKEN: &str = "the API issued a new refresh token, and the one in the config file is now invalid; use \
                          `--write-config` to store new refresh tokens, and sign in again for the next run";

/// Prints the warnings and errors of an output, and passes all lines on.
pub(super) struct NoticeSink<S> {
    sink: S,
    screen: Arc<Screen>,
    /// Whether nothing stores a new config: neither a platform nor the run.
    loses_config: bool,
}

impl<S: LineSink> NoticeSink<S> {
    pub(super) fn new(sink: S, screen: Arc<Screen>, loses_config: bool) -> Self {
        Self { sink, screen, loses_config }
    }

    fn print(&self, message: &AirbyteMessage) {
        let (tone, label, text) = match message {
            AirbyteMessage::Log { log } => match log.level() {
                Level::Warn => (Tone::Warning, "warning: ", log.message()),
                // With `--debug`.
                Level::Debug | Level::Trace => (Tone::Plain, "debug: ", log.message()),
                // An error also comes as a TRACE.
                _ => return,
            },
            AirbyteMessage::Trace { trace } => match trace.error() {
                Some(error) => (Tone::Error, "error: ", error.message()),
                None => return,
            },
            AirbyteMessage::Control { .. } if self.loses_config => (Tone::Warning, "warning: ", LOST_TOKEN),
            _ => return,
        };
        self.screen.print(&format!("{}{}", self.screen.styled(tone, label), escape_lines(text)));
    }
}

impl<S: LineSink> LineSink for NoticeSink<S> {
    fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        // A batch has either records or one message.
        if !is_record(lines)
            && let Some(OutputLine::Message(message)) = split(lines).next().and_then(parse)
        {
            self.print(&message);
        }
        self.sink.write(lines)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.sink.finish()
    }
}
