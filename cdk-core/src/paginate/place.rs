//! Places in a response.

use serde_json::Value;

use crate::json::split;

/// Where the next page's token lies.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// A dotted path in the body, outside the records: `paging.next`.
    Body(Vec<String>),
    /// A header of the response.
    Header(String),
    /// A dotted path in the last record of the page, by the names in the response.
    Last(Vec<String>),
}

impl Place {
    /// A dotted path in the body.
    pub fn body(path: &str) -> Self {
        Self::Body(split(path))
    }

    /// A header of the response.
    pub fn header(name: &str) -> Self {
        Self::Header(name.to_owned())
    }

    /// A dotted path in the last record of the page.
    pub fn last(path: &str) -> Self {
        Self::Last(split(path))
    }

    /// As a message names it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Body(path) => format!("`{}`", path.join(".")),
            Self::Header(name) => format!("header `{name}`"),
            Self::Last(path) => format!("`{}` of the last record", path.join(".")),
        }
    }
}

/// A dotted path in the body.
impl From<&str> for Place {
    fn from(path: &str) -> Self {
        Self::body(path)
    }
}

/// Whether a value does not count as a token: `null`, `""` and `false` are none.
pub(crate) fn is_none(value: &Value) -> bool {
    matches!(value, Value::Null | Value::Bool(false)) || value.as_str().is_some_and(str::is_empty)
}
