//! The file of a cassette: its name, and the number of its format.

/// The one file of a cassette.
pub(super) const FILE: &str = "exchanges.jsonl";
/// What this code writes; it reads nothing newer.
pub(super) const FORMAT: u32 = 1;
