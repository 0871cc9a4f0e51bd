//! Expand: the ast → constants, hooks and calls of core's public builder.
//!
//! In: words and records that no rule objects to (or, for `fallback`, some that one does). Out: tokens.
//! One builder call per word, spanned at that word, with absolute paths only and no lint for a user to trip over.
//! Whatever could be done by a function of core is done there: this code is compiled into every connector and debugged
//! in none.
//! Not here: checks.

mod auth;
mod body;
mod checks;
pub(crate) mod fallback;
mod hooks;
mod incremental;
mod on;
mod paginate;
mod rate_limit;
mod retry;
pub(crate) mod scope;
mod shared;
mod source;
mod stream;
mod template;
mod tokens;
mod value;

pub(crate) use source::source;
pub(crate) use stream::stream;

#[cfg(test)]
mod tests;
