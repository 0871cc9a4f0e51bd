//! Roots: the first names of placeholders.

/// Roots that are looked up at run time; every other root is typed and comes as an argument.
pub(crate) const RUNTIME_ROOTS: [&str; 7] = ["response", "header", "token", "state", "window", "last", "record"];
