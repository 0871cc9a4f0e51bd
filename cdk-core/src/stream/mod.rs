//! Stream: what a connector is made of, and the builder that the derives expand to.
//!
//! In: record structs and the words about them ([`StreamDef`], [`SourceDef`]). Out: definitions that the engine reads,
//! with every closure over one type-erased `Scope`, so that fifty streams share one engine.
//! Default: GET, no parameters, records at the root, one page, no authentication, undeclared fields cut.
//! What is said nearer wins: source < stream < hook < paginator < a next URL. Parameters, headers and body fields merge key
//! by key, every other word replaces.
//! Not here: sending, reading pages, writing (see `client`, `read`, `writer`).

mod add;
mod auth;
mod before_slice;
mod behind_first;
mod body;
mod cache;
#[doc(hidden)]
pub mod check;
mod context;
mod cursor_field;
mod defaults;
mod definition;
mod described;
mod dynamic;
mod field;
pub mod hook;
mod incremental;
mod judge;
mod logging;
mod login;
mod on;
mod parent;
mod process;
mod rate_limit;
mod record_type;
mod records;
mod retry;
pub(crate) mod scope;
mod slices;
mod source_context;
mod source_def;
mod stream_def;

pub(crate) use add::AddedValue;
pub use add::{
    Added, First, IntoAdded, added, first, hook, literal, not_added, now, record_path, source_hook, to_json, typed,
};
#[cfg(feature = "aws_sigv4")]
pub use auth::AwsSigv4;
pub use auth::{Auth, JwtAuth, OAuth2, SessionToken};
pub(crate) use auth::{AuthKind, Resolving};
pub use before_slice::{BeforeSliceContext, BeforeSliceCx, BeforeSliceFn};
pub use body::{BodyTemplate, GraphQl};
pub use context::{Context, Cx, SourceCx, Window};
pub use cursor_field::CursorField;
pub(crate) use defaults::{Defaults, MOST_REQUESTS};
pub(crate) use definition::{Build, Definition, Outcome, ParentSlicer, Slicer};
pub use definition::{Decoder, Emit};
pub use dynamic::DynRecord;
pub use field::{
    Entry, FieldValue, IntoField, IntoTemplate, SourceView, StreamView, Template, Text, View, entry, field, list,
    object, template, text, unset,
};
pub(crate) use field::{Erased, Node, texts};
pub(crate) use hook::plain;
#[doc(hidden)]
pub use hook::stream_of;
pub use hook::{Body, Headers, Params, StreamOf};
pub(crate) use incremental::CursorDef;
pub use incremental::{Incremental, Order, StreamState};
pub(crate) use judge::{judge_one, judge_parents, judge_secrets, parents};
pub use login::Login;
pub use on::On;
pub(crate) use on::Rule;
pub(crate) use parent::{Batching, Embedded, FIRST_PARENT, ForChild, ParentWords};
pub use parent::{ParentOf, parent_def, parent_of};
pub use rate_limit::RateLimit;
pub(crate) use rate_limit::too_heavy;
#[doc(hidden)]
pub use record_type::{HasSchema, Readable, TypeOf, Unproven, Writable, is_new_name, require};
pub use records::{RawRecord, Records};
pub(crate) use slices::{GivenSlicer, NextSlice, SliceKind};
pub use slices::{IntoSlices, SliceContext, SliceCx, SliceList, SliceStream, SlicesFn};
pub(crate) use source_context::{NextRecord, SourceApi};
pub use source_context::{Reading, SourceContext, Stream, StreamsFn};
pub use source_def::SourceDef;
pub use stream_def::StreamDef;

pub use crate::auth::{BodyKind, ClientAuth};
pub use crate::cache::Cache;
pub use crate::decode::{OnMismatch, Undeclared};
pub use crate::paginate::{Paginate, Place};
pub use crate::retry::{Attempt, IntoTime, Retry};
pub use ::http::Method;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

/// A connector: its name, its config, its streams. Made by `#[derive(Source)]` on a unit struct.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no source",
    label = "this type does not describe a connector",
    note = "put `#[derive(Source)]` and `#[source(…)]` on the unit struct that names the connector"
)]
pub trait Source: Sized + 'static {
    /// What the user configures. Its schema is the connector's spec.
    type Config: DeserializeOwned + JsonSchema + 'static;
    /// The connector's name, such as `employees`.
    const NAME: &'static str;
    /// The connector's version, such as `0.1.0`.
    const VERSION: &'static str;
    /// Everything about it. Called several times in a command (by the command and by each of its streams), so it only
    /// describes: no side effects, no expensive work.
    fn definition() -> SourceDef<Self>;
}

/// A stream of records of this type. Made by `#[derive(HttpStream)]` on the record struct.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no stream",
    label = "this type does not describe a stream",
    note = "put `#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]` and `#[stream(…)]` on the record struct"
)]
pub trait HttpStream: Writable + Readable + HasSchema + Sized + 'static {
    /// The config of the sources that it can be listed in.
    type Config: 'static;
    /// The parent stream's record, or `()`.
    type Parent: 'static;
    /// The type of its explicit slices, or `()`.
    type Slice: 'static;
    /// The stream's name, such as `employee_details`.
    const NAME: &'static str;
    /// Its fields, for the compiler's messages about templates that name them. The derive says it.
    #[doc(hidden)]
    const FIELDS: check::Fields = check::Fields::UNKNOWN;
    /// Everything about it. Called several times in a command (for itself and for each stream that it is a parent of), so it
    /// only describes: no side effects, no expensive work.
    fn definition() -> StreamDef<Self, Self::Config, Self::Parent, Self::Slice>;
}
