//! Builder: the declaration of a source and its streams. Every attribute is one call of a builder.
//!
//! A builder contains the definition and sets its fields.
//! Not here: credentials (see `stream::auth`), errors of a definition (see `check`).

mod added;
mod body;
mod debug;
mod field;
mod finish;
mod functions;
mod hooks;
mod incremental;
mod inherit;
mod later;
mod login;
mod on;
mod parent;
mod rate_limit;
mod record;
mod retry;
mod slicers;
mod source_def;
mod stream_def;
mod template;
mod typed_hooks;
mod view;

pub use added::{
    Added, First, IntoAdded, added, first, hook, literal, not_added, now, record_path, source_hook, to_json, typed,
};
pub use body::{BodyTemplate, GraphQl};
pub(crate) use field::nodes;
pub use field::{Entry, FieldValue, IntoField, entry, field, list, object, unset};
pub use functions::{BeforeSliceFn, SlicesFn, Stream, StreamsFn};
pub use incremental::Incremental;
pub use login::Login;
pub use on::On;
pub use parent::{ParentOf, parent_def};
pub use rate_limit::RateLimit;
pub use source_def::SourceDef;
pub use stream_def::StreamDef;
pub use template::{IntoTemplate, Template, Text, template, text};
pub use view::{SourceView, StreamView, View};
