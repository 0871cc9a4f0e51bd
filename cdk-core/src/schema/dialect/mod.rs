//! Airbyte's dialect of JSON Schema: what destinations can make columns of.
//!
//! In: any draft-07 (or near) schema of a record, from schemars or given for a dynamic stream. Out: the same shape in
//! few words: `type`, `format` (`date`, `date-time`, `time` …) with `airbyte_type`, `enum`, `properties`,
//! `additionalProperties`, `items`, `description`, and keys that begin with `airbyte_`.
//!
//! How: the schema is read into a [`shape::Shape`], where unions are joined and `allOf` is met, and written out again.
//! So keywords outside the dialect (`$ref`, `allOf`, `anyOf`, `oneOf`, `not`, `required`, bounds, number formats,
//! tuples)are not searched and removed: they cannot be written. Types stay as wide as they were or get wider: a record
//! that the given schema accepts is accepted by its dialect, so no record breaks the schema that announced it.
//! Not here: config forms, where variants and `required` matter (see `spec`).

mod read;
mod shape;
mod write;

pub use write::dialect;
pub(super) use write::{DRAFT_07, cut_recursion};
