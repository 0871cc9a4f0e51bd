//! Connector: what a connector's types implement, their hooks' signatures, and what generated code asks the compiler.
//!
//! Above everything else in `stream`: only here a stream or a source is named by its type.

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
