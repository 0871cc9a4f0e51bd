//! Check: what is wrong with a definition, before any request.
//!
//! In: a definition. Out: the first thing that is wrong with it, or with a parent.
//! Not here: what is between the streams of a source (see `source`), and what needs a config (see `read`).

mod judge;
mod parents;
mod problems;
mod slices;
mod state;

pub(crate) use judge::{judge_one, judge_parents, judge_secrets, parents};
pub(crate) use slices::slices_problem;
