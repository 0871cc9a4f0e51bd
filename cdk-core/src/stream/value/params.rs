//! Query parameters and headers, as hooks return them.
//!
//! In: names and values; a name may occur several times. Out: [`Params`], merged over the attributes key by key.
//! Not here: entries with placeholders (see `builder::field`).

use serde_json::Value;

use crate::template::{TemplateValue, exact};

/// Headers, with the methods of [`Params`].
pub type Headers = Params;

/// Query parameters, in order.
///
/// ```
/// use cdk_core::stream::Params;
///
/// let params = Params::new().with("limit", 100).with_all("id", ["a", "b"]).without("deleted");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params {
    /// An empty list removes an inherited key.
    pub(crate) pairs: Vec<(String, Vec<String>)>,
}

impl Params {
    /// No parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a key, with precedence over the attributes. A text is written without quotes (also one in a [`Value`], such
    /// as a token), a list as one entry per value. An absent value sets nothing.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl TemplateValue) -> Self {
        match value.template_value() {
            None => {}
            Some(Value::Array(values)) => self.set(name.into(), values.iter().map(plain).collect()),
            Some(value) => self.set(name.into(), vec![plain(&value)]),
        }
        self
    }

    /// Sets a key that is sent once per value.
    #[must_use]
    pub fn with_all(mut self, name: impl Into<String>, values: impl IntoIterator<Item = impl TemplateValue>) -> Self {
        let values = values.into_iter().filter_map(|value| value.template_value());
        self.set(name.into(), values.map(|value| plain(&value)).collect());
        self
    }

    /// Removes an inherited key.
    #[must_use]
    pub fn without(mut self, name: impl Into<String>) -> Self {
        self.set(name.into(), Vec::new());
        self
    }

    pub(crate) fn set(&mut self, name: String, values: Vec<String>) {
        match self.pairs.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = values,
            None => self.pairs.push((name, values)),
        }
    }

    /// Adds a value to a key.
    pub(crate) fn append(&mut self, name: &str, value: String) {
        match self.pairs.iter_mut().find(|(known, _)| known == name) {
            Some((_, values)) => values.push(value),
            None => self.pairs.push((name.to_owned(), vec![value])),
        }
    }

    /// Each value with its key.
    pub(crate) fn flat(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().flat_map(|(name, values)| values.iter().map(move |value| (name.as_str(), value.as_str())))
    }

    /// Merges `nearer` over these parameters, key by key.
    pub(crate) fn merge(&mut self, nearer: Params) {
        for (name, values) in nearer.pairs {
            self.set(name, values);
        }
    }
}

/// A text without its quotes; any other value as JSON.
pub(crate) fn plain(value: &Value) -> String {
    value.as_str().or_else(|| exact::digits(value)).map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_is_a_text_is_sent_without_quotes() {
        let token = Value::from("abc");

        let params = Params::new().with("a", &token).with("b", Some(&token)).with_all("c", [&token]);

        let pair = |name: &str| (name.to_owned(), vec!["abc".to_owned()]);
        assert_eq!(params.pairs, ["a", "b", "c"].map(pair));
    }

    #[test]
    fn what_is_absent_sets_nothing() {
        let params = Params::new().with("a", 1).with("a", None::<u64>).with("b", Value::Null).with("c", None::<&str>);

        assert_eq!(params.pairs, [("a".to_owned(), vec!["1".to_owned()])]);
    }
}
