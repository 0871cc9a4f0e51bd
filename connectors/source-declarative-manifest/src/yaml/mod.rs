//! YAML: a manifest's text → a JSON value, as PyYAML's `safe_load` reads it (YAML 1.1).
//!
//! In: the text of one document. Out: a value. An error has the line and column.
//! Default: at most 64 levels and 2 million nodes, so that aliases cannot grow without a limit.
//! Dates stay texts, and the keys of a mapping are texts: JSON has nothing else for them.
//! Not here: references between components (see `resolve`).

mod parse;
mod scalar;

pub use parse::parse;
