//! Whether a stream's responses are kept for the run: the builder's word, and what it cannot stand beside.

use super::StreamDef;
use super::definition::Definition;
use crate::cache::Cache;
use crate::error::Error;

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// Keeps the stream's responses on disk for the run, so that a stream that is read for itself and as the parent of
    /// others is asked for once. [`Cache::On`] is for GET and HEAD; [`Cache::Safe`] says that the stream's POST only reads.
    #[must_use]
    pub fn cache(mut self, cache: Cache) -> Self {
        self.cache = Some(cache);
        self
    }
}

impl<C> Definition<C> {
    /// Why the stream's method cannot go with `cache`.
    pub(super) fn cache_problem(&self) -> Option<Error> {
        let problem = self.cache?.problem(&self.method)?;
        Some(Error::system(format!("cache: {problem}")))
    }
}
