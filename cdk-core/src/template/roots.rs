//! Roots: the first names of placeholders.
//!
//! In: a name. Out: what it is. Uses std only: cdk-derive compiles this very file (a symbolic link).
//! Not here: which attribute may use which root (the derive's `words`).

/// Roots that become an access to a field, next to the names of parents and slices.
pub(crate) const TYPED_ROOTS: [&str; 4] = ["config", "slice", "parent", "grandparent"];

/// Roots that are looked up at run time; every other root is typed and comes as an argument.
pub(crate) const RUNTIME_ROOTS: [&str; 7] = ["response", "header", "token", "state", "window", "last", "record"];

/// Other names with a meaning: of the moment in `add`, and of the parent's slice in a partition.
const OTHERS: [&str; 2] = ["now", "parent_slice"];

/// Whether a name means something in templates or in a partition already, so that no parent and no slices may have it.
pub(crate) fn is_reserved(name: &str) -> bool {
    TYPED_ROOTS.iter().chain(&RUNTIME_ROOTS).chain(&OTHERS).any(|reserved| *reserved == name)
}
