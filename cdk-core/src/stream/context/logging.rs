//! Logging: the methods `warn`, `info` and `debug` of each context.
//!
//! In: a sentence. Out: one LOG message that begins with the stream's name: "stream `users`: …". Secrets are masked.
//! Not here: `AuthCx` (see `auth::custom`), writing of messages (see `writer`).

use std::fmt::Display;

use super::slices::SliceContext;
use super::source::SourceCx;
use super::stream::Context;
use super::streams::StreamsCx;
use crate::hook_log::{LogLevel, of_stream};

/// The three methods. Each context has its own `log`.
macro_rules! log_methods {
    ($named:literal) => {
            #[doc = concat!("Logs a message of level WARN that names ", $named, ". Secrets are masked.")]
        pub fn warn(&self, message: impl Display) {
            self.log(LogLevel::Warn, &message);
        }

            #[doc = concat!("Logs a message of level INFO that names ", $named, ". Secrets are masked.")]
        pub fn info(&self, message: impl Display) {
            self.log(LogLevel::Info, &message);
        }

            #[doc = concat!("Logs a message of level DEBUG that names ", $named, "; only with `--debug`. Secrets are masked.")]
        pub fn debug(&self, message: impl Display) {
            self.log(LogLevel::Debug, &message);
        }
    };
}

impl<C> SourceCx<'_, C> {
    log_methods!("the stream");

    fn log(&self, level: LogLevel, message: &dyn Display) {
        let scope = self.scope();
        scope.log.hook_log(level, &of_stream(scope.stream), message);
    }
}

/// Logs of a stream's functions:
///
/// ```
/// use cdk_core::prelude::*;
/// # struct Config {}
/// # #[derive(Serialize, Deserialize, JsonSchema)] struct Order { id: u64 }
/// # use cdk_core::Context;
/// fn is_numbered(cx: &Context<'_, Order, Config>) -> Result<bool> {
///     let is_numbered = cx.record()?.id > 0;
///     if !is_numbered {
///         cx.warn("an order without a number is left out");
///     }
///     Ok(is_numbered)
/// }
/// ```
impl<R: 'static, C, P: 'static, S: 'static> Context<'_, R, C, P, S> {
    log_methods!("the stream");

    fn log(&self, level: LogLevel, message: &dyn Display) {
        let scope = self.scope();
        scope.log.hook_log(level, &of_stream(scope.stream), message);
    }
}

impl<C: 'static> SliceContext<'_, C> {
    log_methods!("the stream");

    fn log(&self, level: LogLevel, message: &dyn Display) {
        self.api().log(level, message);
    }
}

impl<C: 'static> StreamsCx<'_, C> {
    log_methods!("the hook `streams`");

    fn log(&self, level: LogLevel, message: &dyn Display) {
        self.api().log(level, message);
    }
}
