//! Context: the arguments of a connector's functions.
//!
//! In: a scope, or a way to send requests. Out: typed views. A connector writes the `…Cx` type of its function in the
//! signature:
//!
//! | type | used by |
//! |---|---|
//! | `Cx<'_, Stream>` | hooks and templates of a stream |
//! | `SourceCx<'_, Config>` | hooks and templates of a source, for all its streams |
//! | `SliceCx<'_, Stream>` | the function of `slices` |
//! | `BeforeSliceCx<'_, Stream>` | the function of `before_slice` |
//! | `StreamsCx<'_, Config>` | the function of `streams` |
//! | `AuthCx<'_, Config>` | the function of `auth` (see `crate::auth`) |
//!
//! The types with a stream parameter are aliases (`connector::aliases`) of `Context`, `SliceContext` and
//! `BeforeSliceContext`.
//! Those have parameters for config, parent and slices, for builders without a stream type.
//! Not here: `Scope`, the data of all contexts (see `definition`).

mod before_slice;
mod debug;
mod logging;
mod reading;
mod slices;
mod source;
mod stream;
mod streams;

pub use before_slice::BeforeSliceContext;
pub use reading::Reading;
pub use slices::SliceContext;
pub use source::SourceCx;
pub(crate) use stream::parent_of;
pub use stream::{Context, Window};
pub use streams::StreamsCx;
