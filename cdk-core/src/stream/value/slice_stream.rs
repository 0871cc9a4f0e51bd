//! Slices, as a function returns them: a list, or a stream that is pulled slice by slice.
//!
//! In: a `Vec`, an array or a [`SliceStream`]. Out: a [`SliceList`], with the type of the slices erased.
//! Not here: when a function is called for slices (see `read`).

use std::any::Any;
use std::rc::Rc;

use super::opaque::opaque_debug;
use crate::auth::LocalFuture;
use crate::error::Result;

/// A stream of slices, for more than a list should hold. A function for `slices` may return it instead of a `Vec`.
///
/// ```
/// use cdk_core::stream::SliceStream;
///
/// let numbers: SliceStream<u64> = SliceStream::of(1..=1_000_000);
/// let lines = "a\nb".lines().map(|line| Ok(line.to_owned()));
/// let lines: SliceStream<String> = SliceStream::of_results(lines.collect::<Vec<_>>());
/// let countdown: SliceStream<u32> = SliceStream::unfold(3, async |left: &mut u32| {
///     *left = left.saturating_sub(1);
///     Ok((*left > 0).then_some(*left))
/// });
/// ```
pub struct SliceStream<T>(Box<dyn NextOf<T>>);

impl<T: 'static> SliceStream<T> {
    /// The values of an iterator, pulled one by one.
    pub fn of(values: impl IntoIterator<Item = T, IntoIter: 'static>) -> Self {
        Self::of_results(values.into_iter().map(Ok))
    }

    /// Like [`Self::of`], for values that may fail; the first error fails the stream.
    pub fn of_results(values: impl IntoIterator<Item = Result<T>, IntoIter: 'static>) -> Self {
        Self(Box::new(Iterated(values.into_iter())))
    }

    /// The results of `next` until it returns `None`. It is called after the previous slice was taken. It can send
    /// requests with an owned context, from [`SliceContext::owned`](crate::stream::SliceContext::owned).
    pub fn unfold<A, F>(state: A, next: F) -> Self
    where
        A: 'static,
        F: AsyncFnMut(&mut A) -> Result<Option<T>> + 'static,
    {
        Self(Box::new(Unfolded { state, next }))
    }
}

opaque_debug! {
    [T] SliceStream<T>, "SliceStream";
    [] SliceList, "SliceList";
}

trait NextOf<T> {
    fn next(&mut self) -> LocalFuture<'_, Result<Option<T>>>;
}

struct Iterated<I>(I);

impl<T, I: Iterator<Item = Result<T>>> NextOf<T> for Iterated<I> {
    fn next(&mut self) -> LocalFuture<'_, Result<Option<T>>> {
        Box::pin(async move { self.0.next().transpose() })
    }
}

struct Unfolded<A, F> {
    state: A,
    next: F,
}

impl<A, T, F: AsyncFnMut(&mut A) -> Result<Option<T>>> NextOf<T> for Unfolded<A, F> {
    fn next(&mut self) -> LocalFuture<'_, Result<Option<T>>> {
        Box::pin(async move { (self.next)(&mut self.state).await })
    }
}

/// Slices with their type erased.
pub struct SliceList(pub(crate) SliceKind);

pub(crate) enum SliceKind {
    /// All slices, kept during the read of the stream.
    All(Rc<[Rc<dyn Any>]>),
    Lazy(Box<dyn NextSlice>),
}

/// Returns slices, erased.
pub(crate) trait NextSlice {
    fn next(&mut self) -> LocalFuture<'_, Result<Option<Rc<dyn Any>>>>;
}

impl<T: 'static> NextSlice for SliceStream<T> {
    fn next(&mut self) -> LocalFuture<'_, Result<Option<Rc<dyn Any>>>> {
        Box::pin(async move { Ok(self.0.next().await?.map(|value| Rc::new(value) as Rc<dyn Any>)) })
    }
}

/// The result of a function for `slices`: a `Vec`, an array or a [`SliceStream`] of the slice's type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not contain slices of type `{T}`",
    label = "expected `Vec<{T}>`, an array of them, or `SliceStream<{T}>`",
    note = "the option `slice` of `slices(…)` is the type of a slice: the function returns slices of that type"
)]
pub trait IntoSlices<T> {
    #[doc(hidden)]
    fn into_slices(self) -> SliceList;
}

impl<T: 'static> IntoSlices<T> for Vec<T> {
    fn into_slices(self) -> SliceList {
        SliceList(SliceKind::All(self.into_iter().map(|value| Rc::new(value) as Rc<dyn Any>).collect()))
    }
}

impl<T: 'static, const N: usize> IntoSlices<T> for [T; N] {
    fn into_slices(self) -> SliceList {
        Vec::from(self).into_slices()
    }
}

impl<T: 'static> IntoSlices<T> for SliceStream<T> {
    fn into_slices(self) -> SliceList {
        SliceList(SliceKind::Lazy(Box::new(self)))
    }
}
