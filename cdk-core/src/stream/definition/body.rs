//! The body of a stream's or source's requests, without its types.

use std::borrow::Cow;

use http::Method;
use serde_json::Value;

use super::scope::Scope;
use super::template::{ErasedTemplate, FieldNode, object_value, texts};
use crate::error::Result;
use crate::stream::value::Body;

/// The attribute `body`, without its types.
pub(crate) enum BodyDef<C> {
    None,
    Json(Vec<(String, FieldNode<C>)>),
    Form(Vec<(String, FieldNode<C>)>),
    Text(ErasedTemplate<C>),
    GraphQl { query: Cow<'static, str>, operation_name: Option<String>, variables: Vec<(String, FieldNode<C>)> },
}

impl<C> BodyDef<C> {
    /// The body of a request; `None` without a body, or if a text is one absent placeholder.
    pub(crate) fn value(&self, scope: &Scope<'_, C>) -> Result<Option<Body>> {
        Ok(match self {
            Self::None => None,
            Self::Json(entries) => Some(Body::Json(Value::Object(object_value(entries, scope)?))),
            Self::Form(entries) => Some(Body::Form(texts("body", entries, scope)?)),
            Self::Text(template) => template.text(scope)?.map(Body::Text),
            Self::GraphQl { query, operation_name, variables } => Some(Body::GraphQl {
                query: Some(query.clone().into_owned()),
                operation_name: operation_name.clone(),
                variables: Value::Object(object_value(variables, scope)?),
            }),
        })
    }

    /// The default method with this body.
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
