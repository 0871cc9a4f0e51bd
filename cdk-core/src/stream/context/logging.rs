//! Logging: `warn`, `info` and `debug` of each context that a hook sees.
//!
//! In: a sentence. Out: one LOG message of the run, which begins with the stream's name, as in "stream `users`: …". Secrets are
//! masked.
//! Not here: `AuthCx` (see `auth::custom`), and where a message is written (see `writer`).

use std::fmt::Display;

use super::slices::SliceContext;
use super::source::SourceCx;
use super::stream::Context;
use super::streams::StreamsCx;
use crate::hook_log::{LogLevel, of_stream};

impl<C> SourceCx<'_, C> {
    /// Logs a WARN, which names the stream. Secrets are masked.
    pub fn warn(&self, message: impl Display) {
        self.log(LogLevel::Warn, &message);
    }

    /// Logs an INFO, which names the stream. Secrets are masked.
    pub fn info(&self, message: impl Display) {
        self.log(LogLevel::Info, &message);
    }

    /// Logs a DEBUG, which names the stream; with `--debug` alone. Secrets are masked.
    pub fn debug(&self, message: impl Display) {
        self.log(LogLevel::Debug, &message);
    }

    fn log(&self, level: LogLevel, message: &dyn Display) {
        let scope = self.scope();
        scope.log.hook_log(level, &of_stream(scope.stream), message);
    }
}

impl<R: 'static, C, P: 'static, S: 'static> Context<'_, R, C, P, S> {
    /// Logs a WARN, which names the stream. Secrets are masked.
    ///
    /// ```
    /// use cdk_core::prelude::*;
    /// # use serde::{Deserialize, Serialize};
    /// # struct Config {}
    /// # #[derive(Serialize, Deserialize, schemars::JsonSchema)] struct Order { id: u64 }
    /// # use cdk_core::Context;
    /// fn is_numbered(cx: &Context<'_, Order, Config>) -> Result<bool> {
    ///     let is_numbered = cx.record()?.id > 0;
    ///     if !is_numbered {
    ///         cx.warn("an order without a number is left out");
    ///     }
    ///     Ok(is_numbered)
    /// }
    /// ```
    pub fn warn(&self, message: impl Display) {
        self.log(LogLevel::Warn, &message);
    }

    /// Logs an INFO, which names the stream. Secrets are masked.
    pub fn info(&self, message: impl Display) {
        self.log(LogLevel::Info, &message);
    }

    /// Logs a DEBUG, which names the stream; with `--debug` alone. Secrets are masked.
    pub fn debug(&self, message: impl Display) {
        self.log(LogLevel::Debug, &message);
    }

    fn log(&self, level: LogLevel, message: &dyn Display) {
        let scope = self.scope();
        scope.log.hook_log(level, &of_stream(scope.stream), message);
    }
}

impl<C: 'static> SliceContext<'_, C> {
    /// Logs a WARN, which names the stream. Secrets are masked.
    pub fn warn(&self, message: impl Display) {
        self.api().log(LogLevel::Warn, &message);
    }

    /// Logs an INFO, which names the stream. Secrets are masked.
    pub fn info(&self, message: impl Display) {
        self.api().log(LogLevel::Info, &message);
    }

    /// Logs a DEBUG, which names the stream; with `--debug` alone. Secrets are masked.
    pub fn debug(&self, message: impl Display) {
        self.api().log(LogLevel::Debug, &message);
    }
}

impl<C: 'static> StreamsCx<'_, C> {
    /// Logs a WARN, which names the hook `streams`. Secrets are masked.
    pub fn warn(&self, message: impl Display) {
        self.api().log(LogLevel::Warn, &message);
    }

    /// Logs an INFO, which names the hook `streams`. Secrets are masked.
    pub fn info(&self, message: impl Display) {
        self.api().log(LogLevel::Info, &message);
    }

    /// Logs a DEBUG, which names the hook `streams`; with `--debug` alone. Secrets are masked.
    pub fn debug(&self, message: impl Display) {
        self.api().log(LogLevel::Debug, &message);
    }
}
