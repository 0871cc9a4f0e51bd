//! More: the place in the response that says whether there is another page.
//!
//! In: a page's envelope. Out: true, false, or nothing if the place is absent.
//! Default: `more` is true before another page; `done` is its inverse, true on the last page.
//! Not here: what a strategy makes of the answer (see `found`).

use serde_json::Value;

use crate::json::{at, split};
use crate::template::exact::digits;

/// `more = "…"` or `done = "…"`.
#[derive(Clone, Debug)]
pub(crate) struct More {
    pub(super) path: Vec<String>,
    is_done: bool,
}

impl More {
    /// `is_done`: the place is true on the last page, and not before it.
    pub(super) fn new(path: &str, is_done: bool) -> Self {
        Self { path: split(path), is_done }
    }

    /// The place and its value on a page, for an API that is generated from the definition.
    #[cfg(feature = "testing")]
    pub(crate) fn stated(&self, has_next: bool) -> (&[String], bool) {
        (&self.path, has_next != self.is_done)
    }

    /// Whether the page says that there is another one. `None`: it says nothing.
    pub(super) fn says(&self, envelope: &Value) -> Option<bool> {
        match at(envelope, &self.path)? {
            // Null means "no" for both: null does not mark a last page.
            Value::Null if self.is_done => None,
            value => Some(is_yes(value) != self.is_done),
        }
    }
}

fn is_yes(value: &Value) -> bool {
    if let Some(digits) = digits(value) {
        return digits.parse::<f64>().is_ok_and(|number| number != 0.0);
    }
    match value {
        Value::Null => false,
        Value::Bool(yes) => *yes,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !matches!(text.to_ascii_lowercase().as_str(), "" | "false" | "0" | "no"),
        Value::Array(_) | Value::Object(_) => true,
    }
}
