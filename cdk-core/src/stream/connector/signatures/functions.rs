//! Functions: checks that a function has the signature of its hook.
//!
//! In: a function of the connector. Out: the function, boxed, so that the builder sees one type in any case. A wrong
//! signature is one compile error at the function that shows the expected signature.
//! Not here: asynchronous functions (see `asynchronous`).

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use super::marker::{Fits, Never, Nothing};
use crate::error::Result;
use crate::stream::builder::to_json;
use crate::stream::connector::aliases::{Cx, StreamOf};
use crate::stream::connector::traits::HttpStream;
use crate::stream::context::SourceCx;
use crate::stream::value::{Body, Headers, Params, Records, StreamState};

/// A function of a stream's context.
pub type StreamFn<R, T> = Box<dyn Fn(&Cx<'_, R>) -> Result<T>>;
/// A function of a source's context.
pub type SourceFn<C, T> = Box<dyn Fn(&SourceCx<'_, C>) -> Result<T>>;
/// A function for `map`.
pub type MapFn<R> = Box<dyn Fn(&Cx<'_, R>, R) -> Result<Option<R>>>;
/// A function for `state_migration`.
pub type MigrationFn<R> = Box<dyn Fn(&SourceCx<'_, <R as HttpStream>::Config>, StreamState) -> Result<StreamState>>;
/// A function for `define`.
pub type DefineFn<R> = Box<dyn FnOnce(StreamOf<R>) -> StreamOf<R>>;

/// Declares the traits of hooks, each with its message. Each trait is implemented for the functions of its signature,
/// and for [`Nothing`].
macro_rules! fits {
    ($($name:ident<$of:ident: [$($bound:tt)+]>($($arg:ty),*) -> $out:ty, $boxed:ty, $message:literal, $label:literal, $note:literal;)*) => {$(
        #[diagnostic::on_unimplemented(message = $message, label = $label, note = $note)]
        #[doc = $label]
        pub trait $name<$of: $($bound)+, M> {
            /// The function as the builder takes it.
            fn boxed(self) -> $boxed;
        }

        impl<$of: $($bound)+, F: Fn($($arg),*) -> $out + 'static> $name<$of, Fits> for F {
            fn boxed(self) -> $boxed {
                Box::new(self)
            }
        }

        impl<$of: $($bound)+, F: Never> $name<$of, Nothing> for F {
            fn boxed(self) -> $boxed {
                self.never()
            }
        }
    )*};
}

fits! {
    PathFits<R: [HttpStream]>(&Cx<'_, R>) -> Result<String>, StreamFn<R, String>,
        "the function of `path` has a wrong signature",
        "expected `fn(&Cx<'_, {R}>) -> Result<String>`",
        "write `fn path_of(cx: &Cx<'_, {R}>) -> Result<String>`, without `async`";
    ParamsFits<R: [HttpStream]>(&Cx<'_, R>) -> Result<Params>, StreamFn<R, Params>,
        "the function of `request_params` has a wrong signature",
        "expected `fn(&Cx<'_, {R}>) -> Result<Params>`",
        "write `fn params_of(cx: &Cx<'_, {R}>) -> Result<Params>`, without `async`";
    HeadersFits<R: [HttpStream]>(&Cx<'_, R>) -> Result<Headers>, StreamFn<R, Headers>,
        "the function of `request_headers` has a wrong signature",
        "expected `fn(&Cx<'_, {R}>) -> Result<Headers>`",
        "write `fn headers_of(cx: &Cx<'_, {R}>) -> Result<Headers>`, without `async`";
    BodyFits<R: [HttpStream]>(&Cx<'_, R>) -> Result<Body>, StreamFn<R, Body>,
        "the function of `request_body` has a wrong signature",
        "expected `fn(&Cx<'_, {R}>) -> Result<Body>`",
        "write `fn body_of(cx: &Cx<'_, {R}>) -> Result<Body>`, without `async`";
    ParseFits<R: [HttpStream]>(&Cx<'_, R>) -> Result<Records>, StreamFn<R, Records>,
        "the function of `parse_response` has a wrong signature",
        "expected `fn(&Cx<'_, {R}>) -> Result<Records>`",
        "write `fn records_of(cx: &Cx<'_, {R}>) -> Result<Records>`, without `async`";
    TokenFits<R: [HttpStream]>(&Cx<'_, R>) -> Result<Option<Value>>, StreamFn<R, Option<Value>>,
        "the function of `next_page_token` has a wrong signature",
        "expected `fn(&Cx<'_, {R}>) -> Result<Option<Value>>`",
        "write `fn next_token(cx: &Cx<'_, {R}>) -> Result<Option<Value>>`, without `async`";
    FilterFits<R: [HttpStream]>(&Cx<'_, R>) -> Result<bool>, StreamFn<R, bool>,
        "the function of `filter` has a wrong signature",
        "expected `fn(&Cx<'_, {R}>) -> Result<bool>`",
        "write `fn is_active(cx: &Cx<'_, {R}>) -> Result<bool>`, without `async`";
    OnlyFits<R: [HttpStream]>(&Cx<'_, R>) -> Result<bool>, StreamFn<R, bool>,
        "the function of `only` has a wrong signature",
        "expected `fn(&Cx<'_, {R}>) -> Result<bool>`",
        "write `fn is_open(cx: &Cx<'_, {R}>) -> Result<bool>`, without `async`";
    UpdatedStateFits<R: [HttpStream]>(&Cx<'_, R>) -> Result<StreamState>, StreamFn<R, StreamState>,
        "the function of `get_updated_state` has a wrong signature",
        "expected `fn(&Cx<'_, {R}>) -> Result<StreamState>`",
        "write `fn state_of(cx: &Cx<'_, {R}>) -> Result<StreamState>`, without `async`";
    ShouldRetryFits<R: [HttpStream]>(&Cx<'_, R>) -> Result<bool>, StreamFn<R, bool>,
        "the function of `should_retry` has a wrong signature",
        "expected `fn(&Cx<'_, {R}>) -> Result<bool>`",
        "write `fn is_busy(cx: &Cx<'_, {R}>) -> Result<bool>`, without `async`";
    BackoffFits<R: [HttpStream]>(&Cx<'_, R>) -> Result<Option<Duration>>, StreamFn<R, Option<Duration>>,
        "the function of `backoff_time` has a wrong signature",
        "expected `fn(&Cx<'_, {R}>) -> Result<Option<Duration>>`",
        "write `fn wait_of(cx: &Cx<'_, {R}>) -> Result<Option<Duration>>`, without `async`";
    MapFits<R: [HttpStream]>(&Cx<'_, R>, R) -> Result<Option<R>>, MapFn<R>,
        "the function of `map` has a wrong signature",
        "expected `fn(&Cx<'_, {R}>, {R}) -> Result<Option<{R}>>`",
        "write `fn changed(cx: &Cx<'_, {R}>, record: {R}) -> Result<Option<{R}>>`, without `async`";
    MigrationFits<R: [HttpStream]>(&SourceCx<'_, R::Config>, StreamState) -> Result<StreamState>, MigrationFn<R>,
        "the function of `state_migration` has a wrong signature",
        "expected `fn(&SourceCx<'_, Config>, StreamState) -> Result<StreamState>`",
        "write `fn migrated(cx: &SourceCx<'_, Config>, state: StreamState) -> Result<StreamState>`, without `async`";
    DefineFits<R: [HttpStream]>(StreamOf<R>) -> StreamOf<R>, DefineFn<R>,
        "the function of `define` has a wrong signature",
        "expected `fn(StreamOf<{R}>) -> StreamOf<{R}>`",
        "write `fn defined(stream: StreamOf<{R}>) -> StreamOf<{R}>`, without `async`";
    SourceShouldRetryFits<C: ['static]>(&SourceCx<'_, C>) -> Result<bool>, SourceFn<C, bool>,
        "the function of `should_retry` has a wrong signature",
        "expected `fn(&SourceCx<'_, {C}>) -> Result<bool>`",
        "write `fn is_busy(cx: &SourceCx<'_, {C}>) -> Result<bool>`, without `async`";
    SourceBackoffFits<C: ['static]>(&SourceCx<'_, C>) -> Result<Option<Duration>>, SourceFn<C, Option<Duration>>,
        "the function of `backoff_time` has a wrong signature",
        "expected `fn(&SourceCx<'_, {C}>) -> Result<Option<Duration>>`",
        "write `fn wait_of(cx: &SourceCx<'_, {C}>) -> Result<Option<Duration>>`, without `async`";
    SourceParamsFits<C: ['static]>(&SourceCx<'_, C>) -> Result<Params>, SourceFn<C, Params>,
        "the function of `request_params` has a wrong signature",
        "expected `fn(&SourceCx<'_, {C}>) -> Result<Params>`",
        "write `fn params_of(cx: &SourceCx<'_, {C}>) -> Result<Params>`, without `async`";
    SourceHeadersFits<C: ['static]>(&SourceCx<'_, C>) -> Result<Headers>, SourceFn<C, Headers>,
        "the function of `request_headers` has a wrong signature",
        "expected `fn(&SourceCx<'_, {C}>) -> Result<Headers>`",
        "write `fn headers_of(cx: &SourceCx<'_, {C}>) -> Result<Headers>`, without `async`";
}

/// `path = f` of a stream.
pub fn path<R: HttpStream, M>(function: impl PathFits<R, M>) -> StreamFn<R, String> {
    function.boxed()
}

/// `request_params = f` of a stream.
pub fn request_params<R: HttpStream, M>(function: impl ParamsFits<R, M>) -> StreamFn<R, Params> {
    function.boxed()
}

/// `request_headers = f` of a stream.
pub fn request_headers<R: HttpStream, M>(function: impl HeadersFits<R, M>) -> StreamFn<R, Headers> {
    function.boxed()
}

/// `request_body = f` of a stream.
pub fn request_body<R: HttpStream, M>(function: impl BodyFits<R, M>) -> StreamFn<R, Body> {
    function.boxed()
}

/// `parse_response = f` of a stream.
pub fn parse_response<R: HttpStream, M>(function: impl ParseFits<R, M>) -> StreamFn<R, Records> {
    function.boxed()
}

/// `next_page_token = f` of a stream.
pub fn next_page_token<R: HttpStream, M>(function: impl TokenFits<R, M>) -> StreamFn<R, Option<Value>> {
    function.boxed()
}

/// `filter = f` of a stream.
pub fn filter<R: HttpStream, M>(function: impl FilterFits<R, M>) -> StreamFn<R, bool> {
    function.boxed()
}

/// `only = f`, of a parent.
pub fn only<R: HttpStream, M>(function: impl OnlyFits<R, M>) -> StreamFn<R, bool> {
    function.boxed()
}

/// `get_updated_state = f` of a stream.
pub fn get_updated_state<R: HttpStream, M>(function: impl UpdatedStateFits<R, M>) -> StreamFn<R, StreamState> {
    function.boxed()
}

/// `should_retry = f` of a stream.
pub fn should_retry<R: HttpStream, M>(function: impl ShouldRetryFits<R, M>) -> StreamFn<R, bool> {
    function.boxed()
}

/// `backoff_time = f` of a stream.
pub fn backoff_time<R: HttpStream, M>(function: impl BackoffFits<R, M>) -> StreamFn<R, Option<Duration>> {
    function.boxed()
}

/// `map = f`.
pub fn map<R: HttpStream, M>(function: impl MapFits<R, M>) -> MapFn<R> {
    function.boxed()
}

/// `state_migration = f`.
pub fn state_migration<R: HttpStream, M>(function: impl MigrationFits<R, M>) -> MigrationFn<R> {
    function.boxed()
}

/// `define = f`.
pub fn define<R: HttpStream, M>(function: impl DefineFits<R, M>) -> DefineFn<R> {
    function.boxed()
}

/// `should_retry = f` of a source.
pub fn source_should_retry<C: 'static, M>(function: impl SourceShouldRetryFits<C, M>) -> SourceFn<C, bool> {
    function.boxed()
}

/// `backoff_time = f` of a source.
pub fn source_backoff_time<C: 'static, M>(function: impl SourceBackoffFits<C, M>) -> SourceFn<C, Option<Duration>> {
    function.boxed()
}

/// `request_params = f` of a source.
pub fn source_request_params<C: 'static, M>(function: impl SourceParamsFits<C, M>) -> SourceFn<C, Params> {
    function.boxed()
}

/// `request_headers = f` of a source.
pub fn source_request_headers<C: 'static, M>(function: impl SourceHeadersFits<C, M>) -> SourceFn<C, Headers> {
    function.boxed()
}

/// A function that fills a field of a stream. It may return any type that implements `Serialize`.
#[diagnostic::on_unimplemented(
    message = "the function of `add` has a wrong signature",
    label = "expected `fn(&Cx<'_, {R}>) -> Result<T>`, where serde can write `T`",
    note = "write `fn value_of(cx: &Cx<'_, {R}>) -> Result<String>`, without `async`"
)]
pub trait AddFits<R: HttpStream, M> {
    /// The function as the builder takes it.
    fn boxed(self) -> StreamFn<R, Value>;
}

impl<R: HttpStream, T: Serialize, F: Fn(&Cx<'_, R>) -> Result<T> + 'static> AddFits<R, (Fits, T)> for F {
    fn boxed(self) -> StreamFn<R, Value> {
        Box::new(move |cx| to_json(&self(cx)?))
    }
}

impl<R: HttpStream, F: Never> AddFits<R, Nothing> for F {
    fn boxed(self) -> StreamFn<R, Value> {
        self.never()
    }
}

/// `add(field = f)` of a stream.
pub fn added<R: HttpStream, M>(function: impl AddFits<R, M>) -> StreamFn<R, Value> {
    function.boxed()
}

/// A function that fills a field of a source. It may return any type that implements `Serialize`.
#[diagnostic::on_unimplemented(
    message = "the function of `add` has a wrong signature",
    label = "expected `fn(&SourceCx<'_, {C}>) -> Result<T>`, where serde can write `T`",
    note = "write `fn value_of(cx: &SourceCx<'_, {C}>) -> Result<String>`, without `async`"
)]
pub trait SourceAddFits<C: 'static, M> {
    /// The function as the builder takes it.
    fn boxed(self) -> SourceFn<C, Value>;
}

impl<C: 'static, T: Serialize, F: Fn(&SourceCx<'_, C>) -> Result<T> + 'static> SourceAddFits<C, (Fits, T)> for F {
    fn boxed(self) -> SourceFn<C, Value> {
        Box::new(move |cx| to_json(&self(cx)?))
    }
}

impl<C: 'static, F: Never> SourceAddFits<C, Nothing> for F {
    fn boxed(self) -> SourceFn<C, Value> {
        self.never()
    }
}

/// `add(field = f)` of a source.
pub fn source_added<C: 'static, M>(function: impl SourceAddFits<C, M>) -> SourceFn<C, Value> {
    function.boxed()
}
