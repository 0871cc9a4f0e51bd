//! What a source's functions and templates see, whichever stream they act for.

use jiff::Timestamp;
use serde_json::Value;

use crate::error::Result;
use crate::retry::Attempt;
use crate::stream::definition::scope::Scope;
use crate::template::exact::{self, Exact};

/// What a source's defaults see, whichever stream they act for.
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

    /// The name of the stream that is being read.
    pub fn stream(&self) -> &'a str {
        self.scope.stream
    }

    /// The token of the page that is requested; `None` for the first one. A number in the response that a `Number` would round
    /// (more than 17 digits, `1.10`) is a text here, with its own digits.
    pub fn next_page_token(&self) -> Option<&'a Value> {
        self.scope.next_page_token.map(exact::readable)
    }

    /// The time: when the run reads the clock, or `CDK_NOW`.
    pub fn now(&self) -> Timestamp {
        self.scope.now
    }

    /// The attempt that is judged, in `should_retry` and `backoff_time`.
    ///
    /// # Errors
    /// A system error in every hook that is not about one attempt.
    pub fn attempt(&self) -> Result<&'a Attempt<'a>> {
        self.scope.attempt()
    }

    /// The record as it came, in a function for `add`.
    ///
    /// # Errors
    /// A system error in every hook that is not about one record.
    pub fn raw_record(&self) -> Result<Value> {
        Ok(Exact::from(self.scope.raw_record_value()?).into_rounded())
    }
}
