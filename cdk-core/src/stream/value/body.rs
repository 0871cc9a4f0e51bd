//! The body of a request, as the hook `request_body` returns it.
//!
//! Not here: a body with placeholders (see `builder::body`), adding a body to a request (see `read`).

use serde_json::Value;

use super::Params;

/// The body of a request, returned by the hook `request_body`.
///
/// A body of the same kind as the attribute `body` is merged over it key by key; another kind replaces it.
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
    /// A JSON value, sent as `application/json`. An object is merged over `body = json(…)`; any other value replaces
    /// it.
    Json(Value),
    /// The fields of a form, sent as `application/x-www-form-urlencoded`.
    Form(Params),
    /// A text, sent as `text/plain; charset=utf-8`, unless a header sets another content type.
    Text(String),
    /// A GraphQL request, sent as JSON. `None` and null keep the value of `body = graphql(…)`.
    GraphQl {
        /// The query.
        query: Option<String>,
        /// The name of the operation in the query, sent as `operationName`.
        operation_name: Option<String>,
        /// The query's variables: an object.
        variables: Value,
    },
}

impl Body {
    /// A GraphQL query and its variables (an object, or null for none). It does not change the stream's method.
    pub fn graphql(query: impl Into<String>, variables: Value) -> Self {
        Self::GraphQl { query: Some(query.into()), operation_name: None, variables }
    }

    /// Variables for the query of `body = graphql(…)`, merged over those of the attribute.
    pub fn variables(variables: Value) -> Self {
        Self::GraphQl { query: None, operation_name: None, variables }
    }
}
