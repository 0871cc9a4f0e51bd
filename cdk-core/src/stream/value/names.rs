//! Names of slicers: the defaults, and which names a template can use.
//!
//! Not here: the names that have a meaning already (`template::is_reserved`).

/// The root of the first parent, whatever its `as`.
pub(crate) const FIRST_PARENT: &str = "parent";
/// The root of the first slices, and the partition's name of a scalar, if no `as` says another.
pub(crate) const SLICE: &str = "slice";

/// Whether a template could have that name for a root.
pub(crate) fn is_name(name: &str) -> bool {
    let starts = name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
    starts && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
}
