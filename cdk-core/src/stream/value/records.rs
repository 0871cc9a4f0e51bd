//! Raw records: the result of the hook `parse_response`.

use serde::{Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::error::{Error, Result};

/// One raw record: its JSON text. It is validated like any other record.
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

/// Written as the JSON that it contains.
impl Serialize for RawRecord {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let raw: &RawValue = serde_json::from_slice(&self.0).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

/// The raw records of one response, collected from serializable values: slices of the body (`&RawValue`, which keep
/// digits and characters unchanged), values, maps, or structs.
///
/// ```
/// use cdk_core::stream::Records;
/// use serde_json::{json, value::RawValue};
///
/// let body = br#"{"a": {"id": 1}, "b": {"id": 2}}"#;
/// let slices: std::collections::BTreeMap<String, &RawValue> = serde_json::from_slice(body).unwrap();
/// let records: Records = slices.into_values().collect();
/// let values: Records = [json!({"id": 1})].into_iter().collect();
///
/// #[derive(serde::Serialize)]
/// struct Row<'a> {
///     id: u64,
///     name: &'a str,
/// }
/// let structs: Records = "1,Ada\n2,Bob"
///     .lines()
///     .filter_map(|line| line.split_once(','))
///     .map(|(id, name)| Row { id: id.parse().unwrap_or_default(), name })
///     .collect();
/// ```
///
/// A value that serde cannot write as JSON (for example a map whose keys are lists) fails the page; the error has its
/// number.
#[derive(Clone, Debug, Default)]
pub struct Records {
    given: Vec<RawRecord>,
    /// The error of the first value that could not be written. It and the values after it are not included.
    problem: Option<String>,
}

impl Records {
    /// # Errors
    /// If serde could not write one of the values.
    pub(crate) fn into_raw(self) -> Result<Vec<RawRecord>> {
        self.problem.map_or(Ok(self.given), |problem| Err(Error::system(problem)))
    }
}

impl<T: Serialize> FromIterator<T> for Records {
    fn from_iter<I: IntoIterator<Item = T>>(records: I) -> Self {
        let mut collected = Self::default();
        for record in records {
            match serde_json::to_vec(&record) {
                Ok(text) => collected.given.push(RawRecord(text)),
                Err(error) => {
                    let number = collected.given.len() + 1;
                    collected.problem =
                        Some(format!("record {number} of `parse_response`: not writable as JSON: {error}"));
                    break;
                }
            }
        }
        collected
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    fn texts(records: Records) -> Vec<String> {
        let raw = records.into_raw().unwrap();
        raw.into_iter().map(|record| String::from_utf8(record.0).unwrap()).collect()
    }

    #[test]
    fn records_are_collected_from_whatever_serde_writes() {
        #[derive(Serialize)]
        struct Row {
            id: u64,
            #[serde(skip_serializing_if = "Option::is_none")]
            name: Option<&'static str>,
        }
        let row = |id, name| Row { id, name };
        assert_eq!(
            texts([row(1, Some("a")), row(2, None)].iter().collect()),
            [r#"{"id":1,"name":"a"}"#, r#"{"id":2}"#]
        );
        assert_eq!(texts([BTreeMap::from([("id", 1)])].into_iter().collect()), [r#"{"id":1}"#]);
        assert_eq!(texts([&json!({ "id": 1 })].into_iter().collect()), [r#"{"id":1}"#]);
        assert_eq!(texts([RawRecord::from(json!({ "id": 1 }))].into_iter().collect()), [r#"{"id":1}"#]);
        let raw: Vec<Box<RawValue>> = serde_json::from_str(r#"[{ "id" : 1.50 }]"#).unwrap();
        assert_eq!(texts(raw.iter().collect()), [r#"{ "id" : 1.50 }"#]);
        assert_eq!(texts(raw.into_iter().collect()), [r#"{ "id" : 1.50 }"#]);
    }

    #[test]
    fn what_serde_cannot_write_is_an_error_with_its_number() {
        let keyed = |key: Vec<u8>| BTreeMap::from([(key, 1)]);
        let records: Records = [BTreeMap::new(), keyed(vec![1]), keyed(vec![2])].into_iter().collect();

        let error = records.into_raw().unwrap_err().to_string();

        assert_eq!(error, "record 2 of `parse_response`: not writable as JSON: key must be a string");
    }
}
