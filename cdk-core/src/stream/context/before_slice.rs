//! The context of `before_slice = f`: the slice to be read.
//!
//! Not here: when the function is called (see `read`).

use std::marker::PhantomData;
use std::ops::Deref;
use std::rc::Rc;

use super::slices::SliceContext;
use super::stream::{parent_of, slice_of};
use crate::error::{Error, Result};
use crate::stream::definition::scope::Slice;
use crate::stream::value::StreamState;

/// The context of `before_slice = f`: the slice to be read. It dereferences to [`SliceContext`], which has the config,
/// the time and requests to the API.
///
/// Requests do not contain the stream's own `params`, which are for its pages. Connectors write the type as
/// [`BeforeSliceCx`](crate::stream::BeforeSliceCx).
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
    pub(crate) fn new(asks: SliceContext<'a, C>, at: Rc<Slice>) -> Result<Self> {
        let this = Self { asks, at, types: PhantomData };
        this.parent()?;
        this.slice()?;
        Ok(this)
    }

    /// The slice's parent record; `()` if the stream has no parent.
    ///
    /// # Errors
    /// None in practice: the type is checked before the function is called. A `Result` as in
    /// [`Context`](crate::Context).
    pub fn parent(&self) -> Result<&P> {
        parent_of(self.at.parent())
    }

    /// The identity of the slice within the stream, as in the state.
    pub fn partition(&self) -> &StreamState {
        &self.at.partition
    }

    /// The slice: the value of the first `slices` function; `()` if the stream does not have one.
    ///
    /// # Errors
    /// As for [`Self::parent`].
    pub fn slice(&self) -> Result<&S> {
        slice_of(&self.at)?.ok_or_else(|| Error::system("the stream has no slices of that type"))
    }
}
