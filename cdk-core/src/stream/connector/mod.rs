//! Connector: the traits that a connector's types implement, the signatures of hooks, and the compile-time checks of
//! generated code.
//!
//! The top layer of `stream`: only here a stream or a source is referred to by its type.

mod aliases;
mod by_type;
mod fields;
mod fields_of;
pub mod hook;
#[doc(hidden)]
pub mod signatures;
mod traits;
mod type_of;

pub use aliases::{BeforeSliceCx, Cx, SliceCx, StreamOf};
pub use by_type::parent_of;
pub(crate) use by_type::source_of;
#[doc(hidden)]
pub use by_type::stream_of;
pub use traits::{HttpStream, Source};
#[doc(hidden)]
pub use type_of::{TypeOf, Unproven, is_new_name, require};
