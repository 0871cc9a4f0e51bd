//! Type aliases by the record type of a stream, for the signatures of hooks.

use super::traits::HttpStream;
use crate::stream::builder::StreamDef;
use crate::stream::context::{BeforeSliceContext, Context, SliceContext};

/// The context of a hook of stream `R`: `fn(&Cx<'_, Self>) -> Result<…>`.
pub type Cx<'a, R> = Context<'a, R, <R as HttpStream>::Config, <R as HttpStream>::Parent, <R as HttpStream>::Slice>;

/// The context of a `slices` function of stream `R`: `async fn(&SliceCx<'_, Self>) -> Result<Vec<T>>`.
pub type SliceCx<'a, R> = SliceContext<'a, <R as HttpStream>::Config>;

/// The context of a `before_slice` function of stream `R`: `async fn(&BeforeSliceCx<'_, Self>) -> Result<()>`.
pub type BeforeSliceCx<'a, R> =
    BeforeSliceContext<'a, <R as HttpStream>::Config, <R as HttpStream>::Parent, <R as HttpStream>::Slice>;

/// The definition of the stream with records `R`, as the function of `define` takes and returns it.
pub type StreamOf<R> = StreamDef<R, <R as HttpStream>::Config, <R as HttpStream>::Parent, <R as HttpStream>::Slice>;
