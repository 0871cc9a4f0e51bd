//! Places in a response.

use serde_json::Value;

use crate::template::exact::digits;

/// Where the next page's token lies.
#[derive(Clone, Debug, PartialEq, Eq)]
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

pub(crate) fn split(path: &str) -> Vec<String> {
    path.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The value at a path; list elements by their number.
pub(crate) fn at<'a>(value: &'a Value, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, part| match value {
        Value::Object(members) => members.get(part),
        Value::Array(items) => items.get(part.parse::<usize>().ok()?),
        _ => None,
    })
}

/// Whether a value is no token: `null`, `""` and `false` are none.
pub(crate) fn is_none(value: &Value) -> bool {
    matches!(value, Value::Null | Value::Bool(false)) || value.as_str().is_some_and(str::is_empty)
}

/// The kind of a value, in words: the value itself may be long.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) if digits(value).is_some() => "a number",
        Value::Object(_) => "an object",
    }
}
