//! What is done before a slice is read: joining a channel, starting a report.
//!
//! In: `before_slice = f`, an `async fn(&BeforeSliceCx<'_, Self>) -> Result<()>` over a [`BeforeSliceContext`]. Out: nothing, or
//! the error of the slice.
//! Default: nothing. With `once = "…"` it runs once a run for each text, whichever streams say the same one.
//! Not here: when it is called (see `read::before`).

use std::marker::PhantomData;
use std::ops::Deref;
use std::rc::Rc;

use super::context::{parent_of, slice_of};
use super::field::{ErasedTemplate, IntoTemplate, StreamView};
use super::scope::Slice;
use super::{HttpStream, SliceContext, StreamDef};
use crate::auth::LocalFuture;
use crate::error::{Error, Result};

/// What `before_slice` of stream `R` sees: `async fn(&BeforeSliceCx<'_, Self>) -> Result<()>`.
pub type BeforeSliceCx<'a, R> =
    BeforeSliceContext<'a, <R as HttpStream>::Config, <R as HttpStream>::Parent, <R as HttpStream>::Slice>;

/// What the function of `before_slice = f` sees: the slice that is about to be read, and by dereferencing all that a
/// [`SliceContext`] has: the config, the time, and a way to ask the API.
///
/// Requests are made without the stream's own `params`, which are for its pages. Users write it as [`BeforeSliceCx`].
pub struct BeforeSliceContext<'a, C, P = (), S = ()> {
    asks: SliceContext<'a, C>,
    at: Rc<Slice>,
    types: PhantomData<fn() -> (P, S)>,
}

impl<'a, C, P, S> Deref for BeforeSliceContext<'a, C, P, S> {
    type Target = SliceContext<'a, C>;

    fn deref(&self) -> &Self::Target {
        &self.asks
    }
}

impl<'a, C: 'static, P: 'static, S: 'static> BeforeSliceContext<'a, C, P, S> {
    fn new(asks: SliceContext<'a, C>, at: Rc<Slice>) -> Result<Self> {
        parent_of::<P>(at.parent())?;
        slice_of::<S>(&at)?.ok_or_else(|| Error::system("the stream has no slices of that type"))?;
        Ok(Self { asks, at, types: PhantomData })
    }

    /// The parent's record that the slice belongs to; `()` where the stream has no parent.
    pub fn parent(&self) -> &P {
        parent_of(self.at.parent()).expect("its type was looked at when the context was made")
    }

    /// The slice: the value of the first `slices`; `()` where the stream has none.
    pub fn slice(&self) -> &S {
        let slice = slice_of(&self.at).ok().flatten();
        slice.expect("its type was looked at when the context was made")
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
    fn call(&self, asks: SliceContext<'static, C>, at: Rc<Slice>) -> LocalFuture<'_, Result<()>>;
}

struct Erased<P, S, F>(F, PhantomData<fn() -> (P, S)>);

impl<C: 'static, P: 'static, S: 'static, F: BeforeSliceFn<C, P, S>> Before<C> for Erased<P, S, F> {
    fn call(&self, asks: SliceContext<'static, C>, at: Rc<Slice>) -> LocalFuture<'_, Result<()>> {
        match BeforeSliceContext::new(asks, at) {
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
    /// how it ended, where they have the same parent. A text that comes to nothing is the slice's error. Roots: `config`, `slice`, `parent`, `grandparent`.
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
