//! Outcome: how a step of the demo ends, and the texts in the messages that it looks at.

use serde_json::Value;

/// What went wrong, in one sentence that says where.
pub(super) type Outcome<T> = Result<T, String>;

/// A text, or nothing for anything else.
pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
