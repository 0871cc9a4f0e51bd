//! Slices: the slices that a function gives, and what that function sees.
//!
//! In: `slices = f`, an `async fn(&SliceCx<'_, Self>) -> Result<Vec<T>>` over a [`SliceContext`]. Out: [`GivenSlicer`], with the
//! type of its values erased.
//! Default: none; a stream without slicers has one slice. A list is asked for once and kept for the run of the stream; a
//! [`SliceStream`] is pulled value by value, and asked for anew for each slice of the slicers that stand in front of it.
//! Not here: going through slicers and their product (see `read::slices`).

use std::any::{Any, TypeId, type_name};
use std::marker::PhantomData;
use std::rc::Rc;

use http::Method;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::definition::Slicer;
use super::hook::Params;
use super::source_context::{Reading, SourceApi};
use super::{HttpStream, StreamDef};
use crate::auth::LocalFuture;
use crate::error::{Error, Result};
use crate::http::{Request, Response};
use crate::template::is_reserved;

/// The root, and the partition's name of a scalar, where no `as` says another.
const SLICE: &str = "slice";
/// What a function for `slices` of stream `R` sees: `async fn(&SliceCx<'_, Self>) -> Result<Vec<T>>`.
pub type SliceCx<'a, R> = SliceContext<'a, <R as HttpStream>::Config>;

/// What the function of `slices = f` sees: the config, and a way to ask the API.
///
/// Requests have the stream's `url_base`, `params`, `headers` and `auth` over the source's, as far as they say nothing of a
/// slice: what names one is left out, and the stream's own `request_params` and `request_headers` are not asked. They go through
/// retries and time-outs as any other request, and the rules of `on` hold: an answer that a rule ignores is returned as it is.
///
/// Users write it as [`SliceCx`].
pub struct SliceContext<'a, C> {
    config: Rc<C>,
    stream: Rc<str>,
    api: Rc<dyn SourceApi<C>>,
    borrowed: PhantomData<&'a C>,
}

impl<C: 'static> SliceContext<'_, C> {
    pub(crate) fn new(config: Rc<C>, stream: &str, api: Rc<dyn SourceApi<C>>) -> Self {
        Self { config, stream: stream.into(), api, borrowed: PhantomData }
    }

    pub(super) fn api(&self) -> &dyn SourceApi<C> {
        &*self.api
    }

    /// The same to keep, for a [`SliceStream`] that goes on asking when the function has ended.
    #[must_use]
    pub fn owned(&self) -> SliceContext<'static, C> {
        let (config, stream, api) = (self.config.clone(), self.stream.clone(), self.api.clone());
        SliceContext { config, stream, api, borrowed: PhantomData }
    }

    /// The connector's config.
    pub fn config(&self) -> &C {
        &self.config
    }

    /// The name of the stream.
    pub fn stream(&self) -> &str {
        &self.stream
    }

    /// The time: when the run reads the clock, or `CDK_NOW`.
    pub fn now(&self) -> Timestamp {
        self.api.now()
    }

    /// A GET request to `path` under the stream's `url_base` (the source's, where the stream's names a slice). The path is
    /// taken as it is, a query included; it may be an absolute URL of a declared origin.
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

    /// Sends a request with the stream's credentials. One that was made without [`Self::get`] must go to a declared origin too
    /// (that of a `url_base`, or one of `origins(…)`).
    ///
    /// # Errors
    /// As for any request: after 5 tries, or at once where trying again cannot help.
    pub async fn send(&self, request: Request) -> Result<Response> {
        self.api.send(request).await
    }

    /// All records of a stream, listed or not, a parent's included, read page by page.
    ///
    /// # Errors
    /// Where that stream's own words are wrong.
    pub fn read<R: HttpStream<Config = C>>(&self) -> Result<Reading<'static, R>> {
        self.api.read(R::definition().into_definition()).map(Reading::new)
    }
}

/// Slices one by one, for more than a list should hold: what a function for `slices` may give in place of a `Vec`.
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

    /// The same for values that may fail; the first error fails the stream.
    pub fn of_results(values: impl IntoIterator<Item = Result<T>, IntoIter: 'static>) -> Self {
        Self(Box::new(Iterated(values.into_iter())))
    }

    /// What `next` gives until it gives `None`. It is called when the slice before was taken, and may ask the API: with a
    /// context of its own, from [`SliceContext::owned`].
    pub fn unfold<A, F>(state: A, next: F) -> Self
    where
        A: 'static,
        F: AsyncFnMut(&mut A) -> Result<Option<T>> + 'static,
    {
        Self(Box::new(Unfolded { state, next }))
    }
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

/// Slices of a type that is forgotten.
pub struct SliceList(pub(crate) SliceKind);

pub(crate) enum SliceKind {
    /// All of them, kept for the run of the stream.
    All(Rc<[Rc<dyn Any>]>),
    Lazy(Box<dyn NextSlice>),
}

/// Gives slices, erased.
pub(crate) trait NextSlice {
    fn next(&mut self) -> LocalFuture<'_, Result<Option<Rc<dyn Any>>>>;
}

