//! Values in a JSON response body: failure flags, emptiness, equality.

use serde_json::Value;

use crate::http::Response;
use crate::json::JsonLookup;

/// Whether a body reports a failure: a non-empty `error` or `errors`, or `false` in `ok` or `success`.
pub(crate) fn reports_failure(response: &Response) -> bool {
    let body = JsonLookup::new(&response.body);
    let at = |name: &str| body.at(&[name.to_owned()]);
    let has_error = |name: &&str| at(name).is_some_and(|value| !is_empty(&value) && value != false);
    ["error", "errors"].iter().any(has_error)
        || ["ok", "success"].iter().any(|name| at(name).is_some_and(|ok| ok == false))
}

/// Whether a value is empty: null, an empty list, object or text.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Whether two values are equal; `1` equals `1.0`.
pub(super) fn means(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(a), Value::Number(b)) => a == b || (a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64(),
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_by_what_they_mean() {
        assert!(means(&Value::from(1), &Value::from(1.0)) && means(&Value::from("a"), &Value::from("a")));
        assert!(!means(&Value::from(1), &Value::from(1.5)) && !means(&Value::from(1), &Value::from("1")));
        let (big, next) = (9_007_199_254_740_992_u64, 9_007_199_254_740_993_u64);
        assert!(!means(&Value::from(big), &Value::from(next)));
    }
}
