//! Records of a response by the path of a `DpathExtractor`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use cdk_core::{Error, Result};
use serde_json::value::RawValue;

/// The records at `path`, with the bytes of the response.
///
/// A missing path is an empty list. An object is one record, and a list is its elements. With `*` in the path, every
/// match is a record.
///
/// # Errors
/// If the body is not JSON.
pub(super) fn extract<'a>(body: &'a [u8], path: &[String]) -> Result<Vec<&'a RawValue>> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Vec::new());
    }
    let root: &RawValue =
        serde_json::from_slice(body).map_err(|error| Error::system(format!("the response is not JSON: {error}")))?;
    let mut found = vec![root];
    for segment in path {
        found = found.into_iter().flat_map(|value| step(value, segment)).collect();
    }
    if path.iter().any(|segment| segment == "*") {
        return Ok(found);
    }
    Ok(found.into_iter().flat_map(records).collect())
}

fn step<'a>(value: &'a RawValue, segment: &str) -> Vec<&'a RawValue> {
    let text = value.get();
    if text.starts_with('{') {
        let fields: BTreeMap<Cow<'a, str>, &'a RawValue> = serde_json::from_str(text).unwrap_or_default();
        return match segment {
            // In the order of the response, not of the names.
            "*" => in_order(text),
            name => fields.get(name).copied().into_iter().collect(),
        };
    }
    let elements: Vec<&RawValue> = serde_json::from_str(text).unwrap_or_default();
    match segment {
        "*" => elements,
        index => index.parse::<usize>().ok().and_then(|at| elements.get(at).copied()).into_iter().collect(),
    }
}

/// The values of an object, in its order.
fn in_order(text: &str) -> Vec<&RawValue> {
    struct InOrder<'a>(Vec<&'a RawValue>);
    struct Visitor;
    impl<'de> serde::de::Visitor<'de> for Visitor {
        type Value = InOrder<'de>;

        fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            out.write_str("an object")
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> std::result::Result<InOrder<'de>, A::Error> {
            let mut values = Vec::new();
            while let Some((_, value)) = map.next_entry::<serde::de::IgnoredAny, &'de RawValue>()? {
                values.push(value);
            }
            Ok(InOrder(values))
        }
    }
    impl<'de> serde::Deserialize<'de> for InOrder<'de> {
        fn deserialize<D: serde::Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
            from.deserialize_map(Visitor)
        }
    }
    serde_json::from_str::<InOrder<'_>>(text).map(|values| values.0).unwrap_or_default()
}

/// The records in the value that the path leads to. In Python, a false value is nothing.
fn records(value: &RawValue) -> Vec<&RawValue> {
    match value.get() {
        "null" | "false" | "0" | "0.0" | "\"\"" => Vec::new(),
        text if text.starts_with('[') => serde_json::from_str(text).unwrap_or_default(),
        text if text.starts_with('{') && text.get(1..).is_some_and(|rest| rest.trim_start() == "}") => Vec::new(),
        _ => vec![value],
    }
}

#[cfg(test)]
mod tests {
    use super::extract;

    fn texts(body: &str, path: &[&str]) -> Vec<String> {
        let path: Vec<String> = path.iter().map(|segment| (*segment).to_owned()).collect();
        extract(body.as_bytes(), &path).unwrap().iter().map(|raw| raw.get().to_owned()).collect()
    }

    #[test]
    fn a_path_leads_to_records_with_their_own_bytes() {
        assert_eq!(texts(r#"{"a":{"b":[{"x": 1.50},{}]}}"#, &["a", "b"]), [r#"{"x": 1.50}"#, "{}"]);
        assert_eq!(texts(r#"[{"x":1}]"#, &[]), [r#"{"x":1}"#]);
        assert_eq!(texts(r#"{"x":1}"#, &[]), [r#"{"x":1}"#]);
        assert_eq!(texts(r#"{"x":1}"#, &["a"]), Vec::<String>::new());
        assert_eq!(texts(r#"{"a":null}"#, &["a"]), Vec::<String>::new());
        assert_eq!(texts(r#"{"b":{"x":1},"a":{"x":2}}"#, &["*"]), [r#"{"x":1}"#, r#"{"x":2}"#]);
        assert_eq!(texts(r#"[{"a":{"x":1}},{"a":{"x":2}}]"#, &["*", "a"]), [r#"{"x":1}"#, r#"{"x":2}"#]);
        assert_eq!(texts("", &["a"]), Vec::<String>::new());
        assert!(extract(b"<html>", &[]).is_err());
    }
}
