//! Expand: the ast → constants, hooks and calls of core's public builder.
//!
//! In: attributes and records without errors (with errors: `fallback`). Out: tokens.
//! Each attribute is one builder call, with the span of the attribute, absolute paths, and no code that a lint of the
//! user rejects. Logic belongs into functions of core, because generated code is compiled into every connector.
//! Not here: rules (see `validate`).

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
