//! The context of a source's functions and templates, for all its streams.

use jiff::Timestamp;
use serde_json::Value;

use crate::error::Result;
use crate::retry::Attempt;
use crate::stream::definition::scope::Scope;
use crate::template::exact::{self, Exact};

/// The context of a source's hooks and templates. They are used for all streams.
pub struct SourceCx<'a, C> {
    scope: Scope<'a, C>,
}

impl<'a, C> SourceCx<'a, C> {
    pub(crate) fn new(scope: &Scope<'a, C>) -> Self {
        Self { scope: *scope }
    }

    pub(crate) fn scope(&self) -> &Scope<'a, C> {
        &self.scope
    }

    /// The connector's config.
    pub fn config(&self) -> &'a C {
        self.scope.config
    }

    /// The name of the current stream.
    pub fn stream(&self) -> &'a str {
        self.scope.stream
    }

    /// The token of the requested page; `None` for the first page. A number that a `Number` would round (more than 17
    /// digits,
    /// `1.10`) is a text with its original digits.
    pub fn next_page_token(&self) -> Option<&'a Value> {
        self.scope.next_page_token.map(exact::readable)
    }

    /// The current time: when the run reads the clock, or the fixed time (`CDK_NOW`).
    pub fn now(&self) -> Timestamp {
        self.scope.now
    }

    /// The last attempt, in `should_retry` and `backoff_time`.
    ///
    /// # Errors
    /// A system error in any other hook.
    pub fn attempt(&self) -> Result<&'a Attempt<'a>> {
        self.scope.attempt()
    }

    /// The record as the API sent it, in a function for `add`.
    ///
    /// # Errors
    /// A system error in hooks that are not about one record.
    pub fn raw_record(&self) -> Result<Value> {
        Ok(Exact::from(self.scope.raw_record_value()?).into_rounded())
    }
}
