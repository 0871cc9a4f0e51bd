//! Asynchronous: checks that an `async fn`, or the function of `choose`, has the signature of its attribute.
//!
//! In: a function of the connector. Out: the function with its type erased, or the `auth` made from it. A wrong
//! signature is one compile error at the function that shows the expected signature.
//! Not here: functions that are not asynchronous (see `functions`).

use super::marker::{Fits, Never, Nothing};
use crate::auth::{Authenticator, LocalFuture};
use crate::error::Result;
use crate::stream::auth::Auth;
use crate::stream::builder::{BeforeSliceFn, SlicesFn, Stream, StreamsFn};
use crate::stream::connector::traits::HttpStream;
use crate::stream::context::{BeforeSliceContext, SliceContext, StreamsCx};
use crate::stream::value::{SliceList, opaque_debug};

/// A function of `slices`.
pub struct AnySlices<C, T>(Box<dyn SlicesFn<C, T>>);
/// A function of `before_slice`.
pub struct AnyBeforeSlice<C, P, S>(Box<dyn BeforeSliceFn<C, P, S>>);
/// A function of `streams`.
pub struct AnyStreams<C>(Box<dyn StreamsFn<C>>);

opaque_debug! {
    [C, T] AnySlices<C, T>, "AnySlices";
    [C, P, S] AnyBeforeSlice<C, P, S>, "AnyBeforeSlice";
    [C] AnyStreams<C>, "AnyStreams";
}

impl<C: 'static, T: 'static> SlicesFn<C, T> for AnySlices<C, T> {
    fn call(&self, cx: SliceContext<'static, C>) -> LocalFuture<'_, Result<SliceList>> {
        self.0.call(cx)
    }
}

impl<C: 'static, P: 'static, S: 'static> BeforeSliceFn<C, P, S> for AnyBeforeSlice<C, P, S> {
    fn call<'a>(&'a self, cx: BeforeSliceContext<'static, C, P, S>) -> LocalFuture<'a, Result<()>> {
        self.0.call(cx)
    }
}

impl<C: 'static> StreamsFn<C> for AnyStreams<C> {
    fn call<'a>(&'a self, cx: StreamsCx<'a, C>) -> LocalFuture<'a, Result<Vec<Stream<C>>>> {
        self.0.call(cx)
    }
}

/// A function of `slices`.
#[diagnostic::on_unimplemented(
    message = "the function of `slices` has a wrong signature",
    label = "expected `async fn(&SliceCx<'_, {R}>) -> Result<Vec<{T}>>`",
    note = "write `async fn slices_of(cx: &SliceCx<'_, {R}>) -> Result<Vec<{T}>>`; an array or a `SliceStream<{T}>` is accepted in place of the `Vec`"
)]
pub trait SlicesFits<R: HttpStream, T: 'static, M> {
    /// The function as the builder takes it.
    fn any(self) -> AnySlices<R::Config, T>;
}

impl<R: HttpStream, T: 'static, F: SlicesFn<R::Config, T>> SlicesFits<R, T, Fits> for F {
    fn any(self) -> AnySlices<R::Config, T> {
        AnySlices(Box::new(self))
    }
}

impl<R: HttpStream, T: 'static, F: Never> SlicesFits<R, T, Nothing> for F {
    fn any(self) -> AnySlices<R::Config, T> {
        self.never()
    }
}

/// A function of `before_slice`.
#[diagnostic::on_unimplemented(
    message = "the function of `before_slice` has a wrong signature",
    label = "expected `async fn(&BeforeSliceCx<'_, {R}>) -> Result<()>`",
    note = "write `async fn join(cx: &BeforeSliceCx<'_, {R}>) -> Result<()>`"
)]
pub trait BeforeSliceFits<R: HttpStream, M> {
    /// The function as the builder takes it.
    fn any(self) -> AnyBeforeSlice<R::Config, R::Parent, R::Slice>;
}

