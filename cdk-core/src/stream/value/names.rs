//! The names that templates give to something: what no slicer and no parent may be named.
//!
//! cdk-derive refuses the same ones.

/// The root of the first parent, whatever its `as`.
pub(crate) const FIRST_PARENT: &str = "parent";
/// The root of the first slices, and the partition's name of a scalar, where no `as` says another.
pub(crate) const SLICE: &str = "slice";

/// Names that mean something else in templates or in a partition.
const RESERVED: [&str; 13] = [
    "config",
    SLICE,
    FIRST_PARENT,
    "grandparent",
    "token",
    "last",
    "response",
    "header",
    "record",
    "now",
    "state",
    "window",
    "parent_slice",
];

/// Whether the name means something else already.
pub(crate) fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name)
}

/// Whether a template could have that name for a root.
pub(crate) fn is_name(name: &str) -> bool {
    let starts = name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
    starts && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
}
