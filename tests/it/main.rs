//! Integration tests, one binary.

#![allow(clippy::unwrap_used, reason = "a test fails loudly, its helpers too")]

mod auth;
mod behaviour;
mod by_hand;
mod chaos;
mod clients;
mod concurrency;
mod house;
mod housekeeping;
mod incremental;
mod rng;
mod scanner;
mod schema;
#[path = "../../cdk-derive/src/parse/strftime.rs"]
#[allow(unreachable_pub, reason = "what the derive knows of strftime, which one test holds against jiff")]
mod strftime;
mod testing;
mod ui;
#[path = "../../cdk-derive/src/words/mod.rs"]
#[allow(dead_code, unreachable_pub, unused_imports, reason = "the derive's own list of words, which two tests read")]
mod words;
