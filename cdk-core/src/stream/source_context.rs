//! Streams that only the API knows: what their function sees, and what it gives.
//!
//! In: [`SourceContext`], the source with a config and a way to ask its API. Out: [`Stream`]s, each made of a `StreamDef`.
//! Not here: when the function is asked, and judging what it gives (see `source`).

use std::any::Any;
use std::fmt::Display;
use std::marker::PhantomData;

use http::Method;
use jiff::Timestamp;
use serde::Serialize;

use super::definition::Definition;
use super::{HasSchema, HttpStream, Readable, StreamDef, Writable};
use crate::auth::LocalFuture;
use crate::error::{Error, Result};
use crate::hook_log::LogLevel;
use crate::http::{Request, Response};

/// A stream of a source with config `C`, whatever its records are: what the function of `streams = f` gives.
///
/// ```
/// use cdk_core::stream::{DynRecord, Stream, StreamDef};
/// # struct Config {}
/// let schema = serde_json::json!({ "type": "object", "properties": { "id": { "type": "string" } } });
/// let table: Stream<Config> = StreamDef::<DynRecord, Config>::new("orders")
///     .url_base("https://api.example.com")
///     .schema(schema)
///     .primary_key(["id"])
///     .into();
/// ```
pub struct Stream<C>(pub(crate) Definition<C>);

impl<R, C, P, S> From<StreamDef<R, C, P, S>> for Stream<C>
where
    R: Writable + Readable + HasSchema + 'static,
    C: 'static,
    P: 'static,
    S: 'static,
{
    fn from(definition: StreamDef<R, C, P, S>) -> Self {
        Self(definition.into_definition())
    }
}

/// What the function of `streams = f` sees: the config, and a way to ask the API.
///
/// What is asked goes through the source's `auth`, and through retries and time-outs as any other request; the source's
/// `request_params` and `request_headers` see `streams` for the stream's name.
pub struct SourceContext<'a, C> {
    config: &'a C,
    api: &'a dyn SourceApi<C>,
}

impl<'a, C: 'static> SourceContext<'a, C> {
    pub(crate) fn new(config: &'a C, api: &'a dyn SourceApi<C>) -> Self {
        Self { config, api }
    }

    pub(super) fn api(&self) -> &dyn SourceApi<C> {
        self.api
    }

    /// The connector's config.
    pub fn config(&self) -> &'a C {
        self.config
    }

    /// The time: when the run reads the clock, or `CDK_NOW`.
    pub fn now(&self) -> Timestamp {
        self.api.now()
    }

    /// A GET request to `path` under the source's `url_base`, with the source's params and headers. The path is taken as it
    /// is, a query included; it may be an absolute URL of a declared origin.
    ///
    /// # Errors
    /// Where the source has no `url_base`, or one of its templates fails.
    pub fn get(&self, path: &str) -> Result<Request> {
        self.api.request(Method::GET, path)
    }

    /// The same as a POST request with a JSON body.
    ///
    /// # Errors
    /// As [`Self::get`], and where `body` cannot be written as JSON.
    pub fn post_json(&self, path: &str, body: &impl Serialize) -> Result<Request> {
        let mut request = self.api.request(Method::POST, path)?;
        request.set_json(body)?;
        Ok(request)
    }

    /// Sends a request with the source's credentials. One that was made without [`Self::get`] must go to an origin of the
    /// source too (its `url_base`, or `origins(…)`).
    ///
    /// # Errors
    /// As for any request: after 5 tries, or at once where trying again cannot help.
    pub async fn send(&self, request: Request) -> Result<Response> {
        self.api.send(request).await
    }

    /// All records of a stream, listed or not, a parent's included, read page by page: one page is held at each level.
    ///
    /// # Errors
    /// Where the stream's own words are wrong.
    pub fn read<R: HttpStream<Config = C>>(&self) -> Result<Reading<'a, R>> {
        self.api.read(R::definition().into_definition()).map(Reading::new)
    }
}

/// The typed records of a stream, one after the other. Made by [`SourceContext::read`] and
/// [`SliceContext::read`](super::SliceContext::read).
///
/// ```no_run
/// # use cdk_core::prelude::*;
/// # use cdk_core::SourceContext;
/// # async fn names<C: 'static, Team: HttpStream<Config = C>>(cx: &SourceContext<'_, C>) -> Result<()> {
/// let mut teams = cx.read::<Team>()?;
/// while let Some(team) = teams.next().await? {
///     // …
/// #   let _ = team;
/// }
/// # Ok(())
/// # }
/// ```
pub struct Reading<'a, R> {
    records: Box<dyn NextRecord + 'a>,
    record: PhantomData<fn() -> R>,
}

impl<R: 'static> Reading<'_, R> {
    pub(super) fn new(records: Box<dyn NextRecord>) -> Self {
        Self { records, record: PhantomData }
    }

    /// The next record that `filter` and `map` let through; `None` at the end.
    ///
    /// # Errors
    /// As for any read of the stream.
    pub async fn next(&mut self) -> Result<Option<R>> {
        let Some(record) = self.records.next().await? else { return Ok(None) };
        match record.downcast() {
            Ok(record) => Ok(Some(*record)),
            Err(_) => Err(Error::system("the record is of another type than its stream")),
        }
    }
}

/// An `async fn(&SourceContext<'_, Config>) -> Result<Vec<Stream<Config>>>`.
///
/// Asked once in a command that needs it: by `discover`; by `read` where the catalog selects a stream that is not listed; by
/// `check` where the stream to check is not listed; never by `spec`. In `read` its error is that of the streams which only
/// it could give, and the listed ones are read. Two streams of one name and parents in a circle are an error before any
/// record; a stream whose own words are wrong fails `discover` and `check`, and in `read` itself alone.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no function for `streams`",
    label = "expected `async fn(&SourceContext<'_, Config>) -> Result<Vec<Stream<Config>>>`",
    note = "write `async fn tables(cx: &SourceContext<'_, Config>) -> Result<Vec<Stream<Config>>>`"
)]
pub trait StreamsFn<C>: 'static {
    /// The streams, in the catalog's order.
    fn call<'a>(&'a self, cx: SourceContext<'a, C>) -> LocalFuture<'a, Result<Vec<Stream<C>>>>;
}

impl<C: 'static, F> StreamsFn<C> for F
where
    F: AsyncFn(&SourceContext<'_, C>) -> Result<Vec<Stream<C>>> + 'static,
{
    fn call<'a>(&'a self, cx: SourceContext<'a, C>) -> LocalFuture<'a, Result<Vec<Stream<C>>>> {
        Box::pin(async move { self(&cx).await })
    }
}

/// What a [`SourceContext`] and a `SliceContext` ask for; the run gives it.
pub(crate) trait SourceApi<C> {
    fn now(&self) -> Timestamp;
    fn log(&self, level: LogLevel, message: &dyn Display);
    fn request(&self, method: Method, path: &str) -> Result<Request>;
    fn send(&self, request: Request) -> LocalFuture<'_, Result<Response>>;
    fn read(&self, definition: Definition<C>) -> Result<Box<dyn NextRecord>>;
}

/// Gives records as their structs, erased.
pub(crate) trait NextRecord {
    fn next(&mut self) -> LocalFuture<'_, Result<Option<Box<dyn Any>>>>;
}
