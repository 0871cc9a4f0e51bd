//! GraphQL errors: the `errors` in the response to a GraphQL request.
//!
//! In: a request and its response. Out: whether the response has errors, whether they are a rate limit, and the wait
//! that they name.
//! A GraphQL API reports a failure in a response with status 200, with or without data. Null data next to an error is
//! not an empty page, and partial data is not the whole page.
//! Not here: the reaction to the errors (see `failure`).

use std::borrow::Cow;
use std::time::Duration;

use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use super::json_at::is_empty;
use crate::http::{Request, Response, wait_in};
use crate::json::JsonLookup;

/// Maximum number of errors that are read and quoted; an API can send one for each node.
const MOST_READ: usize = 20;
/// Parts of codes that mean too many requests, in upper case and without separators.
///
/// Sources: Shopify (`THROTTLED`), GitHub (`RATE_LIMITED`, `RATE_LIMIT`, `graphql_rate_limit`), Linear (`RATELIMITED`),
/// monday.com (`COMPLEXITY_BUDGET_EXHAUSTED`, `ComplexityException`, `maxComplexityExceeded`,
/// `FIELD_MINUTE_RATE_LIMIT_EXCEEDED`, `maxConcurrencyExceeded`, `DAILY_LIMIT_EXCEEDED`), Healthie
/// (`TOO_MANY_REQUESTS`).
const THROTTLING: [&str; 8] = [
    "THROTTLED",
    "RATELIMIT",
    "TOOMANYREQUESTS",
    "BUDGETEXHAUSTED",
    "COMPLEXITYEXCEPTION",
    "MAXCOMPLEXITY",
    "CONCURRENCYEXCEEDED",
    "DAILYLIMIT",
];
/// Fields of an error that can hold its code.
const CODES: [&str; 3] = ["code", "type", "error_code"];
/// Fields of an error that can hold an HTTP status.
const STATUSES: [&str; 3] = ["status", "status_code", "statusCode"];
/// Fields of an error that can hold a wait, in seconds unless the value has another unit.
const WAITS: [&str; 4] = ["retry_in_seconds", "retry_after", "retryAfter", "retryAfterSeconds"];

/// The errors of a response to a GraphQL request.
#[derive(Clone, Debug)]
pub(crate) struct GraphQlErrors {
    /// The body of the response without its data.
    pub(super) body: Vec<u8>,
    /// Whether an error is a rate limit.
    pub(crate) is_throttled: bool,
    /// The wait in an error.
    pub(super) wait: Option<Duration>,
}

impl GraphQlErrors {
    /// The errors of a response; `None` without errors.
    pub(crate) fn of(response: &Response) -> Option<Self> {
        // Most pages do not have errors: they are not parsed twice.
        memchr::memmem::find(&response.body, b"\"errors\"")?;
        let body = JsonLookup::new(&response.body);
        let at = |name: &str| body.at(&[name.to_owned()]);
        let errors = at("errors").filter(|errors| !is_empty(errors) && *errors != false)?;
        let errors = match errors {
            Value::Array(errors) => errors.into_iter().take(MOST_READ).collect(),
            one => vec![one],
        };
        // monday.com puts the code next to the list.
        let beside: Map<String, Value> =
            CODES.iter().chain(&STATUSES).filter_map(|name| Some(((*name).to_owned(), at(name)?))).collect();
        let all: Vec<&Map<String, Value>> =
            errors.iter().filter_map(Value::as_object).chain([&beside]).flat_map(with_extensions).collect();
        let wait =
            all.iter().flat_map(|error| WAITS.iter().filter_map(|name| error.get(*name).and_then(seconds))).max();
        let is_throttled = wait.is_some() || all.iter().any(|error| is_throttling(error));
        let body = json!({ "errors": errors }).to_string().into_bytes();
        Some(Self { body, is_throttled, wait })
    }
}

/// Whether the body of a request is a GraphQL query. `has_variables`: a query with a `variables` field.
pub(crate) fn is_graphql(request: &Request, has_variables: bool) -> bool {
    #[derive(serde::Deserialize)]
    struct Query<'a> {
        #[serde(borrow)]
        query: Cow<'a, str>,
        #[serde(borrow, default)]
        variables: Option<&'a RawValue>,
    }
    let query = request.body.as_deref().and_then(|body| serde_json::from_slice::<Query<'_>>(body).ok());
    query.is_some_and(|Query { query, variables }| {
        let has_object = variables.is_some_and(|variables| variables.get().starts_with('{'));
        !query.is_empty() && (has_object || !has_variables)
    })
}

