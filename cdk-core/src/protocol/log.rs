//! LOG.

use serde::{Deserialize, Serialize};

/// A line for people.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteLogMessage {
    /// How grave it is.
    pub level: Level,
    /// The line.
    pub message: String,
    /// Where in the program it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stack_trace: Option<String>,
}

/// How grave a log line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
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