impl<T: 'static> NextSlice for SliceStream<T> {
    fn next(&mut self) -> LocalFuture<'_, Result<Option<Rc<dyn Any>>>> {
        Box::pin(async move { Ok(self.0.next().await?.map(|value| Rc::new(value) as Rc<dyn Any>)) })
    }
}

/// What a function for `slices` may give: a `Vec`, an array or a [`SliceStream`] of the slice's type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` gives no slices of type `{T}`",
    label = "expected `Vec<{T}>`, an array of them, or `SliceStream<{T}>`",
    note = "the word `slice` says the type of a slice, which is what the function of `slices` gives"
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

/// An `async fn(&SliceCx<'_, Self>) -> Result<Vec<T>>`; in place of the `Vec` an array or a [`SliceStream`].
///
/// A list is asked for once in a read of the stream, before its first slice. A `SliceStream` is asked for once too, and again
/// for each slice of the slicers in front of it. An error fails the stream.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no function for `slices`",
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

/// A function that gives slices, with the type of its values forgotten.
pub(crate) struct GivenSlicer<C> {
    /// The root by which templates see its values.
    pub(crate) name: Rc<str>,
    pub(crate) ask: Rc<dyn Ask<C>>,
    /// As serde writes a value, for the partition.
    pub(crate) write: fn(&dyn Any) -> Result<Value>,
    type_id: TypeId,
    pub(crate) type_name: &'static str,
}

/// [`SlicesFn`] without the type of its values.
pub(crate) trait Ask<C> {
    fn ask(&self, cx: SliceContext<'static, C>) -> LocalFuture<'_, Result<SliceList>>;
}

struct Asked<T, F>(F, PhantomData<fn() -> T>);

impl<C, T, F: SlicesFn<C, T>> Ask<C> for Asked<T, F> {
    fn ask(&self, cx: SliceContext<'static, C>) -> LocalFuture<'_, Result<SliceList>> {
        self.0.call(cx)
    }
}

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// One slice for each value that the function gives: an `async fn(&SliceCx<'_, Self>) -> Result<Vec<S>>`. [`SlicesFn`] says
    /// when it is asked.
    ///
    /// With [`Self::slices_as`] and `parent` beside it, a stream has their product; the first that is said is the outermost.
    /// An empty list is no slice: the stream completes without a request.
    #[must_use]
    pub fn slices(self, function: impl SlicesFn<C, S>) -> Self
    where
        S: Serialize,
    {
        self.given(SLICE, function)
    }

    /// The same under a name: for further slices (`{month.first}` in templates, `cx.slice_as::<Month>("month")`), or for the
    /// first ones, which are `cx.slice()` and of type `S` then.
    #[must_use]
    pub fn slices_as<T: Serialize + 'static>(mut self, name: &str, function: impl SlicesFn<C, T>) -> Self {
        let is_taken = is_reserved(name) || self.slicers.iter().any(|slicer| is_named(slicer, name));
        let starts = name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
        if is_taken || !starts || !name.chars().all(|letter| letter.is_alphanumeric() || letter == '_') {
            let why = if is_taken { "is something else already" } else { "is no name that a template could have" };
            self.own.problems.push(Error::system(format!("slices: `{name}` {why}; give these slices another name")));
        }
        self.given(name, function)
    }

    fn given<T: Serialize + 'static>(mut self, name: &str, function: impl SlicesFn<C, T>) -> Self {
        self.slicers.push(Slicer::Given(GivenSlicer {
            name: name.into(),
            ask: Rc::new(Asked(function, PhantomData)),
            write: |value| match value.downcast_ref::<T>() {
                Some(value) => Ok(serde_json::to_value(value)?),
                None => Err(Error::system("the slice is of another type than its slicer")),
            },
            type_id: TypeId::of::<T>(),
            type_name: type_name::<T>(),
        }));
        self
    }
}

fn is_named<C>(slicer: &Slicer<C>, name: &str) -> bool {
    match slicer {
        Slicer::Parent(parent) => parent.words.name() == name,
        Slicer::Given(given) => &*given.name == name,
    }
}

/// Where the slices are not what the stream says of them.
pub(super) fn problem<C, S: 'static>(slicers: &[Slicer<C>]) -> Option<Error> {
    let mut given = slicers.iter().filter_map(|slicer| match slicer {
        Slicer::Given(given) => Some(given),
        Slicer::Parent(_) => None,
    });
    let said = type_name::<S>();
    let why = match given.next() {
        None if TypeId::of::<S>() == TypeId::of::<()>() => return None,
        None => format!("the stream's slices are of type `{said}`, and nothing gives them; say `.slices(f)`"),
        Some(first) if first.type_id != TypeId::of::<S>() => {
            let found = first.type_name;
            format!("the first slices are of type `{found}`, and the stream's of type `{said}`")
        }
        Some(_) if given.any(|further| &*further.name == SLICE) => {
            "further slices have a name of their own; give them by `.slices_as(\"…\", f)`".to_owned()
        }
        Some(_) => return None,
    };
    Some(Error::system(format!("slices: {why}")))
}
