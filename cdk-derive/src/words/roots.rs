//! Roots: the first names that templates may use, per group of attributes.

/// Roots of a stream's requests.
pub(super) const REQUEST: &[&str] =
    &["config", "slice", "parent", "grandparent", "token", "last", "response", "header", "state", "window"];
/// Roots of the requests that a source declares: all that do not depend on the types of a stream.
pub(super) const SOURCE_REQUEST: &[&str] = &["config", "token", "last", "response", "header"];
pub(super) const TYPED: &[&str] = &["config", "slice", "parent", "grandparent"];
pub(super) const CONFIG: &[&str] = &["config"];
/// Roots of the fields that a source adds.
pub(super) const SOURCE_ADD: &[&str] = &["config", "token", "response", "header", "record", "now"];
pub(super) const ADD: &[&str] =
    &["config", "slice", "parent", "grandparent", "token", "response", "header", "record", "now"];
/// Roots of the message of a rule.
pub(super) const MESSAGE: &[&str] = &["config", "slice", "parent", "grandparent", "token", "response", "header"];
pub(super) const SOURCE_MESSAGE: &[&str] = &["config", "token", "response", "header"];
