//! `cdk infer` from outside: the binary's output, compiled, and reading the samples that it is inferred from.

#![allow(clippy::unwrap_used, reason = "a test fails loudly, its helpers too")]

mod cases;
mod errors;
mod goldens;
mod reads;
mod streams;

pub(crate) use streams::MySource;
