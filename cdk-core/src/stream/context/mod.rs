//! Context: what the functions of a connector see.

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
pub use streams::SourceContext;
