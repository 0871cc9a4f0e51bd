//! Ast: what was written, typed, with the user's tokens kept for their spans.
//!
//! In: nothing. Out: the types that `parse` fills, `validate` looks at and `expand` turns into code.
//! Whatever a generated call must be spanned at is kept as a token here: the attribute, the value, the literal.
//! Not here: which combinations are allowed (see `validate`).

mod policy;
mod record;
mod rules;
mod types;
mod values;
mod words;

pub(crate) use policy::{IncrementalCall, IncrementalValue, PageCall, PageValue, Paginate, RetryCall, RetryValue};
pub(crate) use record::{Field, FieldKind, Record, Rewrite};
pub(crate) use rules::{Action, BeforeSlice, Condition, LimitCall, LimitValue, On, RateLimit, Statuses};
pub(crate) use types::{borrowed_for, inner_types, last_segment, types_in, written};
pub(crate) use values::{
    Added, AddedValue, Auth, AuthCall, AuthKind, AuthValue, Body, Entry, GraphQl, Hole, Part, Query, Scalar, Segment,
    Template, Value,
};
pub(crate) use words::{Choice, Given, Nested, Parent, Path, Seen, Shared, Slices, SourceWords, StreamWords};
