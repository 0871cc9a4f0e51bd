//! Values of an `auth` kind: its options, collected by the builders and filled from the config.

use serde_json::{Map, Value};
use url::Url;

use crate::error::{Error, Result};
use crate::stream::builder::{Entry, IntoField, IntoTemplate, SourceView, entry, nodes};
use crate::stream::definition::{ErasedTemplate, FieldNode, Resolving};
use crate::stream::value::plain;

/// The entries of an option.
type Nodes<C> = Vec<(String, FieldNode<C>)>;

/// Templates and entries by the name of their option. The kind reports their errors.
pub(super) struct AuthValues<C> {
    templates: Vec<(&'static str, ErasedTemplate<C>)>,
    entries: Vec<(&'static str, Nodes<C>)>,
    problem: Option<Error>,
}

// Not derived: a derive would demand `C: Default`.
impl<C> Default for AuthValues<C> {
    fn default() -> Self {
        Self { templates: Vec::new(), entries: Vec::new(), problem: None }
    }
}

impl<C: 'static> AuthValues<C> {
    pub(super) fn template(&mut self, word: &'static str, template: impl IntoTemplate<SourceView<C>>) {
        match template.into_template() {
            Ok(template) => self.templates.push((word, template)),
            Err(error) => self.report_problem(error),
        }
    }

    pub(super) fn entries(&mut self, word: &'static str, entries: impl IntoIterator<Item = Entry<SourceView<C>>>) {
        match nodes(entries) {
            Ok(nodes) => self.nodes(word, nodes),
            Err(error) => self.report_problem(error),
        }
    }

    pub(super) fn nodes(&mut self, word: &'static str, nodes: Nodes<C>) {
        self.entries.push((word, nodes));
    }

    /// The value or values of an option that accepts several.
    pub(super) fn several(&mut self, word: &'static str, values: impl IntoField<SourceView<C>>) {
        self.entries(word, [entry("", values)]);
    }

    pub(super) fn report_problem(&mut self, error: Error) {
        self.problem.get_or_insert(error);
    }

    /// # Errors
    /// The first error of an option.
    pub(super) fn judged(mut self) -> Result<Self> {
        self.problem.take().map_or(Ok(self), Err)
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.templates.iter().any(|(known, _)| *known == word)
    }

    /// The text of an option; `None` if it is not set or has no value.
    pub(super) fn text(&self, word: &str, resolving: &Resolving<'_, C>) -> Result<Option<String>> {
        let template = self.templates.iter().rev().find(|(known, _)| *known == word);
        let text = template.map(|(_, template)| template.text(resolving.scope)).transpose()?.flatten();
        text.filter(|text| !text.trim().is_empty()).map(|text| resolving.judged(text)).transpose()
    }

    /// The text of a required option.
    pub(super) fn needed(&self, word: &str, resolving: &Resolving<'_, C>) -> Result<String> {
        self.given(word, self.text(word, resolving)?)
    }

    /// The URL of a required option, redirected to `CDK_URL_BASE` if set.
    pub(super) fn endpoint(&self, word: &str, resolving: &Resolving<'_, C>) -> Result<Url> {
        let template = self.templates.iter().rev().find(|(known, _)| *known == word);
        let address = |template: &ErasedTemplate<C>| {
            template.parsed.address(&(template.args)(resolving.scope)?, &|place| resolving.scope.lookup(place))
        };
        let address = template.map(|(_, template)| address(template)).transpose()?.flatten();
        resolving.endpoint(&self.given(word, address)?, word)
    }

    fn given(&self, word: &str, text: Option<String>) -> Result<String> {
        text.ok_or_else(|| match self.has(word) {
            true => Error::config(format!("the config contains no value for `{word}`")),
            false => Error::system(format!("`{word}` is missing")),
        })
    }

    /// All texts of an option that accepts several: a list, a list of lists, or one text.
    pub(super) fn texts(&self, word: &str, resolving: &Resolving<'_, C>) -> Result<Vec<String>> {
        let mut texts = Vec::new();
        for value in self.map(word, resolving)?.values() {
            collect(value, &mut texts);
        }
        texts.into_iter().map(|text| resolving.judged(text)).collect()
    }

    /// The values of an option's entries, without absent ones.
    pub(super) fn map(&self, word: &str, resolving: &Resolving<'_, C>) -> Result<Map<String, Value>> {
        let mut map = Map::new();
        for (name, node) in self.entries.iter().filter(|(known, _)| *known == word).flat_map(|(_, nodes)| nodes) {
            if let Some(value) = node.value(resolving.scope)?.filter(|value| !value.is_null()) {
                if let Value::String(text) = &value {
                    resolving.judged(text.clone())?;
                }
                map.insert(name.clone(), value);
            }
        }
        Ok(map)
    }

    /// The entries of an option as texts.
    pub(super) fn pairs(&self, word: &str, resolving: &Resolving<'_, C>) -> Result<Vec<(String, String)>> {
        let map = self.map(word, resolving)?;
        Ok(map.into_iter().map(|(name, value)| (name, plain(&value))).collect())
    }
}

fn collect(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, texts)),
        value => texts.push(plain(value)),
    }
}
