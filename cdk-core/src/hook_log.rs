//! Hook log: messages of a connector's hooks, by `cx.debug(…)`, `cx.info(…)` and `cx.warn(…)`.
//!
//! In: a level and a message. Out: one LOG message that names the stream, with secrets masked (see `writer`).
//! Default: DEBUG is written only with `--debug`; otherwise its text is not even formatted.
//! Not here: messages of the engine.

use std::fmt::Display;

/// The level of a log message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogLevel {
    Debug,
    Info,
    Warn,
}

/// Writes the messages of hooks. Implemented by the run's output.
pub(crate) trait HookLog {
    /// `who` is the prefix of the message, as in "stream `users`".
    fn hook_log(&self, level: LogLevel, who: &str, message: &dyn Display);
}

/// The prefix for a stream: "stream `users`".
pub(crate) fn of_stream(name: &str) -> String {
    format!("stream `{name}`")
}
