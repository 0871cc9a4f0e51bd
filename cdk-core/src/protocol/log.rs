//! LOG.

use serde::{Deserialize, Serialize};

/// A line for people.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteLogMessage {
    /// How grave it is.
    pub(crate) level: Level,
    /// The line.
    pub(crate) message: String,
    /// Where in the program it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stack_trace: Option<String>,
}

impl AirbyteLogMessage {
    /// How grave it is.
    pub fn level(&self) -> Level {
        self.level
    }

    /// The line.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where in the program it came from.
    pub fn stack_trace(&self) -> Option<&str> {
        self.stack_trace.as_deref()
    }
}

/// How grave a log line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum Level {
    /// The process ends.
    Fatal,
    /// Something was lost.
    Error,
    /// Something is not as it should be.
    Warn,
    /// What happens.
    Info,
    /// Detail for the developer, with `--debug`.
    Debug,
    /// Still more of it.
    Trace,
}
