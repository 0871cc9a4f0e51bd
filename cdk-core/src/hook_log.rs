//! Hook log: what a connector's own functions log by `cx.debug(…)`, `cx.info(…)` and `cx.warn(…)`.
//!
//! In: a level and a sentence. Out: one LOG message, which names the stream and has secrets masked (see `writer`).
//! Default: DEBUG is written only with `--debug`, and its sentence is not even made without.
//! Not here: what the engine logs itself.

use std::fmt::Display;

/// The level of a log message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogLevel {
    Debug,
    Info,
    Warn,
}

/// Writes what a function logs. The run's output is one.
pub(crate) trait HookLog {
    /// `who` begins the message, as in "stream `users`".
    fn hook_log(&self, level: LogLevel, who: &str, message: &dyn Display);
}

/// "stream `users`"
pub(crate) fn of_stream(name: &str) -> String {
    format!("stream `{name}`")
}
