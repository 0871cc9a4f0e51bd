//! Names of slicers: the defaults, and the valid names.
//!
//! Not here: reserved names (`template::is_reserved`).

/// The root of the first parent, whatever its `as`.
pub(crate) const FIRST_PARENT: &str = "parent";
/// The root of the first slices, and the key of a scalar in the partition if `as` is not set.
pub(crate) const SLICE: &str = "slice";

/// Whether a template can use this name as a root.
pub(crate) fn is_name(name: &str) -> bool {
    let starts = name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
    starts && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
}
