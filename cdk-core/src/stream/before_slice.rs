//! What is done before a slice is read: joining a channel, starting a report.
//!
//! In: `before_slice = f`, an `async fn(&BeforeSliceCx<'_, Self>) -> Result<()>` over a [`BeforeSliceContext`]. Out: nothing, or
//! the error of the slice.
//! Default: nothing. With `once = "…"` it runs once a run for each text, whichever streams say the same one.
//! Not here: when it is called (see `read::before`).

use std::marker::PhantomData;
use std::rc::Rc;

use http::Method;
use jiff::Timestamp;
use serde::Serialize;

use super::context::{parent_of, slice_of};
use super::field::{ErasedTemplate, IntoTemplate, StreamView};
use super::hook::Params;
use super::scope::Slice;
use super::source_context::SourceApi;
use super::{HttpStream, StreamDef};
use crate::auth::LocalFuture;
use crate::error::{Error, Result};
use crate::http::{Request, Response};

/// What `before_slice` of stream `R` sees: `async fn(&BeforeSliceCx<'_, Self>) -> Result<()>`.
pub type BeforeSliceCx<'a, R> =
    BeforeSliceContext<'a, <R as HttpStream>::Config, <R as HttpStream>::Parent, <R as HttpStream>::Slice>;

type Types<'a, C, P, S> = PhantomData<(&'a C, fn() -> (P, S))>;

/// What the function of `before_slice = f` sees: the slice that is about to be read, and a way to ask the API.
///
/// Requests are made and sent as in [`SliceContext`](super::SliceContext), but without the stream's own `params`, which are for
/// its pages. Users write it as [`BeforeSliceCx`].
pub struct BeforeSliceContext<'a, C, P = (), S = ()> {
    config: Rc<C>,
    stream: Rc<str>,
    api: Rc<dyn SourceApi<C>>,
    at: Rc<Slice>,
    types: Types<'a, C, P, S>,
}

impl<C: 'static, P: 'static, S: 'static> BeforeSliceContext<'_, C, P, S> {
    /// The connector's config.
    pub fn config(&self) -> &C {
        &self.config
    }

    /// The name of the stream.
    pub fn stream(&self) -> &str {
        &self.stream
    }

    fn new(config: Rc<C>, stream: &str, api: Rc<dyn SourceApi<C>>, at: Rc<Slice>) -> Result<Self> {
        parent_of::<P>(at.parent())?;
        slice_of::<S>(&at)?.ok_or_else(|| Error::system("the stream has no slices of that type"))?;
        Ok(Self { config, stream: stream.into(), api, at, types: PhantomData })
    }

    /// The parent's record that the slice belongs to.
    pub fn parent(&self) -> &P {
        parent_of(self.at.parent()).expect("its type was looked at when the context was made")
    }

    /// The slice: the value of the first `slices`.
    pub fn slice(&self) -> &S {
        let slice = slice_of(&self.at).ok().flatten();
        slice.expect("its type was looked at when the context was made")
    }

    /// The time: when the run reads the clock, or `CDK_NOW`.
    pub fn now(&self) -> Timestamp {
        self.api.now()
    }

    /// A GET request to `path` under the stream's `url_base` (the source's, where the stream's names a slice).
    ///
    /// # Errors
    /// Where there is no `url_base`, or a template fails.
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

    /// The same as a POST request with a form for its body.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn post_form(&self, path: &str, fields: &Params) -> Result<Request> {
        let mut request = self.api.request(Method::POST, path)?;
        request.set_form(fields.flat());
        Ok(request)
    }

    /// Sends a request with the stream's credentials.
    ///
    /// # Errors
    /// As for any request: after 5 tries, or at once where trying again cannot help.
    pub async fn send(&self, request: Request) -> Result<Response> {
        self.api.send(request).await
    }
}

/// An `async fn(&BeforeSliceCx<'_, Self>) -> Result<()>`. Called before the first request of a slice; of several slices at the
/// same time, unless `once` says that they share one call.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no function for `before_slice`",
    label = "expected `async fn(&BeforeSliceCx<'_, Self>) -> Result<()>`",
    note = "write `async fn join(cx: &BeforeSliceCx<'_, Record>) -> Result<()>`, where `Record` is the stream's struct"
)]
pub trait BeforeSliceFn<C, P, S>: 'static {
    /// Does what is to be done.
    fn call<'a>(&'a self, cx: BeforeSliceContext<'static, C, P, S>) -> LocalFuture<'a, Result<()>>;
}

impl<C, P, S, F> BeforeSliceFn<C, P, S> for F
where
    C: 'static,
    P: 'static,
    S: 'static,
    F: AsyncFn(&BeforeSliceContext<'_, C, P, S>) -> Result<()> + 'static,
{
    fn call<'a>(&'a self, cx: BeforeSliceContext<'static, C, P, S>) -> LocalFuture<'a, Result<()>> {
        Box::pin(async move { self(&cx).await })
    }
}

/// The function, with the types of parent and slice forgotten.
pub(crate) trait Before<C> {
    fn call<'a>(
        &'a self,
        config: Rc<C>,
        stream: &str,
        api: Rc<dyn SourceApi<C>>,
        at: Rc<Slice>,
    ) -> LocalFuture<'a, Result<()>>;
}

struct Erased<P, S, F>(F, PhantomData<fn() -> (P, S)>);

impl<C: 'static, P: 'static, S: 'static, F: BeforeSliceFn<C, P, S>> Before<C> for Erased<P, S, F> {
    fn call<'a>(
        &'a self,
        config: Rc<C>,
        stream: &str,
        api: Rc<dyn SourceApi<C>>,
        at: Rc<Slice>,
    ) -> LocalFuture<'a, Result<()>> {
        match BeforeSliceContext::new(config, stream, api, at) {
            Ok(cx) => self.0.call(cx),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }
}

/// What is done before a slice, and for which of them once.
pub(crate) struct BeforeSlice<C> {
    pub(crate) function: Rc<dyn Before<C>>,
    pub(crate) once: Option<ErasedTemplate<C>>,
}

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// A function that runs before the first request of each slice: an `async fn(&BeforeSliceCx<'_, Self>) -> Result<()>`. Its
    /// error is the slice's.
    #[must_use]
    pub fn before_slice(mut self, function: impl BeforeSliceFn<C, P, S>) -> Self {
        self.before_slice = Some(BeforeSlice { function: Rc::new(Erased(function, PhantomData)), once: None });
        self
    }

    /// The same once a run for each text that `once` comes to; slices of other streams with the same text share the call and
    /// how it ended. Roots: `config`, `slice`, `parent`, `grandparent`.
    #[must_use]
    pub fn before_slice_once(
        mut self,
        once: impl IntoTemplate<StreamView<R, C, P, S>>,
        function: impl BeforeSliceFn<C, P, S>,
    ) -> Self {
        let once = self.own.keep(once.into_template());
        self.before_slice = Some(BeforeSlice { function: Rc::new(Erased(function, PhantomData)), once });
        self
    }
}
