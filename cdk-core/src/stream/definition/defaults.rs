//! The options that a source and a stream share.

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

/// Maximum limit of requests in flight. More would exceed the sockets of a process.
pub(crate) const MOST_REQUESTS: usize = 256;

/// The options of one level, source or stream; `None` means not set.
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
    /// Response rules; the first match decides.
    pub(crate) rules: Vec<Rc<Rule<C>>>,
    pub(crate) limits: Vec<Rc<LimitDef<C>>>,
    /// `Some(None)`: no circuit breaker.
    pub(crate) circuit: Option<Option<u32>>,
    /// A source's limit applies to all its streams together.
    pub(crate) concurrency: Option<FieldNode<C>>,
    pub(crate) added: Vec<(String, AddedValue<C>)>,
    /// Errors in the options, reported before any command.
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

/// The options that a stream inherits from its source.
pub(crate) struct Inherited<C> {
    pub(crate) defaults: Defaults<C>,
    /// Origins that the source declares in addition to its `url_base`.
    pub(crate) origins: Vec<String>,
}

// Not derived: a derive would demand `C: Default`.
impl<C> Default for Inherited<C> {
    fn default() -> Self {
        Self { defaults: Defaults::default(), origins: Vec::new() }
    }
}

impl<C> Defaults<C> {
    /// The value; on an error, `None`, and the error is stored.
    pub(crate) fn keep<T>(&mut self, value: Result<T>) -> Option<T> {
        value.map_err(|problem| self.problems.push(problem)).ok()
    }

    /// The limit of requests in flight of this level.
    ///
    /// # Errors
    /// If it is not a number from 1 to [`MOST_REQUESTS`].
    pub(crate) fn concurrency(&self, scope: &Scope<'_, C>) -> Result<Option<usize>> {
        let at = |error: Error| error.in_attribute("concurrency");
        let value = self.concurrency.as_ref().map(|node| node.value(scope)).transpose().map_err(at)?.flatten();
        let Some(value) = value.filter(|value| !value.is_null()) else { return Ok(None) };
        // The config may contain the number as a text.
        let number = plain(&value).parse().ok().filter(|number| (1..=MOST_REQUESTS).contains(number));
        number
            .map(Some)
            .ok_or_else(|| at(Error::config(format!("expected a whole number from 1 to {MOST_REQUESTS}, got {value}"))))
    }

    /// All templates of this level except the body's, which the stream may replace.
    pub(crate) fn templates(&self) -> Vec<&ErasedTemplate<C>> {
        let mut templates: Vec<_> = self.url_base.iter().collect();
        for (_, node) in self.params.iter().chain(&self.headers) {
            node.templates(&mut templates);
        }
        templates
    }
}
