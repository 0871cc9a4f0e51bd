//! The body of a request: what a stream says of it, and the builder's words for it.
//!
//! In: entries, a template or a [`GraphQl`]. Out: a [`Body`] for a scope, to which the hook and the paginator add (see `read`).
//! Default: no body. A body goes with any method, GET too: search APIs ask for that. The method stays what it is (GET), but
//! for GraphQL, whose GET has no body: there it is POST.
//! A stream has one body: of two words the later one stands. A source has none, so there is nothing to take away.

use std::borrow::Cow;

use http::Method;
use serde_json::Value;

use super::StreamDef;
use super::field::{Entry, ErasedTemplate, IntoTemplate, Node, StreamView, View, nodes, object_value, texts};
use super::hook::Body;
use super::scope::Scope;
use crate::error::{Error, Result};
use crate::http::Request;
use crate::retry::is_graphql;

/// The body of a GraphQL request: a query, taken literally, and its variables.
///
/// ```
/// use cdk_core::stream::{GraphQl, StreamDef, entry};
/// # #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)] struct User { id: u64 }
/// # struct Config {}
/// let users: StreamDef<User, Config> = StreamDef::new("users")
///     .body_graphql(GraphQl::new("query($first: Int) { users(first: $first) { id } }").variables([entry("first", 100)]));
/// ```
pub struct GraphQl<X: View> {
    query: Cow<'static, str>,
    operation_name: Option<String>,
    variables: Result<Vec<(String, Node<X::Config>)>>,
}

impl<X: View> GraphQl<X> {
    /// The query as it stands: its braces are no placeholders.
    pub fn new(query: impl Into<Cow<'static, str>>) -> Self {
        Self { query: query.into(), operation_name: None, variables: Ok(Vec::new()) }
    }

    /// Which of the query's operations is meant; sent as `operationName`.
    #[must_use]
    pub fn operation_name(mut self, name: impl Into<String>) -> Self {
        self.operation_name = Some(name.into());
        self
    }

    /// The query's variables. Their texts are templates, as in a JSON body.
    #[must_use]
    pub fn variables(mut self, entries: impl IntoIterator<Item = Entry<X>>) -> Self {
        self.variables = nodes(entries);
        self
    }
}

/// What a stream says of its body, without its types.
pub(crate) enum BodyDef<C> {
    None,
    Json(Vec<(String, Node<C>)>),
    Form(Vec<(String, Node<C>)>),
    Text(ErasedTemplate<C>),
    GraphQl { query: Cow<'static, str>, operation_name: Option<String>, variables: Vec<(String, Node<C>)> },
}

impl<C> BodyDef<C> {
    /// The body for a request; `None` without one, and where a text is one placeholder that is absent.
    pub(crate) fn value(&self, scope: &Scope<'_, C>) -> Result<Option<Body>> {
        Ok(match self {
            Self::None => None,
            Self::Json(entries) => Some(Body::Json(Value::Object(object_value(entries, scope)?))),
            Self::Form(entries) => Some(Body::Form(texts("body_form", entries, scope)?)),
            Self::Text(template) => template.text(scope)?.map(Body::Text),
            Self::GraphQl { query, operation_name, variables } => Some(Body::GraphQl {
                query: Some(query.clone().into_owned()),
                operation_name: operation_name.clone(),
                variables: Value::Object(object_value(variables, scope)?),
            }),
        })
    }

    /// The method where the stream names none.
    pub(crate) fn method(&self) -> Method {
        if matches!(self, Self::GraphQl { .. }) { Method::POST } else { Method::GET }
    }

    pub(crate) fn is_graphql(&self) -> bool {
        matches!(self, Self::GraphQl { .. })
    }

    pub(crate) fn is_text(&self) -> bool {
        matches!(self, Self::Text(_))
    }

    pub(crate) fn templates<'a>(&'a self, out: &mut Vec<&'a ErasedTemplate<C>>) {
        match self {
            Self::None => {}
            Self::Text(template) => out.push(template),
            Self::Json(entries) | Self::Form(entries) | Self::GraphQl { variables: entries, .. } => {
                entries.iter().for_each(|(_, node)| node.templates(out));
            }
        }
    }
}

impl<C> super::Definition<C> {
    /// Whether a request of the stream is a GraphQL query: by its word, or by what its function gives. The function of another
    /// stream may send any JSON, so a query that is not the word's must name its variables.
    pub(crate) fn asks_graphql(&self, request: &Request) -> bool {
        let is_declared = self.body.is_graphql();
        (is_declared || self.request_body.is_some()) && is_graphql(request, !is_declared)
    }
}

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// The HTTP method; default GET, with [`Self::body_graphql`] POST.
    #[must_use]
    pub fn method(mut self, method: &str) -> Self {
        let method = method.parse().map_err(|_| Error::system(format!("`{method}` is no HTTP method")));
        self.method = self.own.keep(method);
        self
    }

    /// The fields of a JSON body.
    #[must_use]
    pub fn body_json(mut self, entries: impl IntoIterator<Item = Entry<StreamView<R, C, P, S>>>) -> Self {
        self.body = self.own.keep(nodes(entries)).map_or(BodyDef::None, BodyDef::Json);
        self
    }

    /// The fields of a form body (`application/x-www-form-urlencoded`), flat: a list is sent once for each value.
    #[must_use]
    pub fn body_form(mut self, entries: impl IntoIterator<Item = Entry<StreamView<R, C, P, S>>>) -> Self {
        self.body = self.own.keep(nodes(entries)).map_or(BodyDef::None, BodyDef::Form);
        self
    }

    /// A text as the body, `text/plain; charset=utf-8` unless the headers say otherwise.
    #[must_use]
    pub fn body_text(mut self, template: impl IntoTemplate<StreamView<R, C, P, S>>) -> Self {
        self.body = self.own.keep(template.into_template()).map_or(BodyDef::None, BodyDef::Text);
        self
    }

    /// A GraphQL query as the body; sent by POST unless [`Self::method`] says otherwise. A response with a non-empty `errors`
    /// fails, or is a rate limit by its codes, unless a rule of [`Self::on`] says otherwise.
    #[must_use]
    pub fn body_graphql(mut self, body: GraphQl<StreamView<R, C, P, S>>) -> Self {
        let GraphQl { query, operation_name, variables } = body;
        let said = |variables| BodyDef::GraphQl { query, operation_name, variables };
        self.body = self.own.keep(variables).map_or(BodyDef::None, said);
        self
    }
}
