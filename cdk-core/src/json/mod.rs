//! JSON: a value at a path, and what a value is, in words.
//!
//! In: a `serde_json` value, or the JSON text of one. Out: the value at a path; the name of its kind.
//! Default: a path is names of members with dots between; an element of an array is named by its number.
//! Not here: numbers that keep their digits (`template::exact`), records as they came (`decode::locate`).

mod kind;
mod path;
mod text;

pub(crate) use kind::{JsonKind, kind};
pub(crate) use path::{at, split};
pub(crate) use text::JsonLookup;
