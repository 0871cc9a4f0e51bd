//! Cache: first of all, a response that is kept.

use crate::cache::{CacheKey, CacheLookup, SegmentRange, SendTurn};
use crate::client::attempt_hooks::AttemptHooks;
use crate::client::call::Call;
use crate::client::progress::AttemptProgress;
use crate::error::Result;
use crate::http::Response;

/// Looks for a kept response.
pub(in crate::client) struct CacheCheck<'a> {
    pub(in crate::client) call: &'a Call,
    pub(in crate::client) progress: &'a AttemptProgress,
}

/// What the cache has for a request.
pub(in crate::client) enum Cached {
    /// The response, and where it is.
    Hit(Response, CacheKey, SegmentRange),
    /// Nothing. The turn goes back to the cache with the success; `None` if nothing more is kept.
    Miss(CacheKey, Option<SendTurn>),
}

impl CacheCheck<'_> {
    /// The response that is kept, or that an equal request in flight brings; else the turn to send.
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

    /// Whether a response that another stream took for a success is one by this stream's own rules.
    fn is_good(&self, response: &Response) -> Result<bool> {
        let hooks = AttemptHooks { call: self.call, progress: self.progress };
        let has_errors = self.call.graphql_errors(response).is_some();
        Ok(!has_errors && hooks.ruling(response)?.is_none() && !hooks.is_retried(Ok(response), false)?)
    }
}
