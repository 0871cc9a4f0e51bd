//! Format: file name and format version of a cassette.

/// The only file of a cassette.
pub(super) const FILE: &str = "exchanges.jsonl";
/// The version that this code writes, and the newest that it reads.
pub(super) const FORMAT: u32 = 2;
