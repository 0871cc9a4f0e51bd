//! The source by the builder, and its streams.

mod source;
mod streams;

pub(super) use source::Club;
