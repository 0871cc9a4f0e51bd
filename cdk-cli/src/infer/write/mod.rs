//! Write: a draft → the text of a Rust file, formatted as rustfmt does.
//!
//! In: a [`Draft`]. Out: a module comment, imports, the record struct with its attribute, and the structs in it.
//! Why no syntax tree: a printer of one drops the comments with the reasons.

mod comment;
mod field_names;
mod file;
mod stream;
mod struct_names;
mod structs;

pub(crate) use file::{Draft, file};
