//! Integration tests, one binary.

#![allow(clippy::unwrap_used, reason = "a test fails loudly, its helpers too")]

mod behaviour;
mod by_hand;
mod clients;
mod housekeeping;
mod layering;
mod readme;
mod scanner;
mod schema;
mod testing;
mod ui;
