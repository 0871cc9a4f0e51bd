//! Ast: the typed contents of the attributes.
//!
//! `parse` fills these types, `validate` checks them and `expand` turns them into code. They keep the tokens of the user
//! (attribute, value, literal), because generated calls need their spans.
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
