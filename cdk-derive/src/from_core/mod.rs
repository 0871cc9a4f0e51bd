//! From core: files of cdk-core that the derives use too, so that each rule exists once.
//!
//! Each file is a symbolic link, because neither crate can depend on the other for it: a macro crate exports only
//! macros, and cdk-core re-exports the macros. `cargo package` writes the contents of a link. The files use std only.
//! Change them in cdk-core.

pub(crate) mod grammar;
pub(crate) mod roots;
pub(crate) mod similar;
