//! Slice: which slices a stream has.

pub(super) mod function_values;
pub(super) mod late;
pub(super) mod parents;
pub(super) mod repeats;
pub(super) mod slices;
pub(super) mod windows;
