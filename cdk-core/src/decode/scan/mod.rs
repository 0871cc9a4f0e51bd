//! Scan: one pass over a record.
//!
//! In: the padded body, the place where a record starts, the program and what the reader has learned. Out: where the
//! record ends, the edits, the places of wanted fields and the undeclared counts; or a `Fault`. Every value is judged
//! where it stands, against its node; a misfit climbs up the call stack to the nearest nullable value, which skips
//! itself and becomes `null`. Nothing is written and nothing is allocated on the way. Recursion follows the value and
//! ends at 127 levels, serde's own limit.
//! Not here: where the records are (`page`, `envelope`), what serde checks (`settle`), sentences (`report`).

pub(super) mod block;
mod civil;
pub(super) mod edit;
pub(super) mod fault;
mod free;
mod keys;
mod memory;
mod mend;
pub(super) mod noted;
mod number;
mod object;
pub(super) mod shape;
pub(super) mod skip;
pub(super) mod text;
mod undeclared;
pub(super) mod value;

pub(super) use memory::{Memory, Scan};
