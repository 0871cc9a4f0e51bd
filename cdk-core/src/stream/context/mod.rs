//! Context: what the functions of a connector see.
//!
//! In: a scope, or a way to send requests. Out: typed views. One naming scheme: `…Cx` is what a user writes in the signature of a
//! function, named after what the function is for.
//!
//! | type | of |
//! |---|---|
//! | `Cx<'_, Stream>` | a stream's hooks and templates |
//! | `SourceCx<'_, Config>` | a source's hooks and templates, whichever stream they act for |
//! | `SliceCx<'_, Stream>` | the function of `slices` |
//! | `BeforeSliceCx<'_, Stream>` | the function of `before_slice` |
//! | `StreamsCx<'_, Config>` | the function of `streams` |
//! | `AuthCx<'_, Config>` | the function of `auth` (see `crate::auth`) |
//!
//! Those that take a stream are aliases (`connector::aliases`). The types behind them, `Context`, `SliceContext` and
//! `BeforeSliceContext`, spell out config, parent and slices: for builders by hand, which have no stream's type.
//! Not here: `Scope`, which all of them look into (see `definition`).

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
