//! The types of hooks, and what they give.
//!
//! In: one borrowed context ([`Cx`]). Out: a path, parameters, headers, a body, raw records, a token, a record or a bool.
//! The derive passes each hook through a function of `check`, so that a wrong signature is one error at the user's function.
//! Not here: asynchronous ones (`auth`, see `auth`).

use std::time::Duration;

use serde_json::Value;

use super::{Cx, HttpStream, Records, SourceCx, StreamDef, StreamState};
use crate::error::Result;
use crate::template::{TemplateValue, exact};

/// `path = f`: the path behind `url_base`, or an absolute URL of a declared origin. Called for each request.
pub type PathHook<R> = fn(&Cx<'_, R>) -> Result<String>;
/// `request_params = f`: query parameters, over those of `params`. Called for each request.
pub type ParamsHook<R> = fn(&Cx<'_, R>) -> Result<Params>;
/// `request_headers = f`: headers, over those of `headers`. Called for each request.
pub type HeadersHook<R> = fn(&Cx<'_, R>) -> Result<Headers>;
/// `request_body = f`: the body, over that of the `body_…` words key by key; one of another kind replaces theirs. Called for
/// each request.
pub type BodyHook<R> = fn(&Cx<'_, R>) -> Result<Body>;
/// `parse_response = f`: the raw records of a response. Called for each page.
pub type ParseHook<R> = fn(&Cx<'_, R>) -> Result<Records>;
/// `next_page_token = f`: the token of the next page, `None` at the end. Called for each page, after its records.
pub type TokenHook<R> = fn(&Cx<'_, R>) -> Result<Option<Value>>;
/// `map = f`: the record to emit, or `None` for none. Called for each record that `filter` lets through.
pub type MapHook<R> = fn(&Cx<'_, R>, R) -> Result<Option<R>>;
/// `filter = f`: whether `cx.record()` is emitted. Called for each record.
pub type FilterHook<R> = fn(&Cx<'_, R>) -> Result<bool>;
/// `parent(P, only = f)`: whether `cx.parent()` has a slice. Called once for each of the parent's records.
pub type OnlyHook<R> = fn(&Cx<'_, R>) -> Result<bool>;
/// `state_migration = f`: today's state, of an older one. Called once, for a stream that has a state.
pub type MigrationHook<R> = fn(&SourceCx<'_, <R as HttpStream>::Config>, StreamState) -> Result<StreamState>;
/// `get_updated_state = f`: the state behind `cx.record()`, where `cx.state()` is the one before it. Called for each record.
pub type UpdatedStateHook<R> = fn(&Cx<'_, R>) -> Result<StreamState>;
/// `define = f`: the stream's definition, with what its words said. Called whenever the definition is made.
pub type DefineHook<R> = fn(StreamOf<R>) -> StreamOf<R>;
/// The definition of the stream of records `R`, as a function over it takes and gives it.
pub type StreamOf<R> = StreamDef<R, <R as HttpStream>::Config, <R as HttpStream>::Parent, <R as HttpStream>::Slice>;
/// `should_retry = f`: whether `cx.attempt()` is to be followed by another one. Called for each attempt, a success too.
pub type ShouldRetryHook<R> = fn(&Cx<'_, R>) -> Result<bool>;
/// `backoff_time = f`: the wait before the next attempt, `None` for the server's word or the schedule. Called for each attempt
/// that another one follows.
pub type BackoffHook<R> = fn(&Cx<'_, R>) -> Result<Option<Duration>>;
/// `should_retry = f` on a source: for all its streams. Called for each attempt, a success too.
pub type SourceShouldRetryHook<C> = fn(&SourceCx<'_, C>) -> Result<bool>;
/// `backoff_time = f` on a source: for all its streams. Called for each attempt that another one follows.
pub type SourceBackoffHook<C> = fn(&SourceCx<'_, C>) -> Result<Option<Duration>>;
/// `request_params = f` on a source: for all its streams. Called for each request.
pub type SourceParamsHook<C> = fn(&SourceCx<'_, C>) -> Result<Params>;
/// `request_headers = f` on a source: for all its streams. Called for each request.
pub type SourceHeadersHook<C> = fn(&SourceCx<'_, C>) -> Result<Headers>;

/// The beginning of `R`'s definition, for the derive.
#[doc(hidden)]
pub fn stream_of<R: HttpStream>() -> StreamDef<R, R::Config, R::Parent, R::Slice> {
    StreamDef::new(R::NAME)
}

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// Goes on with a function: what several streams share is said there once.
    #[must_use]
    pub fn define(self, function: impl FnOnce(Self) -> Self) -> Self {
        function(self)
    }
}

/// Headers, by the same means as [`Params`].
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
    /// An empty list takes an inherited key away.
    pub(crate) pairs: Vec<(String, Vec<String>)>,
}

impl Params {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a key, over what the attributes said. A value is written as a template would: a text without quotes (also one
    /// in a [`Value`], such as a token), a list as one entry for each of its values; an absent one sets nothing.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl TemplateValue) -> Self {
        match value.template_value() {
            None => {}
            Some(Value::Array(values)) => self.set(name.into(), values.iter().map(plain).collect()),
            Some(value) => self.set(name.into(), vec![plain(&value)]),
        }
        self
    }

    /// Sets a key that is sent once for each value.
    #[must_use]
    pub fn with_all(mut self, name: impl Into<String>, values: impl IntoIterator<Item = impl TemplateValue>) -> Self {
        let values = values.into_iter().filter_map(|value| value.template_value());
        self.set(name.into(), values.map(|value| plain(&value)).collect());
        self
    }

    /// Takes an inherited key away.
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

    /// One more value of a key.
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

    /// `nearer` wins key by key.
    pub(crate) fn merge(&mut self, nearer: Params) {
        for (name, values) in nearer.pairs {
            self.set(name, values);
        }
    }
}

/// A text without its quotes, anything else as JSON writes it.
pub(crate) fn plain(value: &Value) -> String {
    value.as_str().or_else(|| exact::digits(value)).map_or_else(|| value.to_string(), str::to_owned)
}

/// The body of a request, from the hook `request_body`.
///
/// A body of the same kind as the stream's `body_…` word goes over it key by key; one of another kind replaces it.
///
/// ```
/// use cdk_core::stream::{Body, Params};
/// use serde_json::json;
///
/// let json = Body::Json(json!({ "ids": [1, 2] }));
/// let form = Body::Form(Params::new().with("grant_type", "x").with_all("id", [1, 2]));
/// let text = Body::Text("FIND {Joe}".to_owned());
/// let whole = Body::graphql("{ users { id } }", json!({ "first": 100 }));
/// let variables = Body::variables(json!({ "first": 100 }));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Body {
    /// A JSON value, sent as `application/json`. An object's fields go over those of `body_json`; any other value is whole.
    Json(Value),
    /// The fields of a form, sent as `application/x-www-form-urlencoded`.
    Form(Params),
    /// A text, sent as `text/plain; charset=utf-8` unless a header says another type.
    Text(String),
    /// A GraphQL request, sent as JSON. What is `None` or null stays as `body_graphql` said it.
    GraphQl {
        /// The query.
        query: Option<String>,
        /// Which of the query's operations is meant.
        operation_name: Option<String>,
        /// The query's variables: an object.
        variables: Value,
    },
}

impl Body {
    /// A GraphQL query and its variables (an object, or null for none). The method is still the stream's to say.
    pub fn graphql(query: impl Into<String>, variables: Value) -> Self {
        Self::GraphQl { query: Some(query.into()), operation_name: None, variables }
    }

    /// Variables for the query of `body_graphql`, over those of the attribute.
    pub fn variables(variables: Value) -> Self {
        Self::GraphQl { query: None, operation_name: None, variables }
    }
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
