//! What the function of `before_slice = f` sees: the slice that is about to be read.
//!
//! Not here: when it is called (see `read`).

use std::marker::PhantomData;
use std::ops::Deref;
use std::rc::Rc;

use super::slices::SliceContext;
use super::stream::{parent_of, slice_of};
use crate::error::{Error, Result};
use crate::stream::definition::scope::Slice;
use crate::stream::value::StreamState;

/// What the function of `before_slice = f` sees: the slice that is about to be read, and by dereferencing all that a
/// [`SliceContext`] has: the config, the time, and a way to ask the API.
///
/// Requests are made without the stream's own `params`, which are for its pages. Users write it as [`BeforeSliceCx`](crate::stream::BeforeSliceCx).
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
        parent_of::<P>(at.parent())?;
        slice_of::<S>(&at)?.ok_or_else(|| Error::system("the stream has no slices of that type"))?;
        Ok(Self { asks, at, types: PhantomData })
    }

    /// The parent's record that the slice belongs to; `()` where the stream has no parent.
    pub fn parent(&self) -> &P {
        parent_of(self.at.parent()).expect("its type was looked at when the context was made")
    }

    /// What tells the slice apart from the stream's others, as the state names it.
    pub fn partition(&self) -> &StreamState {
        &self.at.partition
    }

    /// The slice: the value of the first `slices`; `()` where the stream has none.
    pub fn slice(&self) -> &S {
        let slice = slice_of(&self.at).ok().flatten();
        slice.expect("its type was looked at when the context was made")
    }
}
