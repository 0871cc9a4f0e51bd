//! The words that a source and a stream share.

use std::rc::Rc;
use std::time::Duration;

use super::added::AddedValue;
use super::auth::AuthKind;
use super::body::BodyDef;
use super::budget::LimitDef;
use super::rule::Rule;
use super::scope::Scope;
use super::template::{ErasedFn, ErasedTemplate, FieldNode};
use crate::decode::{OnMismatch, Undeclared};
use crate::error::{Error, Result};
use crate::paginate::Paginate;
use crate::retry::Retry;
use crate::stream::value::{Params, plain};

/// Requests in flight that anybody can ask for: more than any API takes, and than a process has sockets for.
pub(crate) const MOST_REQUESTS: usize = 256;

/// What one level says; `None` is silence.
pub(crate) struct Defaults<C> {
    pub(crate) url_base: Option<ErasedTemplate<C>>,
    pub(crate) auth: Option<AuthKind<C>>,
    pub(crate) body: Option<BodyDef<C>>,
    pub(crate) params: Vec<(String, FieldNode<C>)>,
    pub(crate) headers: Vec<(String, FieldNode<C>)>,
    pub(crate) records: Option<String>,
    pub(crate) paginate: Option<Paginate>,
    pub(crate) undeclared: Option<Undeclared>,
    pub(crate) on_mismatch: Option<OnMismatch>,
    pub(crate) request_params: Option<ErasedFn<C, Params>>,
    pub(crate) request_headers: Option<ErasedFn<C, Params>>,
    pub(crate) primary_key: Option<Vec<Vec<String>>>,
    pub(crate) retry: Option<Retry>,
    pub(crate) should_retry: Option<ErasedFn<C, bool>>,
    pub(crate) backoff_time: Option<ErasedFn<C, Option<Duration>>>,
    /// Rules about answers; the first that holds decides.
    pub(crate) rules: Vec<Rc<Rule<C>>>,
    pub(crate) limits: Vec<Rc<LimitDef<C>>>,
    /// `Some(None)`: there is to be none.
    pub(crate) circuit: Option<Option<u32>>,
    /// A source's is for all of its streams together, a stream's for itself.
    pub(crate) concurrency: Option<FieldNode<C>>,
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
            body: None,
            params: Vec::new(),
            headers: Vec::new(),
            records: None,
            paginate: None,
            undeclared: None,
            on_mismatch: None,
            request_params: None,
            request_headers: None,
            primary_key: None,
            retry: None,
            should_retry: None,
            backoff_time: None,
            rules: Vec::new(),
            limits: Vec::new(),
            circuit: None,
            concurrency: None,
            added: Vec::new(),
            problems: Vec::new(),
        }
    }
}

/// What a stream takes from its source.
pub(crate) struct Inherited<C> {
    pub(crate) defaults: Defaults<C>,
    /// Origins that the source declares beside its `url_base`.
    pub(crate) origins: Vec<String>,
}

// Not derived: a derive would demand `C: Default`.
impl<C> Default for Inherited<C> {
    fn default() -> Self {
        Self { defaults: Defaults::default(), origins: Vec::new() }
    }
}

impl<C> Defaults<C> {
    /// The value, or `None` with the problem kept for later.
    pub(crate) fn keep<T>(&mut self, value: Result<T>) -> Option<T> {
        value.map_err(|problem| self.problems.push(problem)).ok()
    }

    /// How many requests may be in flight by the word of this level.
    ///
    /// # Errors
    /// Where it is no number from 1 to [`MOST_REQUESTS`].
    pub(crate) fn concurrency(&self, scope: &Scope<'_, C>) -> Result<Option<usize>> {
        let at = |error: Error| error.in_attribute("concurrency");
        let value = self.concurrency.as_ref().map(|node| node.value(scope)).transpose().map_err(at)?.flatten();
        let Some(value) = value.filter(|value| !value.is_null()) else { return Ok(None) };
        // The config may hold the number as a text.
        let number = plain(&value).parse().ok().filter(|number| (1..=MOST_REQUESTS).contains(number));
        number
            .map(Some)
            .ok_or_else(|| at(Error::config(format!("expected a whole number from 1 to {MOST_REQUESTS}, got {value}"))))
    }

    /// Every template of this level but those of its body, which a nearer level may replace.
    pub(crate) fn templates(&self) -> Vec<&ErasedTemplate<C>> {
        let mut templates: Vec<_> = self.url_base.iter().collect();
        for (_, node) in self.params.iter().chain(&self.headers) {
            node.templates(&mut templates);
        }
        templates
    }
}
