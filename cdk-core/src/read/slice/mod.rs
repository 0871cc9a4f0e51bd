//! Slice: which slices a stream has.
//!
//! In: a stream that is open. Out: slice after slice: the product of its slicers, each partition in windows of its
//! cursor.
//! Not here: reading a slice (see `page`); the records of a parent come from a `base::record_source`.

pub(super) mod bounds;
pub(super) mod function_values;
pub(super) mod future;
pub(super) mod parents;
pub(super) mod prepared;
pub(super) mod product;
pub(super) mod repeats;
pub(super) mod slices;
pub(super) mod windows;
