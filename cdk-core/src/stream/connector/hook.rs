//! The types of hooks, and what they give.
//!
//! In: one borrowed context ([`Cx`]). Out: a path, parameters, headers, a body, raw records, a token, a record or a bool.
//! The derive passes each hook through a function of `signatures`, so that a wrong signature is one error at the user's function.
//! Not here: asynchronous ones (`auth`, see `auth`).

use std::time::Duration;

use serde_json::Value;

use super::aliases::Cx;
pub use super::aliases::StreamOf;
use super::traits::HttpStream;
use crate::error::Result;
use crate::stream::context::SourceCx;
pub use crate::stream::value::{Body, Headers, Params};
use crate::stream::value::{Records, StreamState};

/// `path = f`: the path behind `url_base`, or an absolute URL of a declared origin. Called for each request.
pub type PathHook<R> = fn(&Cx<'_, R>) -> Result<String>;
/// `request_params = f`: query parameters, over those of `params`. Called for each request.
pub type ParamsHook<R> = fn(&Cx<'_, R>) -> Result<Params>;
/// `request_headers = f`: headers, over those of `headers`. Called for each request.
pub type HeadersHook<R> = fn(&Cx<'_, R>) -> Result<Headers>;
/// `request_body = f`: the body, over that of the attribute `body` key by key; one of another kind replaces theirs. Called for
/// each request.
pub type BodyHook<R> = fn(&Cx<'_, R>) -> Result<Body>;
/// `parse_response = f`: the raw records of a response. Called for each page.
pub type ParseHook<R> = fn(&Cx<'_, R>) -> Result<Records>;
/// `next_page_token = f`: the token of the next page, `None` at the end. Called for each page, after its records.
pub type TokenHook<R> = fn(&Cx<'_, R>) -> Result<Option<Value>>;
/// `map = f`: the record to emit, or `None` for none. Called for each record that `filter` lets through.
pub type MapHook<R> = fn(&Cx<'_, R>, R) -> Result<Option<R>>;
/// `filter = f`: whether `cx.record()` is emitted. Called for each record.
pub type FilterHook<R> = fn(&Cx<'_, R>) -> Result<bool>;
/// `parent(P, only = f)`: whether `cx.parent()` has a slice. Called once for each of the parent's records.
pub type OnlyHook<R> = fn(&Cx<'_, R>) -> Result<bool>;
/// `state_migration = f`: today's state, of an older one. Called once, for a stream that has a state.
pub type MigrationHook<R> = fn(&SourceCx<'_, <R as HttpStream>::Config>, StreamState) -> Result<StreamState>;
/// `get_updated_state = f`: the state behind `cx.record()`, where `cx.state()` is the one before it. Called for each record.
pub type UpdatedStateHook<R> = fn(&Cx<'_, R>) -> Result<StreamState>;
/// `define = f`: the stream's definition, with what its words said. Called whenever the definition is made.
pub type DefineHook<R> = fn(StreamOf<R>) -> StreamOf<R>;
/// `should_retry = f`: whether `cx.attempt()` is to be followed by another one. Called for each attempt, a success too.
pub type ShouldRetryHook<R> = fn(&Cx<'_, R>) -> Result<bool>;
/// `backoff_time = f`: the wait before the next attempt, `None` for the server's word or the schedule. Called for each attempt
/// that another one follows.
pub type BackoffHook<R> = fn(&Cx<'_, R>) -> Result<Option<Duration>>;
/// `should_retry = f` on a source: for all its streams. Called for each attempt, a success too.
pub type SourceShouldRetryHook<C> = fn(&SourceCx<'_, C>) -> Result<bool>;
/// `backoff_time = f` on a source: for all its streams. Called for each attempt that another one follows.
pub type SourceBackoffHook<C> = fn(&SourceCx<'_, C>) -> Result<Option<Duration>>;
/// `request_params = f` on a source: for all its streams. Called for each request.
pub type SourceParamsHook<C> = fn(&SourceCx<'_, C>) -> Result<Params>;
/// `request_headers = f` on a source: for all its streams. Called for each request.
pub type SourceHeadersHook<C> = fn(&SourceCx<'_, C>) -> Result<Headers>;
