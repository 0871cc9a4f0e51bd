//! Parse: attribute text → `ast`, spans kept.
//!
//! In: the tokens between the parentheses of `#[stream(…)]` and `#[source(…)]`, and serde's attributes. Out: typed
//! words. Everything is read entry by entry: a bad entry is reported and the next one is read, so that all mistakes
//! show at once.
//! Not here: what words may stand together, and names that must exist (see `validate`).

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
