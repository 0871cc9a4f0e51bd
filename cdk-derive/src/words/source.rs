//! The attributes of `#[source(…)]`.

use super::roots::{CONFIG, SOURCE_ADD, SOURCE_MESSAGE, SOURCE_REQUEST};
use super::word::{RECORDS, Word, built};

/// The attributes of `#[source(…)]`. From `url_base` on, they are defaults for all streams of the source.
pub(crate) static SOURCE: &[Word] = &[
    built("name", "name = \"employees\"", "name of the connector", "the struct's name in lower snake case"),
    built("config", "config = Config", "struct of the connector's config", "none (required)").aka(&["spec"]),
    built("documentation_url", "documentation_url = \"https://…\"", "URL of the connector's documentation", "none")
        .aka(&["docs", "documentation"]),
    built(
        "streams",
        "streams(Employee, EmployeeDetails), streams = tables",
        "streams in the order of the catalog; `streams = f`: async function that returns further streams",
        "none (required)",
    ),
    built("check", "check = Employee", "stream from which `check` reads one page", "the first stream without a parent")
        .aka(&["check_connection", "check_stream"]),
    built(
        "origins",
        "origins(\"files.example.com\")",
        "further hosts to which requests may go, for next-page URLs and absolute paths",
        "the host of `url_base`",
    ),
    built("ignores", "ignores(\"batch_size\")", "config keys that are accepted without effect", "none"),
    built(
        "login",
        "login(token_url = \"https://a.test/t\", authorize_url = \"https://a.test/a\")",
        "OAuth login of a user, for the command `login` and the platform",
        "none",
    ),
    built(
        "url_base",
        "url_base = \"https://{config.subdomain}.example.com/v1\"",
        "base URL of all requests",
        "none (then each stream needs its own)",
    )
    .roots(CONFIG)
    .aka(&["base_url", "url", "host"]),
    built(
        "auth",
        "auth = bearer(\"{config.api_token}\")",
        "authentication by `bearer(…)`, `basic(…)`, `oauth2(…)` or another kind, by a function, or `none`",
        "none",
    )
    .roots(CONFIG)
    .aka(&["authenticator", "authentication"]),
    built("params", "params(limit = 100)", "query parameters of every stream", "none")
        .roots(SOURCE_REQUEST)
        .aka(&["query", "request_parameters"]),
    built("headers", "headers(\"X-Version\" = \"2\")", "request headers of every stream", "none").roots(SOURCE_REQUEST),
    built(
        "body",
        "body = json(account = \"{config.account}\")",
        "request body of every stream, as `json(…)`, `form(…)`, `text(\"…\")` or `graphql(…)`",
        "no body",
    )
    .roots(SOURCE_REQUEST),
    built("records", "records = \"data\"", "path of the records in a response", "the root of the response")
        .aka(RECORDS),
    built(
        "paginate",
        "paginate = \"cursor\"",
        "pagination by `cursor`, `page`, `offset`, `link` or `next_url`, or `none`",
        "one page",
    )
    .aka(&["paginator", "pagination", "pagination_strategy"]),
    built("primary_key", "primary_key = \"id\"", "field or fields that identify a record of every stream", "none")
        .aka(&["key", "pk"]),
    built(
        "add",
        "add(updated = first(record.updated, record.created))",
        "fills the field in every stream that declares it; fields are named as in the record",
        "none",
    )
    .roots(SOURCE_ADD)
    .aka(&["add_fields", "transformations"]),
    built("concurrency", "concurrency = 8", "limit of requests in flight for all streams together, 1 to 256", "4")
        .roots(CONFIG)
        .aka(&["num_workers", "concurrency_level", "max_concurrency"]),
    built(
        "retry",
        "retry(tries = 8, max_time = \"30m\")",
        "retry policy with attempts, backoff and time limit",
        "5 attempts within 10 min, waits of 1, 2, 4 and 8 s",
    )
    .aka(&["max_retries", "retries", "retry_factor"]),
    built(
        "should_retry",
        "should_retry = is_busy",
        "function that returns whether a request is retried",
        "408, 429, 5XX and network errors are retried",
    ),
    built(
        "backoff_time",
        "backoff_time = wait_of",
        "function that returns the wait before a retry, in place of `Retry-After` and the backoff",
        "`Retry-After` or the reset of a rate limit; else the backoff",
    )
    .aka(&["backoff_strategy", "backoff"]),
    built(
        "on",
        "on(status = 404, ignore)",
        "rule for responses with conditions, an action and a message, or `none`",
        "408, 429 and 5XX are retried; other 4XX fail",
    )
    .roots(SOURCE_MESSAGE)
    .aka(&["error_handler", "response_filters", "error_mapping"]),
    built("rate_limit", "rate_limit(\"100/1m\", burst = 20)", "rate limit of all streams together", "none")
        .roots(CONFIG)
        .aka(&["api_budget", "call_rate", "rate_limits"]),
    built(
        "circuit",
        "circuit = 20",
        "number of consecutive failures after which the circuit breaker stops requests to a host, or `none`",
        "20",
    )
    .aka(&["circuit_breaker"]),
    built(
        "undeclared",
        "undeclared = \"keep\"",
        "what happens to fields that a struct does not declare: `drop`, `keep` or `fail`",
        "`drop`",
    ),
    built(
        "on_mismatch",
        "on_mismatch = \"fail\"",
        "what happens to a value that does not fit a nullable field: `null` or `fail`",
        "`null`",
    ),
    built("request_params", "request_params = params_of", "function that returns query parameters", "none"),
    built("request_headers", "request_headers = headers_of", "function that returns request headers", "none"),
];
