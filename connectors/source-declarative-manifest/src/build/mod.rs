//! Build: components → a source on the public builder of `cdk-core`.
//!
//! `plan` reads a stream's components into one value without types of the framework; `request`, `pages`, `records`,
//! `slices`, `cursor`, `errors` and `auth` are its parts, each with the hooks that it becomes. `stream` and `source`
//! call the builder.
//! A stream that needs something unsupported is still listed; a read of it fails with the reason.
//! Not here: the command line (see `command`).

mod auth;
mod cursor;
mod errors;
mod extract;
mod pages;
mod plan;
mod records;
mod request;
mod scope;
mod slices;
mod source;
mod stream;
mod url;

pub use source::{Manifest, StreamReport};
