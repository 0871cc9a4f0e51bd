//! Schema: the types of a record, from a JSON Schema or an OpenAPI document.
//!
//! In: a document. Out: a [`Typed`](super::record::Typed) of a schema in it; of an OpenAPI document an `Operation`.
//! A field is an `Option` unless the schema requires it and null is not allowed. A schema has no values, so a format such
//! as `date-time` counts unless an example of the document contradicts it.
//! Not here: references to other files, and recursive types. Both are `Value`, with a comment.

mod flat;
mod openapi;
mod pointer;
mod reader;
mod scalar;

pub(crate) use flat::Flattener;
pub(crate) use openapi::{Parameter, is_openapi, operation};
pub(crate) use reader::{Described, SchemaReader};
