//! What builders and contexts take by the type of a stream or source.

use super::aliases::StreamOf;
use super::traits::{HttpStream, Source};
use crate::error::Result;
use crate::stream::builder::{ParentOf, SourceDef, StreamDef, parent_def};
use crate::stream::context::{Context, Reading, SliceContext, StreamsCx, parent_of as parent_record};

/// The beginning of `R`'s definition, for the derive.
#[doc(hidden)]
pub fn stream_of<R: HttpStream>() -> StreamOf<R> {
    StreamDef::new(R::NAME)
}

/// The parent of a stream, by its type.
pub fn parent_of<P: HttpStream>() -> ParentOf<P, P::Config> {
    parent_def(P::definition)
}

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// Takes the defaults of a source: its base class, in the words of the Python CDK.
    #[must_use]
    pub fn source<Src: Source<Config = C>>(self) -> Self {
        self.source_def(Src::definition)
    }
}

impl<C: 'static> SourceDef<C> {
    /// Lists a stream.
    #[must_use]
    pub fn stream<R: HttpStream<Config = C>>(self) -> Self {
        self.stream_def(R::definition)
    }

    /// The stream that `check` reads one page of, by its type; see [`Self::check_stream`].
    #[must_use]
    pub fn check<R: HttpStream<Config = C>>(self) -> Self {
        self.check_stream(R::NAME)
    }
}

/// The source of that type, with its name and version.
pub(crate) fn source_of<Src: Source>() -> SourceDef<Src::Config> {
    Src::definition().name(Src::NAME).version(Src::VERSION)
}

impl<'a, R: 'static, C, P: 'static, S: 'static> Context<'a, R, C, P, S> {
    /// The record above the parent's.
    ///
    /// # Errors
    /// None where `parent` is declared by the derive: the types agree then.
    pub fn grandparent(&self) -> Result<&'a P::Parent>
    where
        P: HttpStream,
    {
        parent_record(self.scope().slice.parent().and_then(|parent| parent.slice.parent()))
    }
}

impl<'a, C: 'static> StreamsCx<'a, C> {
    /// All records of a stream, listed or not, a parent's included, read page by page: one page is held at each level.
    ///
    /// # Errors
    /// Where the stream's own words are wrong.
    pub fn read<R: HttpStream<Config = C>>(&self) -> Result<Reading<'a, R>> {
        self.api().read(R::definition().into_definition()).map(Reading::new)
    }
}

impl<C: 'static> SliceContext<'_, C> {
    /// All records of a stream, listed or not, a parent's included, read page by page.
    ///
    /// # Errors
    /// Where that stream's own words are wrong.
    pub fn read<R: HttpStream<Config = C>>(&self) -> Result<Reading<'static, R>> {
        self.api().read(R::definition().into_definition()).map(Reading::new)
    }
}
