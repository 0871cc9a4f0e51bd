//! Validate: the rules for attributes, fields and templates, one function each; `rules` lists them.
//!
//! In: the ast. Out: every violated rule in the diagnostics, at the smallest token of the user, with the fix.
//! An attribute with an invalid value counts as `seen`, so no rule also reports it as missing.
//! Not here: what only the compiler or core knows (types, nested fields, names that serde flattens).

mod address;
mod answers;
pub(crate) mod attribute;
mod bare;
mod conflict;
mod embedded;
mod fields;
mod page_names;
mod parents;
mod required;
mod roots;
mod rules;
mod shape;
mod slices;
mod state;
mod walk;

pub(crate) use roots::{rust_field, shown};
pub(crate) use rules::{source, stream};
pub(crate) use shape::borrows;
