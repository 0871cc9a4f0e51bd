//! The documents are true and readable: code and tables are copies, links lead to something, sentences are plain.
//!
//! `CDK_GOLDEN=write` (`just docs`) writes the copies into the pages.

#![allow(clippy::unwrap_used, reason = "a test fails loudly, its helpers too")]

mod attributes;
mod copies;
mod links;
mod page;
mod prose;
mod readme;
#[path = "../../cdk-derive/src/words/mod.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the derive's list of attributes, of which the docs need a part"
)]
mod words;