/// An error and its `extensions`.
fn with_extensions(error: &Map<String, Value>) -> impl Iterator<Item = &Map<String, Value>> {
    let extensions = error.get("extensions").and_then(Value::as_object);
    let http = extensions.and_then(|extensions| extensions.get("http")).and_then(Value::as_object);
    [Some(error), extensions, http].into_iter().flatten()
}

fn is_throttling(error: &Map<String, Value>) -> bool {
    let is_code = |code: &str| {
        let code: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
        let code = code.to_ascii_uppercase();
        THROTTLING.iter().any(|part| code.contains(part))
    };
    CODES.iter().filter_map(|name| error.get(*name)?.as_str()).any(is_code)
        || STATUSES.iter().filter_map(|name| error.get(*name)).any(|status| *status == 429)
        // Shopify sent only this message before it had codes.
        || error.get("message").and_then(Value::as_str).is_some_and(|message| message.eq_ignore_ascii_case("throttled"))
}

fn seconds(value: &Value) -> Option<Duration> {
    match value {
        Value::Number(number) => wait_in(&number.to_string()),
        Value::String(text) => wait_in(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(body: &str) -> Option<GraphQlErrors> {
        GraphQlErrors::of(&Response { status: 200, body: body.into(), ..Response::default() })
    }

    #[test]
    fn errors_that_are_there_and_not_empty_are_errors() {
        for body in [
            r#"{"errors":[{"message":"x"}],"data":null}"#,
            r#"{"data":{"users":[{"id":1}]},"errors":[{"message":"x","path":["users",1]}]}"#,
            r#"{"errors":["x"]}"#,
            r#"{"errors":{"message":"x"}}"#,
            r#"{"errors":"x"}"#,
        ] {
            assert!(errors(body).is_some_and(|errors| !errors.is_throttled), "{body}");
        }
        for body in [
            r#"{"data":{"users":[]}}"#,
            r#"{"data":{},"errors":[]}"#,
            r#"{"data":{},"errors":null}"#,
            r#"{"data":{},"errors":{}}"#,
            r#"{"data":{"errors":[{"message":"x"}]}}"#,
            r#"{"data":{"text":"\"errors\":[1]"}}"#,
            "",
            "<html>\"errors\"",
        ] {
            assert!(errors(body).is_none(), "{body}");
        }
    }

    #[test]
    fn each_spelling_of_too_many_requests_is_a_rate_limit() {
        for (body, wait) in [
            // Shopify
            (r#"{"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}]}"#, None),
            (r#"{"errors":[{"message":"Throttled"}]}"#, None),
            // GitHub
            (r#"{"errors":[{"type":"RATE_LIMITED","message":"API rate limit exceeded"}]}"#, None),
            (r#"{"errors":[{"type":"RATE_LIMIT","code":"graphql_rate_limit","message":"exceeded"}]}"#, None),
            // Linear
            (r#"{"errors":[{"message":"x","extensions":{"code":"RATELIMITED","type":"ratelimited"}}]}"#, None),
            // monday.com
            (
                r#"{"errors":[{"message":"x","extensions":{"code":"COMPLEXITY_BUDGET_EXHAUSTED","retry_in_seconds":60}}]}"#,
                Some(60),
            ),
            (r#"{"error_code":"ComplexityException","status_code":429,"errors":["x"]}"#, None),
            // Apollo Server
            (r#"{"errors":[{"message":"x","extensions":{"code":"Y","http":{"status":429}}}]}"#, None),
            (r#"{"errors":[{"message":"a"},{"message":"b","extensions":{"retryAfter":"1.5"}}]}"#, Some(2)),
        ] {
            let found = errors(body).unwrap();
            assert!(found.is_throttled, "{body}");
            assert_eq!(found.wait.map(|wait| wait.as_secs()), wait, "{body}");
        }
        // A query with too high a cost never succeeds.
        assert!(
            !errors(r#"{"errors":[{"message":"x","extensions":{"code":"MAX_COST_EXCEEDED"}}]}"#).unwrap().is_throttled
        );
    }

    #[test]
    fn a_graphql_request_is_told_by_its_body() {
        let request = |body: Value| Request::post_json("https://a.test/graphql", &body).unwrap();
        assert!(is_graphql(&request(json!({ "query": "{ a }", "variables": {} })), true));
        assert!(is_graphql(&request(json!({ "query": "{ \"a\" }" })), false));
        for body in [json!({ "query": "red shoes" }), json!({ "query": { "match": 1 }, "variables": {} }), json!([1])] {
            assert!(!is_graphql(&request(body), true));
        }
        assert!(!is_graphql(&Request::get("https://a.test").unwrap(), false));
    }
}
