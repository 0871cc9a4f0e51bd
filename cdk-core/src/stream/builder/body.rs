//! The body of a request: the attribute `body = …`.
//!
//! In: entries, a template or a [`GraphQl`]. Out: a [`BodyTemplate`], to which the hook and the paginator add (see
//! `read`).
//! Default: no body. A body goes with any method, also GET: search APIs require that. A body does not change the method
//! (default GET). Exception: a GraphQL body makes the default POST, since a GraphQL GET has no body.
//! A stream has one body: its own, else the source's; [`BodyTemplate::none`] clears a source's body.

use std::borrow::Cow;

use super::field::{Entry, nodes};
use super::template::IntoTemplate;
use super::view::View;
use crate::auth::BodyKind;
use crate::error::{Error, Result};
use crate::stream::definition::{BodyDef, FieldNode};

/// Fields by name, in their order.
type NamedNodes<C> = Vec<(String, FieldNode<C>)>;

/// The body of a GraphQL request: a query, taken literally, and its variables.
///
/// ```
/// use cdk_core::stream::{BodyTemplate, GraphQl, StreamDef, entry};
/// # #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)] struct User { id: u64 }
/// # struct Config {}
/// let users: StreamDef<User, Config> = StreamDef::new("users")
///     .body(BodyTemplate::graphql(
///         GraphQl::new("query($first: Int) { users(first: $first) { id } }").variables([entry("first", 100)]),
///     ));
/// ```
pub struct GraphQl<X: View> {
    query: Cow<'static, str>,
    operation_name: Option<String>,
    variables: Result<NamedNodes<X::Config>>,
}

impl<X: View> GraphQl<X> {
    /// The query, sent unchanged: its braces are not placeholders.
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

/// The body of a request, with placeholders. Made by one of the functions below, for
/// [`StreamDef::body`](crate::StreamDef::body) and [`SourceDef::body`](crate::SourceDef::body); what the hook
/// `request_body` returns is a [`Body`](crate::stream::Body).
///
/// ```
/// use cdk_core::stream::{BodyTemplate, StreamDef, entry, list};
/// # #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)] struct Report { id: u64 }
/// # struct Config {}
/// let reports: StreamDef<Report, Config> = StreamDef::new("reports")
///     .method(http::Method::POST)
///     .body(BodyTemplate::json([entry("fields", list([]))]));
/// ```
pub struct BodyTemplate<X: View>(pub(super) Result<BodyDef<X::Config>>);

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

    /// A text. Content type: `text/plain; charset=utf-8`, unless the headers set another one.
    pub fn text(template: impl IntoTemplate<X>) -> Self {
        Self(template.into_template().map(BodyDef::Text))
    }

    /// A GraphQL query, sent by POST unless the stream sets another method. A response with a non-empty `errors` is a
    /// failure, or a rate limit if its codes say so. A rule of [`StreamDef::on`](crate::StreamDef::on) can override
    /// that.
    pub fn graphql(graphql: GraphQl<X>) -> Self {
        let GraphQl { query, operation_name, variables } = graphql;
        Self(variables.map(|variables| BodyDef::GraphQl { query, operation_name, variables }))
    }

    /// The fields of a body that is JSON or a form, and which of the two.
    ///
    /// # Errors
    /// If the body is another one, or one of its fields is wrong.
    pub(crate) fn into_fields(self) -> Result<(BodyKind, NamedNodes<X::Config>)> {
        match self.0? {
            BodyDef::Json(entries) => Ok((BodyKind::Json, entries)),
            BodyDef::Form(entries) => Ok((BodyKind::Form, entries)),
            BodyDef::None | BodyDef::Text(_) | BodyDef::GraphQl { .. } => {
                Err(Error::system("the body of a login is `json` or `form`"))
            }
        }
    }
}
