//! The derives of `cdk-core`.

#![allow(dead_code, reason = "the next commits use it")]

mod ast;
mod diagnostics;
mod parse;
mod validate;
mod words;
