//! Component: a mapping of the manifest with its type, its place and the keys that have been read.
//!
//! In: a resolved manifest. Out: fields by name. A key that nobody reads is reported, so that nothing of a manifest is
//! ignored silently.
//! Not here: references and parameters (see `resolve`), what a component does (see `build`).

mod reader;

pub use reader::{Component, Outcome};
