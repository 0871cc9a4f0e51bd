//! Integration tests, one binary.

#![allow(clippy::unwrap_used, reason = "a test fails loudly, its helpers too")]

mod housekeeping;
mod layering;
mod schema;
mod testing;
