//! The body of a request: what a stream says of it, and the builder's words for it.
//!
//! In: entries, a template or a [`GraphQl`]. Out: a [`Body`] for a scope, to which the hook and the paginator add (see `read`).
//! Default: no body. A body goes with any method, GET too: search APIs ask for that. The method stays what it is (GET), but
//! for GraphQL, whose GET has no body: there it is POST.
//! A stream has one body: its own, else the source's; `BodyTemplate::none` clears a source's body.

use std::borrow::Cow;

use http::Method;
use serde_json::Value;

use super::field::{
    Entry, ErasedTemplate, IntoTemplate, Node, SourceView, StreamView, View, nodes, object_value, texts,
};
use super::hook::Body;
use super::scope::Scope;
use super::{Source, SourceDef, StreamDef};
use crate::auth::BodyKind;
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
///     .body(GraphQl::new("query($first: Int) { users(first: $first) { id } }").variables([entry("first", 100)]).into());
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

/// The body of a request, with placeholders. Made by one of the functions below, for [`StreamDef::body`] and
/// [`SourceDef::body`]; what the hook `request_body` returns is a [`Body`].
///
/// ```
/// use cdk_core::stream::{BodyTemplate, StreamDef, entry, list};
/// # #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)] struct Report { id: u64 }
/// # struct Config {}
/// let reports: StreamDef<Report, Config> = StreamDef::new("reports")
///     .method(http::Method::POST)
///     .body(BodyTemplate::json([entry("fields", list([]))]));
/// ```
pub struct BodyTemplate<X: View>(Result<BodyDef<X::Config>>);

impl<X: View> BodyTemplate<X> {
    /// No body, also if the source has one.
    pub fn none() -> Self {
        Self(Ok(BodyDef::None))
    }

    /// A JSON object with these fields.
    pub fn json(entries: impl IntoIterator<Item = Entry<X>>) -> Self {
        Self(nodes(entries).map(BodyDef::Json))
    }

    /// A form with these fields (`application/x-www-form-urlencoded`), flat: a list is sent once for each value.
    pub fn form(entries: impl IntoIterator<Item = Entry<X>>) -> Self {
        Self(nodes(entries).map(BodyDef::Form))
    }

    /// A text, `text/plain; charset=utf-8` unless the headers say otherwise.
    pub fn text(template: impl IntoTemplate<X>) -> Self {
        Self(template.into_template().map(BodyDef::Text))
    }

    /// A GraphQL query; sent by POST unless the stream names another method. A response with a non-empty `errors` fails, or is
    /// a rate limit by its codes, unless a rule of [`StreamDef::on`] says otherwise.
    pub fn graphql(graphql: GraphQl<X>) -> Self {
        let GraphQl { query, operation_name, variables } = graphql;
        Self(variables.map(|variables| BodyDef::GraphQl { query, operation_name, variables }))
    }

    /// The fields of a body that is JSON or a form, and which of the two.
    ///
    /// # Errors
    /// If the body is another one, or one of its fields is wrong.
    pub(super) fn into_fields(self) -> Result<(BodyKind, Vec<(String, Node<X::Config>)>)> {
        match self.0? {
            BodyDef::Json(entries) => Ok((BodyKind::Json, entries)),
            BodyDef::Form(entries) => Ok((BodyKind::Form, entries)),
            BodyDef::None | BodyDef::Text(_) | BodyDef::GraphQl { .. } => {
                Err(Error::system("the body of a login is `json` or `form`"))
            }
        }
    }
}

impl<X: View> From<GraphQl<X>> for BodyTemplate<X> {
    fn from(graphql: GraphQl<X>) -> Self {
        Self::graphql(graphql)
    }
}

/// What a stream or source says of its body, without its types.
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
    /// The HTTP method. Default: GET; POST if the body is GraphQL.
    #[must_use]
    pub fn method(mut self, method: impl TryInto<Method>) -> Self {
        let method = method.try_into().map_err(|_| Error::system("`method` is not an HTTP method"));
        self.method = self.own.keep(method);
        self
    }

    /// The body of every request, in place of the source's. [`BodyTemplate::none`] clears a source's body.
    #[must_use]
    pub fn body(mut self, body: BodyTemplate<StreamView<R, C, P, S>>) -> Self {
        self.own.body = self.own.keep(body.0);
        self
    }

    /// The fields of a JSON body.
    #[must_use]
    pub fn body_json(self, entries: impl IntoIterator<Item = Entry<StreamView<R, C, P, S>>>) -> Self {
        self.body(BodyTemplate::json(entries))
    }

    /// The fields of a form body (`application/x-www-form-urlencoded`), flat: a list is sent once for each value.
    #[must_use]
    pub fn body_form(self, entries: impl IntoIterator<Item = Entry<StreamView<R, C, P, S>>>) -> Self {
        self.body(BodyTemplate::form(entries))
    }

    /// A text as the body, `text/plain; charset=utf-8` unless the headers say otherwise.
    #[must_use]
    pub fn body_text(self, template: impl IntoTemplate<StreamView<R, C, P, S>>) -> Self {
        self.body(BodyTemplate::text(template))
    }

    /// A GraphQL query as the body; sent by POST unless [`Self::method`] says otherwise.
    #[must_use]
    pub fn body_graphql(self, body: GraphQl<StreamView<R, C, P, S>>) -> Self {
        self.body(BodyTemplate::graphql(body))
    }
}

impl<Src: Source> SourceDef<Src> {
    /// The body of the requests of all streams. A stream's own body replaces it.
    #[must_use]
    pub fn body(mut self, body: BodyTemplate<SourceView<Src::Config>>) -> Self {
        self.defaults.body = self.defaults.keep(body.0);
        self
    }
}
