//! Methods of builders and contexts that refer to a stream or source by its type.

use super::aliases::StreamOf;
use super::traits::{HttpStream, Source};
use crate::error::Result;
use crate::stream::builder::{ParentOf, SourceDef, StreamDef, parent_def};
use crate::stream::context::{Context, Reading, SliceContext, StreamsCx, parent_of as parent_record};

/// A new definition of the stream `R`, for the derive.
#[doc(hidden)]
pub fn stream_of<R: HttpStream>() -> StreamOf<R> {
    StreamDef::new(R::NAME)
}

/// The parent of a stream, by its type.
pub fn parent_of<P: HttpStream>() -> ParentOf<P, P::Config> {
    parent_def(P::definition)
}

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// Inherits the defaults of a source.
    #[must_use]
    pub fn source<Src: Source<Config = C>>(self) -> Self {
        self.source_def(Src::definition)
    }
}

impl<C: 'static> SourceDef<C> {
    /// Adds a stream to the source.
    #[must_use]
    pub fn stream<R: HttpStream<Config = C>>(self) -> Self {
        self.stream_def(R::definition)
    }

    /// The stream of which `check` reads one page, by its type; see [`Self::check_stream`].
    #[must_use]
    pub fn check<R: HttpStream<Config = C>>(self) -> Self {
        self.check_stream(R::NAME)
    }
}

/// The definition of a source type, with its name and version.
pub(crate) fn source_of<Src: Source>() -> SourceDef<Src::Config> {
    Src::definition().name(Src::NAME).version(Src::VERSION)
}

impl<'a, R: 'static, C, P: 'static, S: 'static> Context<'a, R, C, P, S> {
    /// The parent record of the parent record.
    ///
    /// # Errors
    /// None if the derive declares `parent`, since the types then match. Otherwise as for `parent`.
    pub fn grandparent(&self) -> Result<&'a P::Parent>
    where
        P: HttpStream,
    {
        parent_record(self.scope().slice.parent().and_then(|parent| parent.slice.parent()))
    }
}

impl<'a, C: 'static> StreamsCx<'a, C> {
    /// All records of a stream, read page by page. The stream need not be listed; its parents are read too. One page
    /// per level is in memory.
    ///
    /// # Errors
    /// If the stream's options are invalid.
    pub fn read<R: HttpStream<Config = C>>(&self) -> Result<Reading<'a, R>> {
        self.api().read(R::definition().into_definition()).map(Reading::new)
    }
}

impl<C: 'static> SliceContext<'_, C> {
    /// All records of a stream, read page by page. The stream need not be listed; its parents are read too.
    ///
    /// # Errors
    /// If the stream's options are invalid.
    pub fn read<R: HttpStream<Config = C>>(&self) -> Result<Reading<'static, R>> {
        self.api().read(R::definition().into_definition()).map(Reading::new)
    }
}
