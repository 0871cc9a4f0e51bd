//! One value of a JSON text, without the rest of it being built.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::http::Response;

/// An object whose values are looked at only where they are asked for.
#[derive(Deserialize)]
struct Object<'a>(#[serde(borrow)] HashMap<Cow<'a, str>, &'a RawValue>);

/// A JSON text that several may ask for a value each: its outermost object is read once.
pub(crate) struct Lookup<'a> {
    text: &'a [u8],
    outermost: OnceCell<Option<Object<'a>>>,
}

impl<'a> Lookup<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self { text, outermost: OnceCell::new() }
    }

    /// The value at `path`, names of members and numbers of items; `None` where it is not there, null, or the text is no JSON.
    pub(crate) fn at(&self, path: &[String]) -> Option<Value> {
        let outermost = self.outermost.get_or_init(|| serde_json::from_slice(self.text).ok());
        let (mut at, path) = match (outermost, path.split_first()) {
            (Some(Object(members)), Some((name, path))) => (members.get(name.as_str()).copied()?, path),
            _ => (serde_json::from_slice(self.text).ok()?, path),
        };
        for name in path {
            at = match at.get().as_bytes().first()? {
                b'{' => serde_json::from_str::<Object<'_>>(at.get()).ok()?.0.get(name.as_str()).copied()?,
                b'[' => {
                    let items = serde_json::from_str::<Vec<&RawValue>>(at.get()).ok()?;
                    items.get(name.parse::<usize>().ok()?).copied()?
                }
                _ => return None,
            };
        }
        // A value that `serde_json` cannot hold (half a surrogate pair, deep nesting) is there all the same: its text stands for it.
        let value = serde_json::from_str::<Value>(at.get()).unwrap_or_else(|_| at.get().into());
        Some(value).filter(|value| !value.is_null())
    }
}

/// Whether a body says that something failed: it has an `error` or `errors` that is not empty, or is not `ok`.
pub(crate) fn reports_failure(response: &Response) -> bool {
    let body = Lookup::new(&response.body);
    let at = |name: &str| body.at(&[name.to_owned()]);
    let has_error = |name: &&str| at(name).is_some_and(|value| !is_empty(&value) && value != false);
    ["error", "errors"].iter().any(has_error)
        || ["ok", "success"].iter().any(|name| at(name).is_some_and(|ok| ok == false))
}

/// Whether a value holds nothing: null, an empty list, object or text.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Whether two values mean the same: `1` is `1.0`.
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
    fn a_value_is_found_at_its_path() {
        let text = br#" {"a":{"b c":[1,{"d":"x"}]},"e\u0066":true,"n":null} "#;
        let lookup = Lookup::new(text);
        let names = |path: &[&str]| path.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let at = |path: &[&str]| lookup.at(&names(path));

        assert_eq!(at(&["a", "b c", "1", "d"]), Some(Value::from("x")));
        assert_eq!(at(&["ef"]), Some(Value::from(true)));
        for absent in [&["a", "x"][..], &["n"], &["a", "b c", "2"], &["a", "b c", "d"], &["ef", "x"]] {
            assert_eq!(at(absent), None, "{absent:?}");
        }
        assert_eq!(Lookup::new(b"{\"a\":1").at(&names(&["a"])), None);
        assert_eq!(Lookup::new(b"[[7]]").at(&names(&["0", "0"])), Some(Value::from(7)));
    }

    #[test]
    fn numbers_are_compared_by_what_they_mean() {
        assert!(means(&Value::from(1), &Value::from(1.0)) && means(&Value::from("a"), &Value::from("a")));
        assert!(!means(&Value::from(1), &Value::from(1.5)) && !means(&Value::from(1), &Value::from("1")));
        let (big, next) = (9_007_199_254_740_992_u64, 9_007_199_254_740_993_u64);
        assert!(!means(&Value::from(big), &Value::from(next)));
    }
}
