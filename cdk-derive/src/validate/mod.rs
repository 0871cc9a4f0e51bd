//! Validate: the rules that words, fields and templates must keep, one function each; `rules` lists them.
//!
//! In: the ast. Out: every broken rule in the diagnostics, at the narrowest token of the user, with the fix.
//! A rule looks at words that were read; a word that was written badly is `seen`, and never also called missing.
//! Not here: what only the type checker or core can know (types, nested fields, names that serde flattens).

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
