//! Cache: the first step looks for a cached response.

use crate::cache::{CacheKey, CacheLookup, SegmentRange, SendTurn};
use crate::client::attempt_hooks::AttemptHooks;
use crate::client::call::Call;
use crate::client::progress::AttemptProgress;
use crate::error::Result;
use crate::http::Response;

/// Looks for a cached response.
pub(in crate::client) struct CacheCheck<'a> {
    pub(in crate::client) call: &'a Call,
    pub(in crate::client) progress: &'a AttemptProgress,
}

/// The result of the cache lookup.
pub(in crate::client) enum Cached {
    /// The response, with its key and position.
    Hit(Response, CacheKey, SegmentRange),
    /// A miss. The turn is passed to the cache together with the success; `None` if nothing more is cached.
    Miss(CacheKey, Option<SendTurn>),
}

impl CacheCheck<'_> {
    /// Returns a cached response, or that of an equal request in flight; otherwise the turn to send.
    pub(in crate::client) async fn look_up(&self) -> Result<Cached> {
        let store = &self.call.client.store;
        let key = CacheKey::of(&self.call.request, self.call.identity());
        loop {
            match store.look_up(key).await {
                CacheLookup::Kept(response, at) if self.is_good(&response)? => {
                    return Ok(Cached::Hit(response, key, at));
                }
                CacheLookup::Kept(_, at) => store.forget(key, at),
                CacheLookup::Missing(turn) => return Ok(Cached::Miss(key, turn)),
            }
        }
    }

    /// Whether a response that was a success for another stream is also one by this stream's rules.
    fn is_good(&self, response: &Response) -> Result<bool> {
        let hooks = AttemptHooks { call: self.call, progress: self.progress };
        let has_errors = self.call.graphql_errors(response).is_some();
        Ok(!has_errors && hooks.ruling(response)?.is_none() && !hooks.is_retried(Ok(response), false)?)
    }
}
