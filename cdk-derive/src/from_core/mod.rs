//! From core: files of cdk-core that the derives share, so that each rule exists once.
//!
//! Each is a symbolic link: cdk-core cannot depend on a crate of macros, nor the macros on the crate that exports them.
//! `cargo package` writes the contents of a link. They use std only.
//! Not here: anything else; a change is made in cdk-core.

pub(crate) mod grammar;
pub(crate) mod roots;
pub(crate) mod similar;
