//! JSON: a value at a path, and the kind of a value.
//!
//! In: a `serde_json` value, or its JSON text. Out: the value at a path; the name of its kind.
//! A path is a list of member names with dots between; an element of an array is named by its index.
//! Not here: numbers with all their digits (`template::exact`), records as raw JSON (`decode::locate`).

mod kind;
mod path;
mod text;

pub(crate) use kind::{JsonKind, kind};
pub(crate) use path::{at, split};
pub(crate) use text::JsonLookup;
