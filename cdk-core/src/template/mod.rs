//! Template: the run-time side of texts such as `"employees/{parent.id}/details"`.
//!
//! In: a text, the values of its typed placeholders in order (the derive turns `{parent.id}` into field access) and a
//! look-up for what is known only at run time (`response`, `header`, `token`, `state`, `last`, `record`). Out: a path,
//! a URL base, a text or a JSON value.
//! Default: in a path every value is percent-encoded as one segment (`{x/*}`: several), `{{` is a literal brace, a date
//! takes a format after a colon (`{config.start_date:%s}`), and a list the sign that joins its values
//! (`{config.ids:,}`).
//! Not here: logic. Anything with an `if` is a hook.

mod address;
pub(crate) mod exact;
mod grammar;
mod parse;
mod render;
mod roots;
mod value;

pub(crate) use grammar::{Piece, Placeholder};
pub(crate) use parse::Parsed;
pub(crate) use render::segment;
pub(crate) use roots::is_reserved;
pub use value::{Args, TemplateValue, arg, each};

#[cfg(test)]
mod tests;
