//! The raw records that the hook `parse_response` gives.

use serde_json::Value;
use serde_json::value::RawValue;

/// One raw record: its JSON text. The contract is checked on it like on any other.
#[derive(Clone, Debug)]
pub struct RawRecord(pub(crate) Vec<u8>);

impl From<&RawValue> for RawRecord {
    fn from(raw: &RawValue) -> Self {
        Self(raw.get().as_bytes().to_vec())
    }
}

impl From<Box<RawValue>> for RawRecord {
    fn from(raw: Box<RawValue>) -> Self {
        Self::from(&*raw)
    }
}

impl From<Value> for RawRecord {
    fn from(value: Value) -> Self {
        Self(value.to_string().into_bytes())
    }
}

impl From<&Value> for RawRecord {
    fn from(value: &Value) -> Self {
        Self(value.to_string().into_bytes())
    }
}

/// The raw records of one response: collect slices of the body (`&RawValue`, which keeps digits and characters as they
/// came) or values.
///
/// ```
/// use cdk_core::stream::Records;
/// use serde_json::{json, value::RawValue};
///
/// let body = br#"{"a": {"id": 1}, "b": {"id": 2}}"#;
/// let slices: std::collections::BTreeMap<String, &RawValue> = serde_json::from_slice(body).unwrap();
/// let records: Records = slices.into_values().collect();
/// let values: Records = [json!({"id": 1})].into_iter().collect();
/// ```
#[derive(Clone, Debug, Default)]
pub struct Records {
    pub(crate) given: Vec<RawRecord>,
}

impl<T: Into<RawRecord>> FromIterator<T> for Records {
    fn from_iter<I: IntoIterator<Item = T>>(records: I) -> Self {
        Self { given: records.into_iter().map(Into::into).collect() }
    }
}
