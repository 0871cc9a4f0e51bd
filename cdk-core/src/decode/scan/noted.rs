//! Noted: the values that leave otherwise than they came.
//!
//! Written by the scan and by `settle`, read when the record leaves.
//! Not here: the sentence about one (see `report`).

use super::fault::Fault;

/// What became of a value that could not leave as it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// Null: it did not fit a nullable value, or no double can hold it.
    Null,
    /// A text in which U+FFFD replaces each half of a surrogate pair.
    Replaced,
}

/// A value that leaves otherwise than it came.
#[derive(Debug, Clone)]
pub(in super::super) struct NotedChange {
    /// Where the value starts, or the key.
    pub(in super::super) start: u32,
    pub(in super::super) became: Became,
    /// What was wrong with it.
    pub(in super::super) fault: Fault,
}
