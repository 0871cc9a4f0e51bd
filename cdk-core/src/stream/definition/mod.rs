//! Definition: a stream and the defaults of its source as data, without the types of records, parents and slices.
//!
//! In: what the builders set. Out: what the engine reads.
//! Not here: the builders (see `builder`), errors of a definition (see `check`).

mod added;
mod auth;
mod body;
mod budget;
mod cursor;
mod defaults;
mod effective;
mod parent;
mod record;
mod rule;
pub(crate) mod scope;
mod stream;
mod template;
mod token_place;
mod window;

pub(crate) use added::AddedValue;
pub(crate) use auth::{AuthKind, Choice, Resolve, Resolving};
pub(crate) use body::BodyDef;
pub(crate) use budget::{LimitDef, too_heavy};
pub(crate) use cursor::{CursorDef, Updated};
pub(crate) use defaults::{Defaults, Inherited, MOST_REQUESTS};
pub(crate) use parent::{Batching, Embedded, ForChild, ParentWords};
pub(crate) use record::{Process, ProcessOutcome, RecordOps};
pub(crate) use rule::Rule;
pub(crate) use stream::{
    ApiHandle, BeforeSlice, BeforeSliceHook, Build, Definition, GivenSlicer, NextRecord, ParentSlicer, Slicer,
    SlicesHook, SourceApi,
};
#[doc(hidden)]
pub use template::ErasedTemplate;
pub(crate) use template::{ErasedFn, FieldNode, texts};
pub(crate) use token_place::PlaceWords;
