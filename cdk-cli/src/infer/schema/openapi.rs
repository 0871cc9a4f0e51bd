//! OpenAPI: a document and a path → the operation that lists records.
//!
//! In: a document of OpenAPI 3 or Swagger 2. Out: the response's schema, the parameters, and the URL base.

use serde_json::Value;

use super::flat::Flattener;
use crate::failure::Failure;

/// A GET operation.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// As the document has it, such as `/v1/customers/{customer_id}/orders`.
    pub(crate) path: String,
    /// The server's URL, if it is absolute.
    pub(crate) url_base: Option<String>,
    /// The schema of a successful response.
    pub(crate) response: Value,
    pub(crate) parameters: Vec<Parameter>,
    /// Whether the response has a `Link` header.
    pub(crate) has_link: bool,
}

/// A query parameter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    /// The value that a request sent.
    pub(crate) value: Option<String>,
    /// The largest value that the document allows.
    pub(crate) maximum: Option<u64>,
}

/// How many paths an error lists.
const LISTED: usize = 5;

pub(crate) fn is_openapi(document: &Value) -> bool {
    document.get("openapi").or(document.get("swagger")).is_some() && document.get("paths").is_some()
}

/// The GET operation at `path`.
///
/// # Errors
/// If the path is not given or not in the document, or if its response is not JSON.
pub(crate) fn operation(document: &Value, path: Option<&str>) -> Result<Operation, Failure> {
    let flattener = Flattener::new(document);
    let path = path.ok_or_else(|| Failure::new(format!("add the path of a list: {}", examples(document))))?;
    let wanted = path.trim_matches('/');
    let paths = document.get("paths").and_then(Value::as_object).into_iter().flatten();
    let found = paths.into_iter().find(|(name, _)| name.trim_matches('/') == wanted);
    let unknown =
        || Failure::new(format!("the document does not have the path `{path}`; use one of: {}", examples(document)));
    let (path, item) = found.ok_or_else(unknown)?;
    let item = flattener.flat(item);
    let get = item.get("get").ok_or_else(|| {
        Failure::new(format!("the path `{path}` does not have a GET operation; use one of: {}", examples(document)))
    })?;
    let response = response(get, flattener).ok_or_else(|| {
        Failure::new(format!(
            "GET {path} does not describe a successful response in JSON; save a response and infer from that"
        ))
    })?;
    let own = get.get("parameters").and_then(Value::as_array).into_iter().flatten();
    let shared = item.get("parameters").and_then(Value::as_array).into_iter().flatten();
    Ok(Operation {
        path: path.clone(),
        url_base: url_base(document),
        response: schema(&response).unwrap_or_default(),
        parameters: own.chain(shared).filter_map(|parameter| query_parameter(parameter, flattener)).collect(),
        has_link: has_link(&response),
    })
}

/// `--path /v1/customers, …`: paths with a GET and without placeholders first.
fn examples(document: &Value) -> String {
    let paths = document.get("paths").and_then(Value::as_object).into_iter().flatten();
    let mut found: Vec<&str> =
        paths.filter(|(_, item)| item.get("get").is_some()).map(|(path, _)| path.as_str()).collect();
    if found.is_empty() {
        return "the document has no GET operation".to_owned();
    }
    found.sort_by_key(|path| path.contains('{'));
    let rest = found.len().saturating_sub(LISTED);
    let listed: Vec<String> = found.iter().take(LISTED).map(|path| format!("--path {path}")).collect();
    let more = if rest > 0 { format!(" and {rest} others") } else { String::new() };
    format!("{}{more}", listed.join(", "))
}

/// The successful response of an operation.
fn response(get: &Value, flattener: Flattener<'_>) -> Option<Value> {
    let responses = get.get("responses")?.as_object()?;
    let order = ["200", "2XX", "2xx", "201", "default"];
    let found = order.iter().find_map(|status| responses.get(*status))?;
    let response = Value::Object(flattener.flat(found));
    schema(&response).map(|_| response)
}

/// Its schema: at `content` in OpenAPI 3, at `schema` in Swagger 2.
fn schema(response: &Value) -> Option<Value> {
    if let Some(schema) = response.get("schema") {
        return Some(schema.clone());
    }
    let content = response.get("content")?.as_object()?;
    let is_json = |name: &str| name.contains("json") || name == "*/*";
    let exact = content.get("application/json");
    exact.or_else(|| content.iter().find(|(name, _)| is_json(name)).map(|(_, media)| media))?.get("schema").cloned()
}

fn has_link(response: &Value) -> bool {
    let headers = response.get("headers").and_then(Value::as_object);
    headers.is_some_and(|headers| headers.keys().any(|name| name.eq_ignore_ascii_case("link")))
}

fn query_parameter(parameter: &Value, flattener: Flattener<'_>) -> Option<Parameter> {
    let parameter = flattener.flat(parameter);
    if parameter.get("in")?.as_str()? != "query" {
        return None;
    }
    // Swagger 2 has the limits at the parameter.
    let schema = parameter.get("schema").map_or_else(|| parameter.clone(), |schema| flattener.flat(schema));
    let maximum = schema.get("maximum").and_then(Value::as_u64);
    Some(Parameter { name: parameter.get("name")?.as_str()?.to_owned(), value: None, maximum })
}

fn url_base(document: &Value) -> Option<String> {
    let server = document.pointer("/servers/0/url").and_then(Value::as_str);
    if let Some(url) = server {
        let is_whole = url.starts_with("http") && !url.contains('{');
        return is_whole.then(|| url.trim_end_matches('/').to_owned());
    }
    let host = document.get("host")?.as_str()?;
    let base = document.get("basePath").and_then(Value::as_str).unwrap_or_default();
    Some(format!("https://{host}{}", base.trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_error_names_paths_of_the_document() {
        let document = json!({ "openapi": "3.0.0", "paths": {
            "/users/{id}": { "get": {} }, "/users": { "get": {} }, "/login": { "post": {} },
        } });

        let missing = operation(&document, None).unwrap_err().to_string();
        assert_eq!(missing, "add the path of a list: --path /users, --path /users/{id}");
        let unknown = operation(&document, Some("/accounts")).unwrap_err().to_string();
        assert!(
            unknown.starts_with("the document does not have the path `/accounts`; use one of: --path /users"),
            "{unknown}"
        );
    }

    #[test]
    fn a_document_of_swagger_2_has_its_limits_at_the_parameter() {
        let document = json!({
            "swagger": "2.0", "host": "api.example.com", "basePath": "/v2",
            "paths": { "/users": { "get": {
                "parameters": [{ "in": "query", "name": "limit", "type": "integer", "maximum": 50 }],
                "responses": { "200": { "schema": { "type": "array" }, "headers": { "link": {} } } },
            } } },
        });

        let operation = operation(&document, Some("users")).unwrap();

        assert_eq!(operation.url_base.as_deref(), Some("https://api.example.com/v2"));
        assert_eq!(operation.parameters, [Parameter { name: "limit".to_owned(), value: None, maximum: Some(50) }]);
        assert!(operation.has_link);
    }
}
