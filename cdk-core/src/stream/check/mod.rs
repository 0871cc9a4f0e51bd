//! Check: the errors of a definition, before any request.
//!
//! In: a definition. Out: its first error, or the first error of a parent.
//! Not here: conflicts between the streams of a source (see `source`), and errors that depend on a config (see `read`).

mod judge;
mod parents;
mod problems;
mod slices;
mod state;

pub(crate) use judge::{judge_one, judge_parents, judge_secrets, parents};
pub(crate) use slices::slices_problem;
