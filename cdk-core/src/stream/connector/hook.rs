//! Types of hooks and of their results.
//!
//! In: one borrowed context ([`Cx`]). Out: a path, parameters, headers, a body, raw records, a token, a record or a
//! bool.
//! The derive passes each hook through a function of `signatures`, so that a wrong signature is one error at the user's
//! function.
//! Not here: asynchronous functions (`auth`, see `auth`).

use std::time::Duration;

use serde_json::Value;

use super::aliases::Cx;
pub use super::aliases::StreamOf;
use super::traits::HttpStream;
use crate::error::Result;
use crate::stream::context::SourceCx;
pub use crate::stream::value::{Body, Headers, Params};
use crate::stream::value::{Records, StreamState};

/// `path = f`: the path after `url_base`, or an absolute URL of a declared origin. Called for each request.
pub type PathHook<R> = fn(&Cx<'_, R>) -> Result<String>;
/// `request_params = f`: query parameters, with precedence over `params`. Called for each request.
pub type ParamsHook<R> = fn(&Cx<'_, R>) -> Result<Params>;
/// `request_headers = f`: headers, with precedence over `headers`. Called for each request.
pub type HeadersHook<R> = fn(&Cx<'_, R>) -> Result<Headers>;
/// `request_body = f`: the body, merged key by key over the attribute `body`; a body of another kind replaces it.
/// Called for each request.
pub type BodyHook<R> = fn(&Cx<'_, R>) -> Result<Body>;
/// `parse_response = f`: the raw records of a response. Called for each page.
pub type ParseHook<R> = fn(&Cx<'_, R>) -> Result<Records>;
/// `next_page_token = f`: the token of the next page, `None` at the end. Called for each page, after its records.
pub type TokenHook<R> = fn(&Cx<'_, R>) -> Result<Option<Value>>;
/// `map = f`: the record to emit, or `None` to drop it. Called for each record that `filter` accepts.
pub type MapHook<R> = fn(&Cx<'_, R>, R) -> Result<Option<R>>;
/// `filter = f`: whether `cx.record()` is emitted. Called for each record.
pub type FilterHook<R> = fn(&Cx<'_, R>) -> Result<bool>;
/// `parent(P, only = f)`: whether `cx.parent()` has a slice. Called once for each record of the parent.
pub type OnlyHook<R> = fn(&Cx<'_, R>) -> Result<bool>;
/// `state_migration = f`: the current form of an older state. Called once, for a stream with a state.
pub type MigrationHook<R> = fn(&SourceCx<'_, <R as HttpStream>::Config>, StreamState) -> Result<StreamState>;
/// `get_updated_state = f`: the state after `cx.record()`; `cx.state()` is the state before it. Called for each record.
pub type UpdatedStateHook<R> = fn(&Cx<'_, R>) -> Result<StreamState>;
/// `define = f`: the stream's definition, completed from its attributes. Called whenever the definition is built.
pub type DefineHook<R> = fn(StreamOf<R>) -> StreamOf<R>;
/// `should_retry = f`: whether to retry after `cx.attempt()`. Called for each attempt, also for a success.
pub type ShouldRetryHook<R> = fn(&Cx<'_, R>) -> Result<bool>;
/// `backoff_time = f`: the wait before the next attempt, `None` for the server's `Retry-After` or the retry policy.
/// Called for each attempt that is retried.
pub type BackoffHook<R> = fn(&Cx<'_, R>) -> Result<Option<Duration>>;
/// `should_retry = f` of a source, for all its streams. Called for each attempt, also for a success.
pub type SourceShouldRetryHook<C> = fn(&SourceCx<'_, C>) -> Result<bool>;
/// `backoff_time = f` of a source, for all its streams. Called for each attempt that is retried.
pub type SourceBackoffHook<C> = fn(&SourceCx<'_, C>) -> Result<Option<Duration>>;
/// `request_params = f` of a source, for all its streams. Called for each request.
pub type SourceParamsHook<C> = fn(&SourceCx<'_, C>) -> Result<Params>;
/// `request_headers = f` of a source, for all its streams. Called for each request.
pub type SourceHeadersHook<C> = fn(&SourceCx<'_, C>) -> Result<Headers>;
