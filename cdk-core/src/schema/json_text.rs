//! A text, or the JSON text of anything else.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

/// The keyword that marks it in a schema, for the scanner. It is not announced.
pub(crate) const AS_TEXT: &str = "x-as-text";

/// A field that is announced as a text whatever the API sends: a text stays as it is, anything else arrives as its JSON
/// text, with the digits that came.
///
/// For columns that a destination has as texts already, because an earlier connector announced them so, while the API
/// sends an object. The scanner writes such a value in place; the record does not go through serde for it. A field that
/// is not an `Option` refuses null, like any other. Read by serde_json and this crate alone: not inside
/// `#[serde(flatten)]`, and not in an untagged or internally tagged enum, where every value of it becomes null.
///
/// ```
/// use cdk_core::JsonText;
///
/// let rule: JsonText = serde_json::from_str(r#"{"divide_by": 1.10}"#).unwrap();
/// assert_eq!(rule.as_str(), r#"{"divide_by": 1.10}"#);
/// let text: JsonText = serde_json::from_str(r#""half up""#).unwrap();
/// assert_eq!(text.as_str(), "half up");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct JsonText(String);

impl JsonText {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for JsonText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for JsonText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        match raw.get() {
            "null" => Err(serde::de::Error::custom("null is not a text")),
            text if text.starts_with('"') => serde_json::from_str(text).map(Self).map_err(serde::de::Error::custom),
            json => Ok(Self(json.to_owned())),
        }
    }
}

impl JsonSchema for JsonText {
    fn schema_name() -> Cow<'static, str> {
        "JsonText".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", AS_TEXT: true })
    }
}
