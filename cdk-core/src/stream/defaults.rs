//! The words that a source and a stream share.

use super::add::{Added, AddedValue};
use super::auth::AuthKind;
use super::field::{Erased, ErasedTemplate, Node, View};
use super::hook::Params;
use crate::decode::{OnMismatch, Undeclared};
use crate::error::{Error, Result};
use crate::paginate::Paginate;

/// What one level says; `None` is silence.
pub(crate) struct Defaults<C> {
    pub(crate) url_base: Option<ErasedTemplate<C>>,
    pub(crate) auth: Option<AuthKind<C>>,
    pub(crate) params: Vec<(String, Node<C>)>,
    pub(crate) headers: Vec<(String, Node<C>)>,
    pub(crate) records: Option<String>,
    pub(crate) paginate: Option<Paginate>,
    pub(crate) undeclared: Option<Undeclared>,
    pub(crate) on_mismatch: Option<OnMismatch>,
    pub(crate) request_params: Option<Erased<C, Params>>,
    pub(crate) request_headers: Option<Erased<C, Params>>,
    pub(crate) primary_key: Option<Vec<Vec<String>>>,
    pub(crate) added: Vec<(String, AddedValue<C>)>,
    /// What was wrong with the words themselves, told before any command.
    pub(crate) problems: Vec<Error>,
}

// Not derived: a derive would demand `C: Default`.
impl<C> Default for Defaults<C> {
    fn default() -> Self {
        Self {
            url_base: None,
            auth: None,
            params: Vec::new(),
            headers: Vec::new(),
            records: None,
            paginate: None,
            undeclared: None,
            on_mismatch: None,
            request_params: None,
            request_headers: None,
            primary_key: None,
            added: Vec::new(),
            problems: Vec::new(),
        }
    }
}

impl<C> Defaults<C> {
    /// The value, or `None` with the problem kept for later.
    pub(crate) fn keep<T>(&mut self, value: Result<T>) -> Option<T> {
        value.map_err(|problem| self.problems.push(problem)).ok()
    }

    /// Remembers added fields.
    pub(crate) fn add<X: View<Config = C>>(&mut self, fields: impl IntoIterator<Item = Added<X>>) {
        for Added { field, value } in fields {
            if let Some(value) = self.keep(value) {
                self.added.push((field, value));
            }
        }
    }

    /// Every template of this level.
    pub(crate) fn templates(&self) -> Vec<&ErasedTemplate<C>> {
        let mut templates: Vec<_> = self.url_base.iter().collect();
        for (_, node) in self.params.iter().chain(&self.headers) {
            node.templates(&mut templates);
        }
        templates
    }
}
