//! Stream: the parts of a connector, and the builder that the derives expand to.
//!
//! In: record structs and their attributes ([`StreamDef`], [`SourceDef`]). Out: definitions for the engine. Every
//! closure of a definition takes one type-erased `Scope`, so all streams share one engine.
//! Default: GET, no parameters, records at the root, one page, no authentication, undeclared fields cut.
//! Precedence, lowest to highest: source, stream, hook, paginator, next-page URL. Parameters and headers are merged by
//! key. The body of a hook is merged with a body of the same kind. Every other attribute replaces the earlier value.
//!
//! A folder imports only from folders before it:
//! - `value`: arguments and results of hooks.
//! - `definition`: type-erased data.
//! - `context`: the arguments of hooks.
//! - `check`: errors of a definition.
//! - `builder`, `auth`.
//! - `connector`: the traits, and everything that refers to a stream by its type.
//!
//! Not here: sending, reading pages, writing (see `client`, `read`, `writer`).

mod auth;
mod builder;
mod check;
mod connector;
mod context;
mod definition;
mod value;

#[cfg(feature = "aws_sigv4")]
pub use auth::AwsSigv4;
pub use auth::{Auth, JwtAuth, OAuth2, SessionToken};
pub use builder::{
    Added, BeforeSliceFn, BodyTemplate, Entry, FieldValue, First, GraphQl, Incremental, IntoAdded, IntoField,
    IntoTemplate, Login, On, ParentOf, RateLimit, SlicesFn, SourceDef, SourceView, Stream, StreamDef, StreamView,
    StreamsFn, Template, Text, View, added, entry, field, first, hook, list, literal, not_added, now, object,
    parent_def, record_path, source_hook, template, text, to_json, typed, unset,
};
pub(crate) use check::{judge_one, judge_parents, judge_secrets, parents};
#[doc(hidden)]
pub use connector::signatures;
pub(crate) use connector::source_of;
pub use connector::{BeforeSliceCx, Cx, HttpStream, SliceCx, Source, StreamOf, hook, parent_of};
#[doc(hidden)]
pub use connector::{TypeOf, Unproven, is_new_name, require, stream_of};
pub use context::{BeforeSliceContext, Context, Reading, SliceContext, SourceCx, StreamsCx, Window};
#[doc(hidden)]
pub use definition::ErasedTemplate;
pub(crate) use definition::{
    AddedValue, ApiHandle, AuthKind, Batching, Build, CursorDef, Defaults, Definition, Embedded, ErasedFn, FieldNode,
    ForChild, GivenSlicer, Inherited, MOST_REQUESTS, NextRecord, ParentSlicer, ParentWords, ProcessOutcome, Resolving,
    Rule, Slicer, SourceApi, scope, texts, too_heavy,
};
pub use value::{
    Body, CursorField, Decoder, DynRecord, Emit, Headers, IntoSlices, Order, Params, RawRecord, Records, SliceList,
    SliceStream, StreamState,
};
pub(crate) use value::{FIRST_PARENT, NextSlice, SliceKind, plain};
#[doc(hidden)]
pub use value::{HasSchema, Readable, Writable};

pub use crate::auth::{BodyKind, ClientAuth};
pub use crate::cache::Cache;
pub use crate::decode::{OnMismatch, Undeclared};
pub use crate::paginate::{Paginate, Place};
pub use crate::retry::{Attempt, IntoTime, Retry};
pub use ::http::Method;
