//! Text: reads one value of a JSON text without building the rest.
//!
//! In: the text of a response. Out: the value at a path.
//! Default: a null value and an invalid JSON text result in `None`.
//! Not here: a value that is already built (see `path`).

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// An object whose values are parsed when they are needed.
#[derive(Deserialize)]
struct RawMembers<'a>(#[serde(borrow)] HashMap<Cow<'a, str>, &'a RawValue>);

/// A JSON text of which several values are needed: its outermost object is parsed once.
pub(crate) struct JsonLookup<'a> {
    text: &'a [u8],
    outermost: OnceCell<Option<RawMembers<'a>>>,
}

impl<'a> JsonLookup<'a> {
    pub(crate) fn new(text: &'a [u8]) -> Self {
        Self { text, outermost: OnceCell::new() }
    }

    /// The value at `path`, which has names of members and numbers of items. `None` if it is missing or null, or if the
    /// text is not JSON.
    pub(crate) fn at(&self, path: &[String]) -> Option<Value> {
        let outermost = self.outermost.get_or_init(|| serde_json::from_slice(self.text).ok());
        let (mut at, path) = match (outermost, path.split_first()) {
            (Some(RawMembers(members)), Some((name, path))) => (members.get(name.as_str()).copied()?, path),
            _ => (serde_json::from_slice(self.text).ok()?, path),
        };
        for name in path {
            at = match at.get().as_bytes().first()? {
                b'{' => serde_json::from_str::<RawMembers<'_>>(at.get()).ok()?.0.get(name.as_str()).copied()?,
                b'[' => {
                    let items = serde_json::from_str::<Vec<&RawValue>>(at.get()).ok()?;
                    items.get(name.parse::<usize>().ok()?).copied()?
                }
                _ => return None,
            };
        }
        // `serde_json` cannot represent some values (half a surrogate pair, deep nesting). Their text is returned
        // instead.
        let value = serde_json::from_str::<Value>(at.get()).unwrap_or_else(|_| at.get().into());
        Some(value).filter(|value| !value.is_null())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_at_its_path() {
        let text = br#" {"a":{"b c":[1,{"d":"x"}]},"e\u0066":true,"n":null} "#;
        let lookup = JsonLookup::new(text);
        let names = |path: &[&str]| path.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let at = |path: &[&str]| lookup.at(&names(path));

        assert_eq!(at(&["a", "b c", "1", "d"]), Some(Value::from("x")));
        assert_eq!(at(&["ef"]), Some(Value::from(true)));
        for absent in [&["a", "x"][..], &["n"], &["a", "b c", "2"], &["a", "b c", "d"], &["ef", "x"]] {
            assert_eq!(at(absent), None, "{absent:?}");
        }
        assert_eq!(JsonLookup::new(b"{\"a\":1").at(&names(&["a"])), None);
        assert_eq!(JsonLookup::new(b"[[7]]").at(&names(&["0", "0"])), Some(Value::from(7)));
    }
}
