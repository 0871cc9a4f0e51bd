//! Exact: JSON numbers that keep their own digits.
//!
//! In: JSON text. Out: a value in which a number that a `Number` would round or write differently (above 2^64, more
//! than 17 digits, `1.10`, `1e3`) is the object `{"$number": "1.10"}`; and the texts and JSON in which it is that
//! number again.
//! Default: every other number is a `Number`. `serde_json`'s `arbitrary_precision` would keep all digits too, but it
//! changes `Number` for every user of the framework.
//! Not here: the numbers of records, which leave as they came (see `decode`).

use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

/// The only key of an object that represents a number. A state may hold one, so the name must not change.
const KEY: &str = "$number";
/// Whole numbers of up to this many digits fit every number type.
const SAFE_DIGITS: usize = 15;

/// A JSON value as templates and pagination see it, and as functions see it.
#[derive(Debug, Default)]
pub(crate) struct Exact {
    value: Value,
    /// The same with rounded numbers; `None` if they are the same.
    rounded: Option<Box<Value>>,
}

impl From<Value> for Exact {
    fn from(value: Value) -> Self {
        let rounded = has_exact(&value).then(|| Box::new(rounded(&value)));
        Self { value, rounded }
    }
}

impl Exact {
    /// With the own digits of each number.
    pub(crate) fn value(&self) -> &Value {
        &self.value
    }

    /// The same as [`Self::rounded`], owned.
    pub(crate) fn into_rounded(self) -> Value {
        self.rounded.map_or(self.value, |rounded| *rounded)
    }

    /// With every number as a `Number`.
    pub(crate) fn rounded(&self) -> &Value {
        self.rounded.as_deref().unwrap_or(&self.value)
    }
}

/// Reads JSON; a number that would lose digits keeps them.
pub(crate) fn parse(json: &[u8]) -> serde_json::Result<Value> {
    match marked(json) {
        Some(marked) => serde_json::from_slice(&marked),
        None => serde_json::from_slice(json),
    }
}

/// The digits of a number that keeps them; `None` for every other value.
pub(crate) fn digits(value: &Value) -> Option<&str> {
    match value {
        Value::Object(members) if members.len() == 1 => {
            members.get(KEY)?.as_str().filter(|digits| is_number(digits.as_bytes()))
        }
        _ => None,
    }
}

/// A token as functions see it: the digits of a number that keeps them are a text.
pub(crate) fn readable(value: &Value) -> &Value {
    match (value, digits(value)) {
        (Value::Object(members), Some(_)) => members.get(KEY).unwrap_or(value),
        _ => value,
    }
}

/// Writes a value as JSON, numbers with their own digits.
pub(crate) struct Written<'a>(pub(crate) &'a Value);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(digits) = digits(self.0) {
            return RawValue::from_string(digits.to_owned()).map_err(S::Error::custom)?.serialize(serializer);
        }
        match self.0 {
            Value::Array(values) => {
                let mut written = serializer.serialize_seq(Some(values.len()))?;
                values.iter().try_for_each(|value| written.serialize_element(&Written(value)))?;
                written.end()
            }
            Value::Object(members) => {
                let mut written = serializer.serialize_map(Some(members.len()))?;
                members.iter().try_for_each(|(name, value)| written.serialize_entry(name, &Written(value)))?;
                written.end()
            }
            value => value.serialize(serializer),
        }
    }
}

fn has_exact(value: &Value) -> bool {
    match value {
        Value::Array(values) => values.iter().any(has_exact),
        Value::Object(members) => digits(value).is_some() || members.values().any(has_exact),
        _ => false,
    }
}

fn rounded(value: &Value) -> Value {
    match (value, digits(value)) {
        // A number that no double holds is null.
        (_, Some(digits)) => serde_json::from_str(digits).unwrap_or(Value::Null),
        (Value::Array(values), _) => values.iter().map(rounded).collect(),
        (Value::Object(members), _) => {
            members.iter().map(|(name, value)| (name.clone(), rounded(value))).collect::<serde_json::Map<_, _>>().into()
        }
        (value, _) => value.clone(),
    }
}

/// The text with each number that a `Number` cannot hold as an object; `None` if the text has no such number.
fn marked(json: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => at = string_end(json, at + 1),
            b'-' | b'0'..=b'9' => {
                let rest = json.get(at..).unwrap_or_default();
                let is_inside = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E');
                let number = rest.get(..rest.iter().take_while(|byte| is_inside(byte)).count()).unwrap_or_default();
                let end = at + number.len();
                if !is_held(number) && is_number(number) {
                    out.extend_from_slice(json.get(copied..at).unwrap_or_default());
                    out.extend_from_slice(b"{\"$number\":\"");
                    out.extend_from_slice(number);
                    out.extend_from_slice(b"\"}");
                    copied = end;
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    (copied > 0).then(|| {
        out.extend_from_slice(json.get(copied..).unwrap_or_default());
        out
    })
}

/// The place after the string's closing quote.
fn string_end(json: &[u8], mut at: usize) -> usize {
    while let Some(length) = memchr::memchr2(b'"', b'\\', json.get(at..).unwrap_or_default()) {
        at += length;
        if json.get(at) == Some(&b'"') {
            return at + 1;
        }
        at += 2;
    }
    json.len()
}

/// Whether a `Number` writes the number with the same digits.
fn is_held(number: &[u8]) -> bool {
    let is_short = number.len() <= SAFE_DIGITS && number.iter().all(u8::is_ascii_digit);
    is_short || serde_json::from_slice::<Value>(number).is_ok_and(|value| value.to_string().as_bytes() == number)
}

fn is_number(text: &[u8]) -> bool {
    let begins = text.first().is_some_and(|first| first.is_ascii_digit() || *first == b'-');
    begins && text.last().is_some_and(u8::is_ascii_digit) && serde_json::from_slice::<&RawValue>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_its_digits_from_json_to_json() {
        for json in [
            r#"{"a":18446744073709551617,"b":[-1.10,1e3,0.1],"c":"1.10 \" 1e3","d":-0}"#,
            "123456789012345678901234.5600",
            "1e400",
            r#"{"$number":"x"}"#,
            "[1,2.5,-3,null,true]",
        ] {
            let value = parse(json.as_bytes()).unwrap();

            assert_eq!(serde_json::to_string(&Written(&value)).unwrap(), json);
        }
    }

    #[test]
    fn functions_see_numbers_as_they_always_did() {
        let exact = Exact::from(parse(br#"{"a":1.10,"b":18446744073709551617,"c":7}"#).unwrap());

        assert_eq!(digits(&exact.value()["a"]), Some("1.10"));
        assert_eq!(*exact.rounded(), serde_json::json!({"a": 1.1, "b": 18446744073709551617_f64, "c": 7}));
        assert_eq!(readable(&exact.value()["b"]), "18446744073709551617");
    }

    #[test]
    fn what_is_not_json_is_still_not_json() {
        for json in ["1.2.3", "--1", "{\"a\":1.}", "[1e]", "\"1.10", "1.10 x"] {
            assert!(parse(json.as_bytes()).is_err(), "{json}");
        }
    }
}
