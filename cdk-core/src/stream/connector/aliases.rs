//! The types of a stream by its record: what a user writes in the signature of a hook.

use super::traits::HttpStream;
use crate::stream::builder::StreamDef;
use crate::stream::context::{BeforeSliceContext, Context, SliceContext};

/// What a hook of stream `R` sees: `fn(&Cx<'_, Self>) -> Result<…>`.
pub type Cx<'a, R> = Context<'a, R, <R as HttpStream>::Config, <R as HttpStream>::Parent, <R as HttpStream>::Slice>;

/// What a function for `slices` of stream `R` sees: `async fn(&SliceCx<'_, Self>) -> Result<Vec<T>>`.
pub type SliceCx<'a, R> = SliceContext<'a, <R as HttpStream>::Config>;

/// What `before_slice` of stream `R` sees: `async fn(&BeforeSliceCx<'_, Self>) -> Result<()>`.
pub type BeforeSliceCx<'a, R> =
    BeforeSliceContext<'a, <R as HttpStream>::Config, <R as HttpStream>::Parent, <R as HttpStream>::Slice>;

/// The definition of the stream of records `R`, as a function over it takes and gives it.
pub type StreamOf<R> = StreamDef<R, <R as HttpStream>::Config, <R as HttpStream>::Parent, <R as HttpStream>::Slice>;
