//! Retries: the builders' options.

use std::time::Duration;

use super::source_def::SourceDef;
use super::stream_def::StreamDef;
use crate::error::{Error, Result};
use crate::retry::Retry;
use crate::stream::context::{Context, SourceCx};
use crate::stream::definition::Defaults;

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// Retry policy: attempts, backoff, time limit. Replaces the source's policy completely. Default: the source's,
    /// else 5 attempts within 10 minutes, with exponential backoff from 1 s.
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.definition.own.set_retry(retry);
        self
    }

    /// Whether to retry after `cx.attempt()`, by a function. Called after every attempt: for a response of any status
    /// (also for a success, but not for a cached response), for a failed connection and for an incomplete body.
    /// Default: retry failed connections, incomplete bodies, 408, 429 and 5XX.
    #[must_use]
    pub fn should_retry(mut self, hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<bool> + 'static) -> Self {
        self.definition.own.should_retry = Some(Self::erase(hook));
        self
    }

    /// Backoff after `cx.attempt()`, by a function. `None`: the server's `Retry-After`, else the retry policy. The
    /// returned wait is used without jitter; it is limited by `max_wait` and does not count toward `max_time`.
    #[must_use]
    pub fn backoff_time(
        mut self,
        hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<Option<Duration>> + 'static,
    ) -> Self {
        self.definition.own.backoff_time = Some(Self::erase(hook));
        self
    }
}

impl<C: 'static> SourceDef<C> {
    /// Retry policy of all streams: attempts, backoff, time limit. Default: 5 attempts within 10 minutes, with
    /// exponential backoff from 1 s.
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.defaults.set_retry(retry);
        self
    }

    /// Whether to retry after an attempt, for all streams; see [`StreamDef::should_retry`].
    #[must_use]
    pub fn should_retry(mut self, hook: impl Fn(&SourceCx<'_, C>) -> Result<bool> + 'static) -> Self {
        self.defaults.should_retry = Some(Self::erase(hook));
        self
    }

    /// Backoff after an attempt, for all streams; see [`StreamDef::backoff_time`].
    #[must_use]
    pub fn backoff_time(mut self, hook: impl Fn(&SourceCx<'_, C>) -> Result<Option<Duration>> + 'static) -> Self {
        self.defaults.backoff_time = Some(Self::erase(hook));
        self
    }
}

impl<C> Defaults<C> {
    fn set_retry(&mut self, retry: Retry) {
        self.problems.extend(retry.problem().map(|problem| Error::system(format!("retry: {problem}"))));
        self.retry = Some(retry);
    }
}
