//! Sink: takes the lines of a run, on the writer's thread.

use std::io::{self, Write};

/// Where the lines of a run go.
pub(crate) trait LineSink: Send {
    /// Writes a batch of whole lines, and flushes them. Records come before the STATE that covers them.
    ///
    /// # Errors
    /// If a line cannot be written. The message is for the user. The writer then drops all further lines.
    fn write(&mut self, lines: &[u8]) -> io::Result<()>;

    /// Ends the output. Called once, after the last batch.
    ///
    /// # Errors
    /// As for `write`.
    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Standard output: the lines as they are.
pub(crate) struct PlainSink(pub(crate) Box<dyn Write + Send>);

impl LineSink for PlainSink {
    fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        let written = self.0.write_all(lines).and_then(|()| self.0.flush());
        written.map_err(|error| match error.kind() {
            io::ErrorKind::BrokenPipe => error,
            kind => io::Error::new(kind, format!("standard output cannot be written: {error}")),
        })
    }
}
