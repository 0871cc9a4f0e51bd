//! Hooks: the functions of a stream about its requests, responses, records and state.
//!
//! Not here: functions that return slices or run before one (see `slicers`), those about attempts (see `retry`).

use std::rc::Rc;

use serde_json::Value;

use super::stream_def::StreamDef;
use crate::error::Result;
use crate::stream::context::{Context, SourceCx};
use crate::stream::definition::scope::Scope;
use crate::stream::value::{Body, Headers, Params, Records, StreamState};

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// The path, by a function. It is used unchanged, and may be an absolute URL of a declared origin.
    #[must_use]
    pub fn path_hook(mut self, hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<String> + 'static) -> Self {
        self.definition.path_hook = Some(Self::erase(hook));
        self
    }

    /// Query parameters, by a function. They have precedence over those of [`Self::params`].
    #[must_use]
    pub fn request_params(mut self, hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<Params> + 'static) -> Self {
        self.definition.own.request_params = Some(Self::erase(hook));
        self
    }

    /// Headers, by a function. They have precedence over those of [`Self::headers`].
    #[must_use]
    pub fn request_headers(mut self, hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<Headers> + 'static) -> Self {
        self.definition.own.request_headers = Some(Self::erase(hook));
        self
    }

    /// The body, by a function. It is merged over that of [`Self::body`] key by key; one of another kind replaces it.
    #[must_use]
    pub fn request_body(mut self, hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<Body> + 'static) -> Self {
        self.definition.request_body = Some(Self::erase(hook));
        self
    }

    /// The raw records of a response, by a function.
    #[must_use]
    pub fn parse_response(mut self, hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<Records> + 'static) -> Self {
        self.definition.parse_response = Some(Self::erase(hook));
        self
    }

    /// The next page's token, by a function; `None` for the last page. Available as `{token}` in templates and
    /// `cx.next_page_token()`.
    #[must_use]
    pub fn next_page_token(
        mut self,
        hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<Option<Value>> + 'static,
    ) -> Self {
        self.definition.next_page_token = Some(Self::erase(hook));
        self
    }

    /// The record to emit instead of the typed one, by a function; `None` drops it.
    #[must_use]
    pub fn map(mut self, hook: impl Fn(&Context<'_, R, C, P, S>, R) -> Result<Option<R>> + 'static) -> Self {
        self.map = Some(Box::new(hook));
        self
    }

    /// Whether `cx.record()` is emitted, by a function.
    #[must_use]
    pub fn filter(mut self, hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<bool> + 'static) -> Self {
        self.filter = Some(Box::new(hook));
        self
    }

    /// Migrates a state of an older form: called with the stream's state if the state file has one, before any request.
    #[must_use]
    pub fn state_migration(
        mut self,
        function: impl Fn(&SourceCx<'_, C>, StreamState) -> Result<StreamState> + 'static,
    ) -> Self {
        self.definition.migration =
            Some(Rc::new(move |scope: &Scope<'_, C>, state| function(&SourceCx::new(scope), state)));
        self
    }

    /// Custom state, for cursors that no option describes. The function sees `cx.state()`, the state so far, and
    /// `cx.record()`; it returns the state after that record. Slices are then read one after the other, and a STATE is
    /// written after each. The framework does not read this state: a time in the future is kept.
    #[must_use]
    pub fn get_updated_state(
        mut self,
        hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<StreamState> + 'static,
    ) -> Self {
        self.updated = Some(Box::new(hook));
        self
    }
}
