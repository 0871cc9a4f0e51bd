//! Kind: the kinds of JSON values, and their names in messages.

use serde_json::Value;

use crate::template::exact::digits;

/// A kind of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JsonKind {
    Null,
    Boolean,
    Number,
    Text,
    Array,
    Object,
}

impl JsonKind {
    /// The kind of a value. The object `{"$number": …}`, which keeps the digits of a number, is a number.
    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::Text,
            Value::Array(_) => Self::Array,
            Value::Object(_) if digits(value).is_some() => Self::Number,
            Value::Object(_) => Self::Object,
        }
    }

    /// The kind of a value whose JSON text starts with this byte; `None` if no value does.
    pub(crate) fn of_first_byte(first: u8) -> Option<Self> {
        Some(match first {
            b'"' => Self::Text,
            b'-' | b'0'..=b'9' => Self::Number,
            b't' | b'f' => Self::Boolean,
            b'n' => Self::Null,
            b'[' => Self::Array,
            b'{' => Self::Object,
            _ => return None,
        })
    }

    /// The name of the kind with its article: `a text`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// The name of a value's kind, for messages: the value itself may be long.
pub(crate) fn kind(value: &Value) -> &'static str {
    JsonKind::of(value).name()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_and_its_text_are_of_one_kind() {
        for (value, name) in [
            (json!(null), "null"),
            (json!(true), "a boolean"),
            (json!(-1.5), "a number"),
            (json!("x"), "a text"),
            (json!([1]), "an array"),
            (json!({ "a": 1 }), "an object"),
        ] {
            let of_text = JsonKind::of_first_byte(value.to_string().as_bytes()[0]).unwrap();
            assert_eq!((kind(&value), of_text.name()), (name, name), "{value}");
        }
        assert_eq!(kind(&json!({ "$number": "1.10" })), "a number");
        assert_eq!(JsonKind::of_first_byte(b'}'), None);
    }
}
