//! Integration tests, one binary.

#![allow(clippy::unwrap_used, reason = "a test fails loudly, its helpers too")]

mod schema;
