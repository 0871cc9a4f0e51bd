//! Outcome: the result of a step of the demo, and a helper for texts in messages.

use serde_json::Value;

/// The error is one sentence with the step and the reason.
pub(super) type Outcome<T> = Result<T, String>;

/// A text; empty for any other value.
pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