impl<R: HttpStream, F: BeforeSliceFn<R::Config, R::Parent, R::Slice>> BeforeSliceFits<R, Fits> for F {
    fn any(self) -> AnyBeforeSlice<R::Config, R::Parent, R::Slice> {
        AnyBeforeSlice(Box::new(self))
    }
}

impl<R: HttpStream, F: Never> BeforeSliceFits<R, Nothing> for F {
    fn any(self) -> AnyBeforeSlice<R::Config, R::Parent, R::Slice> {
        self.never()
    }
}

/// A function of `streams`.
#[diagnostic::on_unimplemented(
    message = "the function of `streams` has a wrong signature",
    label = "expected `async fn(&StreamsCx<'_, {C}>) -> Result<Vec<Stream<{C}>>>`",
    note = "write `async fn tables(cx: &StreamsCx<'_, {C}>) -> Result<Vec<Stream<{C}>>>`"
)]
pub trait StreamsFits<C: 'static, M> {
    /// The function as the builder takes it.
    fn any(self) -> AnyStreams<C>;
}

impl<C: 'static, F: StreamsFn<C>> StreamsFits<C, Fits> for F {
    fn any(self) -> AnyStreams<C> {
        AnyStreams(Box::new(self))
    }
}

impl<C: 'static, F: Never> StreamsFits<C, Nothing> for F {
    fn any(self) -> AnyStreams<C> {
        self.never()
    }
}

/// A function of `auth`.
#[diagnostic::on_unimplemented(
    message = "the function of `auth` has a wrong signature",
    label = "expected `async fn(&AuthCx<'_, {C}>) -> Result<Credentials>`",
    note = "write `async fn sign(cx: &AuthCx<'_, {C}>) -> Result<Credentials>`"
)]
pub trait AuthFits<C: 'static, M> {
    /// The function as the builder takes it.
    fn auth(self) -> Auth<C>;
}

impl<C: 'static, F: Authenticator<C>> AuthFits<C, Fits> for F {
    fn auth(self) -> Auth<C> {
        Auth::custom(self)
    }
}

impl<C: 'static, F: Never> AuthFits<C, Nothing> for F {
    fn auth(self) -> Auth<C> {
        self.never()
    }
}

/// A function of `choose`.
#[diagnostic::on_unimplemented(
    message = "the function of `choose` has a wrong signature",
    label = "expected `fn(&{C}) -> Auth<{C}>`",
    note = "write `fn signed(config: &{C}) -> Auth<{C}>`, without `async` and without `Result`"
)]
pub trait ChooseFits<C: 'static, M> {
    /// The function as the builder takes it.
    fn auth(self) -> Auth<C>;
}

impl<C: 'static, F: Fn(&C) -> Auth<C> + 'static> ChooseFits<C, Fits> for F {
    fn auth(self) -> Auth<C> {
        Auth::choose(self)
    }
}

impl<C: 'static, F: Never> ChooseFits<C, Nothing> for F {
    fn auth(self) -> Auth<C> {
        self.never()
    }
}

/// `slices = f`.
pub fn slices<R: HttpStream, T: 'static, M>(function: impl SlicesFits<R, T, M>) -> AnySlices<R::Config, T> {
    function.any()
}

/// `before_slice = f`.
pub fn before_slice<R: HttpStream, M>(
    function: impl BeforeSliceFits<R, M>,
) -> AnyBeforeSlice<R::Config, R::Parent, R::Slice> {
    function.any()
}

/// `streams = f`.
pub fn streams<C: 'static, M>(function: impl StreamsFits<C, M>) -> AnyStreams<C> {
    function.any()
}

/// `auth = f`.
pub fn auth<C: 'static, M>(function: impl AuthFits<C, M>) -> Auth<C> {
    function.auth()
}

/// `auth = choose(f)`.
pub fn choose<C: 'static, M>(function: impl ChooseFits<C, M>) -> Auth<C> {
    function.auth()
}
