//! Cassette: the lines of a recording that a connector's `--keep-cache` wrote.
//!
//! In: the directory, or its file. Out: each line as JSON, in order. Both formats (1 and 2) are read; fields and lines
//! that this code does not know are passed on.
//! Default: a last line that is cut off, as a killed run leaves it, is not an error.
//! Not here: what a command does with the lines.

mod lines;

pub(crate) use lines::{FILE, Head, each_line, exchanges};
