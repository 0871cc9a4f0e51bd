//! `cdk new`: a name → the crate of a connector that compiles, passes its tests, and reads its own mock.
//!
//! In: [`NewArguments`]. Out: a directory with the files of `template`, and what to run next.
//! Steps: `arguments` → `name` (the names in the crate) → `dependency` (where `cdk-core` is) → `files` (the template with
//! its placeholders filled in) → `command`.
//! Default: the new directory is in the working directory. Nothing is written if an argument is wrong.
//! Not here: streams from samples (see `infer`).

mod arguments;
mod command;
mod dependency;
mod files;
mod name;

pub(crate) use arguments::NewArguments;
pub(crate) use command::run;
