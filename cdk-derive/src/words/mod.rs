//! Words: every attribute of `#[stream(…)]` and `#[source(…)]`, once, with an example, its meaning and its default.
//!
//! In: nothing. Out: [`STREAM`], [`PARENT`], [`SLICES`], [`BODY`] and [`SOURCE`]. Parsing, "did you mean", the error
//! messages and the tables of the docs read these lists. These files use std only, because the tests of the workspace
//! include them: one compares the hand-written builder with the derive, another writes the tables into the pages.
//! Not here: how a value is read (see `parse`), and which attributes exclude each other (see `validate`).

mod options;
mod roots;
mod source;
mod stream;
mod word;

pub(crate) use options::{BODY, PARENT, SLICES};
pub(crate) use source::SOURCE;
pub(crate) use stream::STREAM;
pub(crate) use word::{Word, built, find};
