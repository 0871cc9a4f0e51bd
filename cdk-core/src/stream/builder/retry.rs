//! How failed requests are tried again: the builders' calls for it.

use std::time::Duration;

use super::source_def::SourceDef;
use super::stream_def::StreamDef;
use crate::error::{Error, Result};
use crate::retry::Retry;
use crate::stream::context::{Context, SourceCx};
use crate::stream::definition::Defaults;

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// How often and how patiently a failed request is tried again; in place of the source's word as a whole.
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.definition.own.set_retry(retry);
        self
    }

    /// Whether `cx.attempt()` is to be followed by another one, in place of the default. Asked about every attempt: an answer
    /// of any status (a success too, but for one from the cache), none at all, a body that is cut short.
    #[must_use]
    pub fn should_retry(mut self, hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<bool> + 'static) -> Self {
        self.definition.own.should_retry = Some(Self::erase(hook));
        self
    }

    /// The wait before the attempt behind `cx.attempt()`, or `None` for the server's word, else the schedule. It counts as the
    /// server's word: as it is, without jitter, up to `max_wait`, not toward `max_time`.
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
    /// How often and how patiently a failed request is tried again.
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.defaults.set_retry(retry);
        self
    }

    /// Whether an attempt is to be followed by another one, for every stream; see [`StreamDef::should_retry`].
    #[must_use]
    pub fn should_retry(mut self, hook: impl Fn(&SourceCx<'_, C>) -> Result<bool> + 'static) -> Self {
        self.defaults.should_retry = Some(Self::erase(hook));
        self
    }

    /// The wait before another attempt, for every stream; see [`StreamDef::backoff_time`].
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
