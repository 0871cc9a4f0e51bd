//! Sink: records and states go to the directory, all other messages to standard output.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use super::directory::OutDirectory;
use crate::entrypoint::args::Command;
use crate::entrypoint::lines::{OutputLine, is_record, parse, split};
use crate::error::Error;
use crate::protocol::{AirbyteErrorTraceMessage, AirbyteMessage, AirbyteStreamStatus, AirbyteTraceMessage, TraceType};
use crate::writer::LineSink;

/// The directory, once the command has opened it. Records are written only after that.
pub(in crate::entrypoint) type DirectorySlot = Arc<Mutex<Option<OutDirectory>>>;

/// The sink of a command, with the directory of `--out` before it.
pub(in crate::entrypoint) fn directory_sink(
    sink: Box<dyn LineSink>,
    command: &Command,
) -> (Box<dyn LineSink>, DirectorySlot) {
    let slot = DirectorySlot::default();
    match command {
        Command::Read(options) if options.out.is_some() => (Box::new(DirectorySink { sink, slot: slot.clone() }), slot),
        _ => (sink, slot),
    }
}

struct DirectorySink {
    sink: Box<dyn LineSink>,
    slot: DirectorySlot,
}

impl DirectorySink {
    /// Handles a line. Returns whether it is also for standard output.
    fn take(directory: &mut OutDirectory, line: &[u8]) -> Result<bool, Error> {
        match parse(line) {
            Some(OutputLine::Record(record)) => {
                directory.commit_if_due()?;
                directory.append(&record.stream, record.data.get().as_bytes())?;
                Ok(false)
            }
            Some(OutputLine::Message(message)) => Self::take_message(directory, *message),
            None if is_record(line) => Err(Error::system("--out: a record cannot be parsed")),
            None => Ok(true),
        }
    }

    fn take_message(directory: &mut OutDirectory, message: AirbyteMessage) -> Result<bool, Error> {
        match message {
            AirbyteMessage::State { state } => {
                directory.commit_if_due()?;
                if let Some(state) = state.stream {
                    let name = state.stream_descriptor.name;
                    directory.cover(&name, state.stream_state.map_or_else(Default::default, Into::into));
                }
                Ok(false)
            }
            AirbyteMessage::Trace { trace } => {
                // The streams of the directory have no namespace: one with a namespace fails before it is read.
                let status = trace.stream_status().filter(|status| status.stream_descriptor().namespace().is_none());
                if let Some(status) = status {
                    let name = status.stream_descriptor().name();
                    match status.status() {
                        AirbyteStreamStatus::Started => directory.open_file(name)?,
                        AirbyteStreamStatus::Complete => directory.complete(name)?,
                        AirbyteStreamStatus::Incomplete => directory.stop(name)?,
                        AirbyteStreamStatus::Running => {}
                    }
                }
                Ok(true)
            }
            _ => Ok(true),
        }
    }

    /// Reports a failure of the directory on standard output, and ends the output.
    fn report(&mut self, error: &Error) -> io::Error {
        let error = AirbyteErrorTraceMessage {
            message: error.to_string(),
            internal_message: Some(error.internal_message()),
            stack_trace: None,
            failure_type: Some(error.failure_type()),
            stream_descriptor: None,
        };
        let trace = AirbyteTraceMessage {
            trace_type: TraceType::Error,
            emitted_at: Timestamp::now().as_millisecond() as f64,
            error: Some(error),
            estimate: None,
            stream_status: None,
            analytics: None,
        };
        match self.sink.write(&AirbyteMessage::Trace { trace }.to_line()) {
            // Reported: nothing more is to be printed.
            Ok(()) => io::Error::other(""),
            Err(error) => error,
        }
    }
}

impl LineSink for DirectorySink {
    fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        let slot = self.slot.clone();
        let mut directory = slot.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(directory) = directory.as_mut().filter(|_| lines.starts_with(b"{")) else {
            return self.sink.write(lines);
        };
        for line in split(lines) {
            match Self::take(directory, line) {
                Ok(false) => {}
                Ok(true) => self.sink.write(&[line, b"\n"].concat())?,
                Err(error) => return Err(self.report(&error)),
            }
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        let slot = self.slot.clone();
        let mut directory = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Err(error)) = directory.as_mut().map(OutDirectory::commit) {
            return Err(self.report(&error));
        }
        self.sink.finish()
    }
}
