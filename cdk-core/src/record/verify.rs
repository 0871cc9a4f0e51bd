//! Whether serde means the same record as its bytes: asked for the first page of a stream, so that a hand-written
//! `Deserialize` or `Serialize` is noticed before the first RECORD.

use serde_json::Value;

use crate::time::is_same_moment;

/// The JSON pointer of the first value that serde would write differently. Values that are missing or null on either
/// side count as equal, and so do two spellings of one number, one instant or one civil date.
pub(crate) fn difference(emitted: &Value, rewritten: &Value) -> Option<String> {
    match (emitted, rewritten) {
        (Value::Object(emitted), Value::Object(rewritten)) => emitted.iter().find_map(|(name, value)| {
            let below = difference(value, rewritten.get(name)?)?;
            Some(format!("/{}{below}", name.replace('~', "~0").replace('/', "~1")))
        }),
        (Value::Array(emitted), Value::Array(rewritten)) if emitted.len() == rewritten.len() => {
            let pairs = emitted.iter().zip(rewritten).enumerate();
            pairs.filter_map(|(at, (a, b))| difference(a, b).map(|below| format!("/{at}{below}"))).next()
        }
        (Value::Null, _) | (_, Value::Null) => None,
        (Value::Number(a), Value::Number(b)) => (!same_number(a.as_f64(), b.as_f64())).then(String::new),
        (Value::String(a), Value::String(b)) => (a != b && !is_same_moment(a, b)).then(String::new),
        (a, b) => (a != b).then(String::new),
    }
}

/// An `f32` field writes fewer digits than it read.
fn same_number(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b || (a - b).abs() <= a.abs().max(b.abs()) * 1e-6,
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn spellings_and_absences_are_no_difference() {
        for (emitted, rewritten) in [
            (json!({"a": 7}), json!({"a": 7.0, "b": null})),
            (json!({"a": null, "extra": 1}), json!({"a": 0})),
            (json!({"at": "2026-01-01T02:00:00+02:00"}), json!({"at": "2026-01-01T00:00:00Z"})),
            (json!({"f": 0.12345678901}), json!({"f": 0.12345679})),
            (
                json!({"at": "2024-01-31 10:00", "on": "20240131"}),
                json!({"at": "2024-01-31T10:00:00", "on": "2024-01-31"}),
            ),
            (json!({"time": "10:00"}), json!({"time": "10:00:00"})),
        ] {
            assert_eq!(difference(&emitted, &rewritten), None, "{emitted} {rewritten}");
        }
    }

    #[test]
    fn another_value_is_a_difference_with_its_place() {
        assert_eq!(
            difference(&json!({"a": [1, {"b/c": "X"}]}), &json!({"a": [1, {"b/c": "x"}]})).unwrap(),
            "/a/1/b~1c"
        );
        assert_eq!(difference(&json!({"n": "5"}), &json!({"n": 5})).unwrap(), "/n");
        for (a, b) in [
            ("2024-01-31T10:00:00", "2024-01-31"),
            ("2024-01-31T10:00:00+02:00", "2024-01-31T10:00:00Z"),
            ("2024-01-31T10:00:00", "2024-02-01T10:00:00"),
            ("10:00", "2024-01-31T10:00:00"),
        ] {
            assert_eq!(difference(&json!({"at": a}), &json!({"at": b})).unwrap(), "/at", "{a} {b}");
        }
    }
}
