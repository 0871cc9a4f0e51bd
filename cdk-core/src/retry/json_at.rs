//! One value of a JSON text, without the rest of it being built.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// An object whose values are looked at only where they are asked for.
#[derive(Deserialize)]
struct Object<'a>(#[serde(borrow)] HashMap<Cow<'a, str>, &'a RawValue>);

/// The value at `path`, names of members and numbers of items; `None` where it is not there, null, or the text is no JSON.
pub(super) fn json_at(text: &[u8], path: &[String]) -> Option<Value> {
    let mut at: &RawValue = serde_json::from_slice(text).ok()?;
    for name in path {
        at = match at.get().as_bytes().first()? {
            b'{' => serde_json::from_str::<Object<'_>>(at.get()).ok()?.0.get(name.as_str()).copied()?,
            b'[' => serde_json::from_str::<Vec<&RawValue>>(at.get()).ok()?.get(name.parse::<usize>().ok()?).copied()?,
            _ => return None,
        };
    }
    serde_json::from_str::<Value>(at.get()).ok().filter(|value| !value.is_null())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_at_its_path() {
        let text = br#" {"a":{"b c":[1,{"d":"x"}]},"e\u0066":true,"n":null} "#;
        let at = |path: &[&str]| json_at(text, &path.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());

        assert_eq!(at(&["a", "b c", "1", "d"]), Some(Value::from("x")));
        assert_eq!(at(&["ef"]), Some(Value::from(true)));
        for absent in [&["a", "x"][..], &["n"], &["a", "b c", "2"], &["a", "b c", "d"], &["ef", "x"]] {
            assert_eq!(at(absent), None, "{absent:?}");
        }
        assert_eq!(json_at(b"{\"a\":1", &["a".to_owned()]), None);
    }
}
