//! Parse: the tokens of an attribute → `ast`, with their spans.
//!
//! In: the tokens in the parentheses of `#[stream(…)]` and `#[source(…)]`, and serde's attributes. Out: typed values.
//! Entries are read one by one: an invalid entry is reported and the next one is read, so that one build shows all
//! mistakes.
//! Not here: attributes that exclude each other, and names that must exist (see `validate`).

mod add;
mod auth;
mod auth_bare;
mod auth_kinds;
mod auth_value;
mod before_slice;
mod body;
pub(crate) mod case;
mod circuit;
mod concurrency;
pub(crate) mod date;
mod duration;
mod entry;
mod foreign;
mod former;
mod incremental;
mod jinja;
mod list;
mod method;
mod on;
mod paginate;
mod parent;
mod place;
mod rate_limit;
pub(crate) mod record;
mod retry;
mod serde;
mod shared;
mod slices;
mod source;
mod spot;
mod stream;
mod strftime;
pub(crate) mod suggest;
mod template;
mod words;

pub(crate) use source::{source_words, source_words_of};
pub(crate) use stream::{stream_words, stream_words_of};
