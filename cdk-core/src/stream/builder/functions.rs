//! The functions that return slices and streams, and that run before a slice.
//!
//! In: an `async fn` of the connector. Out: the same without the types that the engine does not know.
//! Not here: when a function is called (see `read` and `source`).

use std::marker::PhantomData;
use std::rc::Rc;

use crate::auth::LocalFuture;
use crate::error::Result;
use crate::stream::context::{BeforeSliceContext, SliceContext, StreamsCx};
use crate::stream::definition::scope::Slice;
use crate::stream::definition::{ApiHandle, BeforeSliceHook, Definition, SlicesHook};
use crate::stream::value::{IntoSlices, SliceList};

/// A stream of a source with config `C`, with records of any type: the function of `streams = f` returns a list of
/// these.
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

/// An `async fn(&StreamsCx<'_, Config>) -> Result<Vec<Stream<Config>>>`.
///
/// Called at most once in a command: by `discover`; by `read` if the catalog selects a stream that is not listed; by
/// `check` if the stream to check is not listed; never by `spec`. In `read` its error is the error of the streams that
/// are not listed; the listed ones are read. Two streams with the same name, or a cycle of parents, are an error before
/// any record. A stream with invalid options fails `discover` and `check`; in `read` only that stream fails.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a function for `streams`",
    label = "expected `async fn(&StreamsCx<'_, Config>) -> Result<Vec<Stream<Config>>>`",
    note = "write `async fn tables(cx: &StreamsCx<'_, Config>) -> Result<Vec<Stream<Config>>>`"
)]
pub trait StreamsFn<C>: 'static {
    /// The streams, in the catalog's order.
    fn call<'a>(&'a self, cx: StreamsCx<'a, C>) -> LocalFuture<'a, Result<Vec<Stream<C>>>>;
}

impl<C: 'static, F> StreamsFn<C> for F
where
    F: AsyncFn(&StreamsCx<'_, C>) -> Result<Vec<Stream<C>>> + 'static,
{
    fn call<'a>(&'a self, cx: StreamsCx<'a, C>) -> LocalFuture<'a, Result<Vec<Stream<C>>>> {
        Box::pin(async move { self(&cx).await })
    }
}

/// An `async fn(&SliceCx<'_, Self>) -> Result<Vec<T>>`. It may also return an array or a
/// [`SliceStream`](crate::SliceStream).
///
/// A function that returns a list is called once in a read of the stream, before its first slice. One that returns a
/// `SliceStream` is called for each slice of the slicers before it; once if it is the first slicer. An error fails the
/// stream.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a function for `slices`",
    label = "expected `async fn(&SliceCx<'_, Self>) -> Result<Vec<{T}>>`",
    note = "write `async fn slices(cx: &SliceCx<'_, Record>) -> Result<Vec<{T}>>`, where `Record` is the stream's struct"
)]
pub trait SlicesFn<C, T>: 'static {
    /// The slices, in the order in which they are read.
    fn call(&self, cx: SliceContext<'static, C>) -> LocalFuture<'_, Result<SliceList>>;
}

impl<C, T, L, F> SlicesFn<C, T> for F
where
    C: 'static,
    L: IntoSlices<T>,
    F: AsyncFn(&SliceContext<'_, C>) -> Result<L> + 'static,
{
    fn call(&self, cx: SliceContext<'static, C>) -> LocalFuture<'_, Result<SliceList>> {
        Box::pin(async move { Ok(self(&cx).await?.into_slices()) })
    }
}

/// A function for `slices`, without the type of its values.
pub(super) struct ErasedSlicesFn<T, F>(pub(super) F, pub(super) PhantomData<fn() -> T>);

impl<C: 'static, T, F: SlicesFn<C, T>> SlicesHook<C> for ErasedSlicesFn<T, F> {
    fn ask(&self, api: ApiHandle<C>) -> LocalFuture<'_, Result<SliceList>> {
        self.0.call(SliceContext::new(api))
    }
}

/// An `async fn(&BeforeSliceCx<'_, Self>) -> Result<()>`. Called before the first request of a slice, for several
/// slices at the same time. With `once`, slices share one call.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a function for `before_slice`",
    label = "expected `async fn(&BeforeSliceCx<'_, Self>) -> Result<()>`",
    note = "write `async fn join(cx: &BeforeSliceCx<'_, Record>) -> Result<()>`, where `Record` is the stream's struct"
)]
pub trait BeforeSliceFn<C, P, S>: 'static {
    /// Runs the function.
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

/// A function for `before_slice`, without the types of parent and slice.
pub(super) struct ErasedBeforeSlice<P, S, F>(pub(super) F, pub(super) PhantomData<fn() -> (P, S)>);

impl<C: 'static, P: 'static, S: 'static, F: BeforeSliceFn<C, P, S>> BeforeSliceHook<C> for ErasedBeforeSlice<P, S, F> {
    fn call(&self, api: ApiHandle<C>, at: Rc<Slice>) -> LocalFuture<'_, Result<()>> {
        match BeforeSliceContext::new(SliceContext::new(api), at) {
            Ok(cx) => self.0.call(cx),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }
}
