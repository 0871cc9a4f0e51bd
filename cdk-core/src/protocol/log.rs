//! LOG messages.

use serde::{Deserialize, Serialize};

/// A log line.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteLogMessage {
    /// The level.
    pub(crate) level: Level,
    /// The text.
    pub(crate) message: String,
    /// Stack trace of the program.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stack_trace: Option<String>,
}

impl AirbyteLogMessage {
    /// The level.
    pub fn level(&self) -> Level {
        self.level
    }

    /// The text.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Stack trace of the program.
    pub fn stack_trace(&self) -> Option<&str> {
        self.stack_trace.as_deref()
    }
}

/// The level of a log line, from the most to the least severe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum Level {
    /// An error that ends the process.
    Fatal,
    /// An error: records are missing.
    Error,
    /// A problem that does not stop the read.
    Warn,
    /// Information about the progress.
    Info,
    /// Details for the developer, only with `--debug`.
    Debug,
    /// More details. This crate does not write them.
    Trace,
}
