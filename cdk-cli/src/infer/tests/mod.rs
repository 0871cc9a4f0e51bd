//! What is true of every sample: the file is Rust, and its struct accepts each record of the sample.

mod guesses;
mod interpret;
mod properties;
