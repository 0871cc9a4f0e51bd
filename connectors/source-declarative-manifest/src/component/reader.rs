//! One component, and the keys of it that have been read.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt::Display;

use serde_json::{Map, Value};

use crate::jinja::{Jinja, Kinds, Text, Variables};

/// The result of reading a component. The error is a sentence with the place in the manifest.
pub type Outcome<T> = Result<T, String>;

/// Keys that describe a component and do not change what it does.
const DESCRIPTIVE: [&str; 5] = ["type", "$parameters", "name", "description", "primary_key"];

/// A component of the manifest.
pub struct Component<'a> {
    place: String,
    fields: &'a Map<String, Value>,
    parameters: Value,
    read: RefCell<HashSet<String>>,
}

impl<'a> Component<'a> {
    /// The component at a place such as `streams[0].retriever`.
    ///
    /// # Errors
    /// If the value is not a mapping.
    pub fn new(place: impl Into<String>, value: &'a Value) -> Outcome<Self> {
        let place = place.into();
        let fields = value.as_object().ok_or_else(|| format!("`{place}` must be a mapping"))?;
        let parameters = fields.get("$parameters").cloned().unwrap_or_else(|| Value::Object(Map::new()));
        Ok(Self { place, fields, parameters, read: RefCell::default() })
    }

    /// The type, such as `HttpRequester`; empty without one.
    pub fn kind(&self) -> &'a str {
        self.fields.get("type").and_then(Value::as_str).unwrap_or_default()
    }

    /// Where the component is in the manifest.
    pub fn place(&self) -> &str {
        &self.place
    }

    /// An error about this component.
    pub fn error(&self, why: impl Display) -> String {
        format!("`{}`: {why}", self.place)
    }

    /// The error of a component whose type is not supported. A custom component is named by its class.
    pub fn unsupported(&self) -> String {
        match self.fields.get("class_name").and_then(Value::as_str) {
            Some(class) => self.error(format!(
                "the class `{class}` ({}) is Python and cannot run here; write its stream in Rust (docs/python.md)",
                self.kind()
            )),
            None => self.error(format!("`{}` is not supported", self.kind())),
        }
    }

    /// A field; `None` if it is absent or null.
    pub fn get(&self, key: &str) -> Option<&'a Value> {
        self.read.borrow_mut().insert(key.to_owned());
        self.fields.get(key).filter(|value| !value.is_null())
    }

    /// Marks keys as read that do not change what is read or written.
    pub fn skip(&self, keys: &[&str]) {
        self.read.borrow_mut().extend(keys.iter().map(|key| (*key).to_owned()));
    }

    /// A component in a field.
    ///
    /// # Errors
    /// If the field is not a mapping.
    pub fn child(&self, key: &str) -> Outcome<Option<Component<'a>>> {
        self.get(key).map(|value| Component::new(format!("{}.{key}", self.place), value)).transpose()
    }

    /// A required component in a field.
    ///
    /// # Errors
    /// If the field is absent or not a mapping.
    pub fn needed(&self, key: &str) -> Outcome<Component<'a>> {
        self.child(key)?.ok_or_else(|| self.error(format!("`{key}` is missing")))
    }

    /// The components of a list; one component counts as a list of one.
    ///
    /// # Errors
    /// If an element is not a mapping.
    pub fn children(&self, key: &str) -> Outcome<Vec<Component<'a>>> {
        match self.get(key) {
            None => Ok(Vec::new()),
            Some(Value::Array(values)) => {
                let place = |at: usize| format!("{}.{key}[{at}]", self.place);
                values.iter().enumerate().map(|(at, value)| Component::new(place(at), value)).collect()
            }
            Some(value) => Ok(vec![Component::new(format!("{}.{key}", self.place), value)?]),
        }
    }

    /// A field that may contain an expression.
    ///
    /// # Errors
    /// If the text is not Jinja.
    pub fn text(&self, jinja: &Jinja, key: &str) -> Outcome<Option<Text>> {
        self.get(key).map(|value| self.compiled(jinja, value)).transpose()
    }

    /// A value of this component that may contain an expression.
    ///
    /// # Errors
    /// If the text is not Jinja.
    pub fn compiled(&self, jinja: &Jinja, value: &Value) -> Outcome<Text> {
        Text::new(jinja, value, &self.parameters).map_err(|why| self.error(why))
    }

    /// A field whose value depends only on `$parameters`, such as a name.
    ///
    /// # Errors
    /// If it depends on anything else, such as the config.
    pub fn fixed(&self, jinja: &Jinja, key: &str) -> Outcome<Option<Value>> {
        let Some(text) = self.text(jinja, key)? else { return Ok(None) };
        self.settled(&text, key).map(|value| Some(value).filter(|value| !value.is_null()))
    }

    /// Like [`Self::fixed`], as a text.
    ///
    /// # Errors
    /// As for [`Self::fixed`].
    pub fn fixed_text(&self, jinja: &Jinja, key: &str) -> Outcome<Option<String>> {
        let Some(text) = self.text(jinja, key)? else { return Ok(None) };
        text.text(&Variables::new(jiff::Timestamp::UNIX_EPOCH))
            .map(Some)
            .map_err(|_| self.error(format!("`{key}` must not depend on the config or on a slice")))
    }

    fn settled(&self, text: &Text, key: &str) -> Outcome<Value> {
        text.value(&Variables::new(jiff::Timestamp::UNIX_EPOCH), Kinds::Any)
            .map_err(|_| self.error(format!("`{key}` must not depend on the config or on a slice")))
    }

    /// A switch; `false` if it is absent.
    ///
    /// # Errors
    /// If the value is not a boolean.
    pub fn flag(&self, key: &str) -> Outcome<bool> {
        match self.get(key) {
            None => Ok(false),
            Some(Value::Bool(value)) => Ok(*value),
            Some(_) => Err(self.error(format!("`{key}` must be true or false"))),
        }
    }

    /// Checks that every key has been read. Parameters are fields of every component that they reach.
    ///
    /// # Errors
    /// The first key that nobody has read.
    pub fn finish(&self) -> Outcome<()> {
        let read = self.read.borrow();
        let is_known =
            |key: &str| DESCRIPTIVE.contains(&key) || read.contains(key) || self.parameters.get(key).is_some();
        match self.fields.iter().find(|(key, value)| !is_known(key) && !value.is_null()) {
            None => Ok(()),
            Some((key, _)) => Err(self.error(format!("the key `{key}` of `{}` is not supported", self.kind()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_key_that_nobody_reads_is_reported_with_its_place() {
        let value = json!({ "type": "HttpRequester", "$parameters": { "x": 1 }, "x": 1, "path": "a", "odd": true });
        let requester = Component::new("streams[0].requester", &value).unwrap();
        requester.get("path");

        let error = requester.finish().unwrap_err();

        assert_eq!(error, "`streams[0].requester`: the key `odd` of `HttpRequester` is not supported");
        requester.skip(&["odd"]);
        assert_eq!(requester.finish(), Ok(()));
    }
}
