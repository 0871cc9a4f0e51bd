//! Definition and scope → the body of a request: the attribute's, the hook's over it, the paginator's in it.
//!
//! A hook's body of the attribute's kind goes over it key by key; one of another kind replaces it. A `Content-Type`
//! that a header says stands; else it is that of the body's kind.

use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::http::Request;
use crate::json::split;
use crate::paginate::{SendAt, Strategy};
use crate::read::plan::stream_plan::RequestPlan;
use crate::stream::scope::Scope;
use crate::stream::{Body, plain};
use crate::template::exact::Written;

const TEXT: &str = "text/plain; charset=utf-8";

pub(crate) fn set_body<C>(plan: &RequestPlan<C>, request: &mut Request, scope: &Scope<'_, C>) -> Result<()> {
    match build_body(plan, scope)? {
        None => Ok(()),
        Some(Body::Json(value)) => request.set_json(&Written(&value)),
        Some(Body::Form(params)) => {
            request.set_form(params.flat());
            Ok(())
        }
        Some(Body::Text(text)) => {
            request.set_body(text, TEXT);
            Ok(())
        }
        Some(Body::GraphQl { query, operation_name, variables }) => {
            request.set_json(&Written(&Value::Object(graphql(query, operation_name, variables)?)))
        }
    }
}

fn build_body<C>(plan: &RequestPlan<C>, scope: &Scope<'_, C>) -> Result<Option<Body>> {
    let declared = plan.definition.body().value(scope)?;
    let body = match &plan.definition.request_body {
        Some(hook) => Some(merge(declared, hook(scope)?)),
        None => declared,
    };
    let Strategy::Cursor { send: SendAt::Body(path), .. } = &plan.paginate.strategy else { return Ok(body) };
    let mut body = match body {
        None => Body::Json(Value::Object(Map::new())),
        Some(Body::GraphQl { query, operation_name, variables }) => {
            Body::Json(Value::Object(graphql(query, operation_name, variables)?))
        }
        Some(body) => body,
    };
    if let Some((name, size)) = &plan.paginate.size {
        put(&mut body, &split(name), Value::from(*size))?;
    }
    if let Some(token) = scope.next_page_token {
        put(&mut body, path, token.clone())?;
    }
    Ok(Some(body))
}

fn merge(declared: Option<Body>, returned: Body) -> Body {
    match (declared, returned) {
        (Some(Body::Json(declared)), Body::Json(returned)) => Body::Json(extend(declared, returned)),
        (Some(Body::Form(mut declared)), Body::Form(returned)) => {
            declared.merge(returned);
            Body::Form(declared)
        }
        (
            Some(Body::GraphQl { query, operation_name, variables }),
            Body::GraphQl { query: hook_query, operation_name: hook_name, variables: returned },
        ) => Body::GraphQl {
            query: hook_query.or(query),
            operation_name: hook_name.or(operation_name),
            variables: if returned.is_null() { variables } else { extend(variables, returned) },
        },
        (_, returned) => returned,
    }
}

/// The fields of both objects; a list or a scalar is the whole value.
fn extend(declared: Value, returned: Value) -> Value {
    match (declared, returned) {
        (Value::Object(mut declared), Value::Object(returned)) => {
            declared.extend(returned);
            Value::Object(declared)
        }
        (_, returned) => returned,
    }
}

/// GraphQL over HTTP (draft), §5.4: `query`, `operationName` and `variables` of a JSON object.
fn graphql(query: Option<String>, operation_name: Option<String>, variables: Value) -> Result<Map<String, Value>> {
    const NO_QUERY: &str = "the GraphQL body has no query: neither `body = graphql(…)` nor the hook returns one";
    let mut body = Map::new();
    body.insert("query".to_owned(), query.ok_or_else(|| Error::system(NO_QUERY))?.into());
    body.extend(operation_name.map(|name| ("operationName".to_owned(), name.into())));
    let variables = match variables {
        Value::Null => Map::new(),
        Value::Object(variables) => variables,
        _ => return Err(Error::system("the variables of a GraphQL body are an object, with a value for each name")),
    };
    body.insert("variables".to_owned(), Value::Object(variables));
    Ok(body)
}

/// Writes what the paginator says into a body. A form is flat: there the path is the key.
fn put(body: &mut Body, path: &[String], value: Value) -> Result<()> {
    match body {
        Body::Json(Value::Object(fields)) => put_in(fields, path, value),
        Body::Form(params) => {
            params.set(path.join("."), vec![plain(&value)]);
            Ok(())
        }
        Body::Text(_) => Err(Error::system("a text as the body has no place for the page's token")),
        Body::Json(_) | Body::GraphQl { .. } => {
            Err(Error::system("the body is not an object, so the page token has no place in it"))
        }
    }
}

/// Sets a place in an object, making the objects on the way.
fn put_in(fields: &mut Map<String, Value>, path: &[String], value: Value) -> Result<()> {
    let Some((first, rest)) = path.split_first() else { return Ok(()) };
    if rest.is_empty() {
        fields.insert(first.clone(), value);
        return Ok(());
    }
    match fields.entry(first.clone()).or_insert_with(|| Value::Object(Map::new())) {
        Value::Object(inner) => put_in(inner, rest, value),
        _ => Err(Error::system(format!(
            "the body's field `{first}` is not an object, so the page token has no place in it"
        ))),
    }
}
