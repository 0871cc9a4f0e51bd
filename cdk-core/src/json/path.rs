//! Path: member names and array indices with dots between.

use serde_json::Value;

/// The names of a dotted path. Empty names are omitted, so `""` and `"."` are the value itself.
pub(crate) fn split(path: &str) -> Vec<String> {
    path.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The value at a path; `None` if it does not exist.
pub(crate) fn at<'a>(value: &'a Value, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, part| match value {
        Value::Object(members) => members.get(part),
        Value::Array(items) => items.get(part.parse::<usize>().ok()?),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_path_leads_through_objects_and_arrays() {
        let value = json!({ "a": { "b": [1, { "c": null }] }, "0": "zero" });

        for (path, want) in [
            ("", Some(value.clone())),
            ("a.b.0", Some(json!(1))),
            (".a.b.1.c", Some(json!(null))),
            ("0", Some(json!("zero"))),
            ("a.x", None),
            ("a.b.2", None),
            ("a.b.x", None),
            ("0.a", None),
        ] {
            assert_eq!(at(&value, &split(path)).cloned(), want, "{path}");
        }
    }
}
