//! The slicers of a stream: parents and functions. The first one that is declared is the outermost.

use std::any::{TypeId, type_name};
use std::marker::PhantomData;
use std::rc::Rc;

use serde::Serialize;

use super::functions::{BeforeSliceFn, ErasedBeforeSlice, ErasedSlicesFn, SlicesFn};
use super::parent::ParentOf;
use super::stream_def::StreamDef;
use super::template::IntoTemplate;
use super::view::StreamView;
use crate::error::Error;
use crate::stream::definition::{BeforeSlice, GivenSlicer, ParentSlicer, Slicer};
use crate::stream::value::{SLICE, is_name};
use crate::template::is_reserved;

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// One slice for each record of the parent stream, read lazily; see [`ParentOf`] for its options.
    #[must_use]
    pub fn parent(mut self, parent: ParentOf<P, C>) -> Self {
        if self.definition.slicers.iter().any(|slicer| matches!(slicer, Slicer::Parent(_))) {
            self.definition.own.problems.push(Error::system(
                "`parent` must come first and only once; add any other parent with `further_parent` and a name",
            ));
        }
        self.push_parent(parent);
        self
    }

    /// One more parent: the stream has a slice for each pair of their records. The slicer that is declared first is
    /// outermost; this one is read again for each slice of the slicers before it. It needs a name
    /// ([`ParentOf::named`]), by which templates and hooks see its record (`cx.parent_as::<Team>("team")`).
    #[must_use]
    pub fn further_parent<Q>(mut self, parent: ParentOf<Q, C>) -> Self {
        if !self.definition.slicers.iter().any(|slicer| matches!(slicer, Slicer::Parent(_))) {
            self.definition.own.problems.push(Error::system("`further_parent` must come after `parent`"));
        }
        self.push_parent(parent);
        self
    }

    fn push_parent<Q>(&mut self, parent: ParentOf<Q, C>) {
        self.definition.slicers.push(Slicer::Parent(ParentSlicer { build: parent.definition, words: parent.words }));
    }

    /// One slice for each value that the function returns: an `async fn(&SliceCx<'_, Self>) -> Result<Vec<S>>`.
    /// [`SlicesFn`] says when it is called.
    ///
    /// Together with [`Self::slices_as`] or `parent`, a stream has the product of its slicers; the first one that is
    /// declared is the outermost. An empty list means no slices: the stream completes without a request.
    #[must_use]
    pub fn slices(self, function: impl SlicesFn<C, S>) -> Self
    where
        S: Serialize,
    {
        self.given(SLICE, function)
    }

    /// Like [`Self::slices`], with a name (`{month.first}` in templates, `cx.slice_as::<Month>("month")`). For further
    /// slices; the first ones are also `cx.slice()` and must have type `S`.
    #[must_use]
    pub fn slices_as<T: Serialize + 'static>(mut self, name: &str, function: impl SlicesFn<C, T>) -> Self {
        let is_taken = is_reserved(name) || self.definition.slicers.iter().any(|slicer| is_named(slicer, name));
        if is_taken || !is_name(name) {
            let why = if is_taken { "is already used for something else" } else { "is not a valid name in templates" };
            self.definition
                .own
                .problems
                .push(Error::system(format!("slices: `{name}` {why}; give these slices another name")));
        }
        self.given(name, function)
    }

    fn given<T: Serialize + 'static>(mut self, name: &str, function: impl SlicesFn<C, T>) -> Self {
        self.definition.slicers.push(Slicer::Given(GivenSlicer {
            name: name.into(),
            ask: Rc::new(ErasedSlicesFn(function, PhantomData)),
            write: |value| match value.downcast_ref::<T>() {
                Some(value) => Ok(serde_json::to_value(value)?),
                None => Err(Error::system("the slice has another type than its slicer")),
            },
            type_id: TypeId::of::<T>(),
            type_name: type_name::<T>(),
        }));
        self
    }

    /// A function that runs before the first request of each slice: an `async fn(&BeforeSliceCx<'_, Self>) ->
    /// Result<()>`. Its error fails the slice.
    #[must_use]
    pub fn before_slice(mut self, function: impl BeforeSliceFn<C, P, S>) -> Self {
        self.definition.before_slice =
            Some(BeforeSlice { function: Rc::new(ErasedBeforeSlice(function, PhantomData)), once: None });
        self
    }

    /// Like [`Self::before_slice`], but once per run for each result of the template `once`. Slices of other streams
    /// with the same result and the same parent share the call. An empty result fails the slice. Roots: `config`,
    /// `slice`, `parent`, `grandparent`.
    #[must_use]
    pub fn before_slice_once(
        mut self,
        once: impl IntoTemplate<StreamView<R, C, P, S>>,
        function: impl BeforeSliceFn<C, P, S>,
    ) -> Self {
        let once = self.definition.own.keep(once.into_template());
        self.definition.before_slice =
            Some(BeforeSlice { function: Rc::new(ErasedBeforeSlice(function, PhantomData)), once });
        self
    }
}

fn is_named<C>(slicer: &Slicer<C>, name: &str) -> bool {
    match slicer {
        Slicer::Parent(parent) => parent.words.name() == name,
        Slicer::Given(given) => &*given.name == name,
    }
}
