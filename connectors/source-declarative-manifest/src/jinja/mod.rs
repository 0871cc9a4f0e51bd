//! Jinja: the texts of a manifest, compiled once.
//!
//! In: a text of the manifest. Out: a [`Text`], which becomes a value when it gets its variables.
//! A text without an expression is a constant. The others are evaluated by minijinja, with the functions and filters
//! of the Python CDK; the result is read as a Python literal, as there.
//! Default: an undefined attribute is empty, an unknown variable is an error that names it.
//! Not here: which variables a text sees (see `build`).

mod dates;
mod environment;
mod filters;
mod functions;
mod literal;
mod operators;
mod python;
mod text;
mod values;

pub(crate) use dates::parse_time;
pub use environment::Jinja;
pub use literal::literal_eval;
pub(crate) use text::written;
pub use text::{Kinds, Text, Variables};
