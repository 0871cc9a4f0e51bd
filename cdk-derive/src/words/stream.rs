//! The attributes of `#[stream(…)]`.

use super::roots::{ADD, CONFIG, MESSAGE, REQUEST, TYPED};
use super::word::{RECORDS, Word, built};

/// The attributes of `#[stream(…)]`.
pub(crate) static STREAM: &[Word] = &[
    built(
        "source",
        "source = Employees",
        "source of the stream, which provides its config and defaults",
        "none (then `config` is required)",
    ),
    built("config", "config = Config", "config type of a stream without a source", "the source's"),
    built("name", "name = \"employees\"", "name of the stream in the catalog", "the struct's name in lower snake case"),
    built(
        "url_base",
        "url_base = \"https://{config.subdomain}.example.com/v1\"",
        "base URL of all requests",
        "the source's",
    )
    .roots(TYPED)
    .aka(&["base_url", "url", "host"]),
    built(
        "path",
        "path = \"employees/{parent.id}/details\"",
        "path of the requests, appended to `url_base`",
        "the stream's name",
    )
    .roots(REQUEST)
    .aka(&["endpoint", "route"]),
    built(
        "method",
        "method = \"POST\"",
        "HTTP method, one of `GET`, `POST`, `PUT`, `PATCH` and `DELETE`",
        "`GET`; `POST` with a GraphQL body",
    )
    .aka(&["http_method", "request_method"]),
    built("params", "params(limit = 100, since = \"{config.start_date}\")", "query parameters", "the source's")
        .roots(REQUEST)
        .aka(&["query", "request_parameters"]),
    built("headers", "headers(\"X-Version\" = \"2\")", "request headers", "the source's").roots(REQUEST),
    built(
        "body",
        "body = json(query = \"…\", variables(first = 100))",
        "request body as `json(…)`, `form(…)`, `text(\"…\")` or `graphql(…)`, or `none`",
        "the source's",
    )
    .roots(REQUEST),
    built("records", "records = \"data.items\"", "path of the records in the response", "the root of the response")
        .aka(RECORDS),
    built(
        "paginate",
        "paginate = \"cursor\"",
        "pagination by `cursor`, `page`, `offset`, `link` or `next_url`, or `none`",
        "the source's; else one page",
    )
    .aka(&["paginator", "pagination", "pagination_strategy"]),
    built("primary_key", "primary_key = \"id\"", "field or fields that identify a record, or `none`", "the source's")
        .aka(&["key", "pk"]),
    built(
        "add",
        "add(employee_id = parent.id)",
        "fills fields of the struct from parents, slices, config or other fields; `first(a, b)`: the first that exists",
        "the source's",
    )
    .roots(ADD)
    .aka(&["add_fields", "transformations"]),
    built(
        "parent",
        "parent = Employee",
        "one slice per record of another stream; several parents: one slice per combination",
        "none",
    )
    .aka(&["parent_stream"]),
    built(
        "slices",
        "slices(regions, slice = Region)",
        "async function that returns the slices; several `slices`: one slice per combination",
        "one slice",
    )
    .aka(&["stream_slices", "partitions", "partition_router"]),
    built(
        "auth",
        "auth = bearer(\"{config.api_token}\")",
        "authentication by `bearer(…)`, `basic(…)`, `oauth2(…)` or another kind, by a function, or `none`",
        "the source's",
    )
    .roots(CONFIG)
    .aka(&["authenticator", "authentication"]),
    built("concurrency", "concurrency = 4", "limit of requests in flight for this stream, 1 to 256", "the source's")
        .roots(CONFIG)
        .aka(&["num_workers", "concurrency_level", "max_concurrency"]),
    built(
        "retry",
        "retry(tries = 8, max_time = \"30m\")",
        "retry policy with attempts, backoff and time limit",
        "the source's",
    )
    .aka(&["max_retries", "retries", "retry_factor"]),
    built(
        "should_retry",
        "should_retry = is_busy",
        "function that returns whether a request is retried",
        "the source's",
    ),
    built(
        "backoff_time",
        "backoff_time = wait_of",
        "function that returns the wait before a retry, in place of `Retry-After` and the backoff",
        "the source's",
    )
    .aka(&["backoff_strategy", "backoff"]),
    built(
        "on",
        "on(status = 404, ignore)",
        "rule for responses with conditions, an action and a message, or `none`",
        "the source's",
    )
    .roots(MESSAGE)
    .aka(&["error_handler", "response_filters", "error_mapping"]),
    built(
        "rate_limit",
        "rate_limit(\"100/1m\", burst = 20)",
        "rate limit of this stream, in addition to the source's, or `none`",
        "none",
    )
    .roots(CONFIG)
    .aka(&["api_budget", "call_rate", "rate_limits"]),
    built(
        "circuit",
        "circuit = 20",
        "number of consecutive failures after which the circuit breaker stops requests to a host, or `none`",
        "the source's",
    )
    .aka(&["circuit_breaker"]),
    built(
        "undeclared",
        "undeclared = \"keep\"",
        "what happens to fields that the struct does not declare: `drop`, `keep` or `fail`",
        "the source's; else `drop`",
    ),
    built(
        "on_mismatch",
        "on_mismatch = \"fail\"",
        "what happens to a value that does not fit a nullable field: `null` or `fail`",
        "the source's; else `null`",
    ),
    built(
        "emit",
        "emit = \"typed\"",
        "`typed` writes each record as serde serializes the struct",
        "the record as the API sent it",
    ),
    built(
        "decoder",
        "decoder = \"jsonl\"",
        "format of the response: `json`, or streamed as `json_stream` (one array) or `jsonl` (JSON Lines)",
        "`json`",
    )
    .aka(&["format", "response_format"]),
    built("parse_response", "parse_response = records_of", "function that returns the records of a page", "`records`"),
    built(
        "next_page_token",
        "next_page_token = next_token",
        "function that returns the token of the next page",
        "`paginate`",
    ),
    built("request_params", "request_params = params_of", "function that returns query parameters", "the source's"),
    built("request_headers", "request_headers = headers_of", "function that returns request headers", "the source's"),
    built("request_body", "request_body = body_of", "function that returns the request body", "`body`"),
    built("map", "map = to_euros", "function that changes or drops each record", "records are not changed")
        .aka(&["transform", "stream_transformer"]),
    built("filter", "filter = is_active", "function that returns whether a record is written", "all records")
        .aka(&["record_filter"]),
    built(
        "cache",
        "cache",
        "caches responses on disk until the run ends; `cache(safe)` for a POST that only reads",
        "off",
    )
    .aka(&["use_cache"]),
    built(
        "before_slice",
        "before_slice(join, once = \"join {parent.id}\")",
        "async function that runs before each slice; with `once`: once per run for equal strings",
        "nothing",
    )
    .roots(TYPED),
    built(
        "cursor_field",
        "cursor_field = \"updated\"",
        "field by which the stream is read incrementally",
        "full refresh",
    ),
    built(
        "incremental",
        "incremental(start = \"{config.start_date}\", param_start = \"since\")",
        "how new records are requested, with start, parameters, date format and windows of `step`",
        "all records are requested, and older ones are dropped",
    )
    .roots(TYPED)
    .aka(&["incremental_sync", "datetime_based_cursor"]),
    built(
        "state_migration",
        "state_migration = f",
        "function that converts the state of an earlier version of the connector",
        "the state is not changed",
    )
    .aka(&["state_migrations"]),
    built(
        "get_updated_state",
        "get_updated_state = f",
        "function that returns the new state after each record",
        "`cursor_field`",
    ),
    built(
        "define",
        "define = by_events",
        "function that completes the stream's builder, for settings that streams share",
        "nothing",
    ),
];
