//! Words: every attribute of `#[stream(…)]` and `#[source(…)]`, once, with an example, its meaning and its default.
//!
//! In: nothing. Out: [`STREAM`], [`PARENT`], [`SLICES`], [`BODY`] and [`SOURCE`]. Parsing, "did you mean", the error
//! messages and the tables of the docs read these lists. This file uses std only, because the tests of the workspace
//! include it: one compares the hand-written builder with the derive, another writes the tables into the pages.
//! Not here: how a value is read (see `parse`), and which attributes exclude each other (see `validate`).

/// One attribute, or one option of an attribute.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) name: &'static str,
    /// One example that parses.
    pub(crate) form: &'static str,
    /// What it does, in one line. A message puts it in parentheses, a page into a table.
    pub(crate) help: &'static str,
    /// The default, in one line.
    pub(crate) default: &'static str,
    /// The roots that its templates may use; empty if it takes no template.
    pub(crate) roots: &'static [&'static str],
    /// Its names in other frameworks (the Python CDK, serde).
    pub(crate) aka: &'static [&'static str],
}

impl Word {
    const fn roots(self, roots: &'static [&'static str]) -> Self {
        Self { roots, ..self }
    }

    const fn aka(self, aka: &'static [&'static str]) -> Self {
        Self { aka, ..self }
    }
}

pub(crate) const fn built(name: &'static str, form: &'static str, help: &'static str, default: &'static str) -> Word {
    Word { name, form, help, default, roots: &[], aka: &[] }
}

/// The attribute of that name.
pub(crate) fn find(words: &'static [Word], name: &str) -> Option<&'static Word> {
    words.iter().find(|word| word.name == name)
}

/// Roots of a stream's requests.
const REQUEST: &[&str] =
    &["config", "slice", "parent", "grandparent", "token", "last", "response", "header", "state", "window"];
/// Roots of the requests that a source declares: all that do not depend on the types of a stream.
const SOURCE_REQUEST: &[&str] = &["config", "token", "last", "response", "header"];
const TYPED: &[&str] = &["config", "slice", "parent", "grandparent"];
const CONFIG: &[&str] = &["config"];
/// Roots of the fields that a source adds.
const SOURCE_ADD: &[&str] = &["config", "token", "response", "header", "record", "now"];
const ADD: &[&str] = &["config", "slice", "parent", "grandparent", "token", "response", "header", "record", "now"];
/// Roots of the message of a rule.
const MESSAGE: &[&str] = &["config", "slice", "parent", "grandparent", "token", "response", "header"];
const SOURCE_MESSAGE: &[&str] = &["config", "token", "response", "header"];

/// Names of `records` in other frameworks.
const RECORDS: &[&str] = &["field_path", "data_field", "record_selector"];

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

/// The options of `parent(P, …)`, after the parent.
pub(crate) static PARENT: &[Word] = &[
    built(
        "from",
        "from = \"lines.data\"",
        "path of the embedded records in the parent's record",
        "records are requested",
    )
    .aka(&["lazy_read_pointer", "path"]),
    built(
        "more",
        "more = \"lines.has_more\"",
        "path of the boolean in the parent's record that says whether more records exist",
        "no more records exist",
    )
    .aka(&["has_more"]),
    built("only", "only = f", "function that returns whether a parent record gets a slice", "all records")
        .aka(&["filter"]),
    built(
        "key",
        "key = \"id\"",
        "field of the parent's record that identifies the slice in the state",
        "the parent's primary key",
    )
    .aka(&["parent_key"]),
    built("as", "as = \"team\"", "name of the parent in templates and of its key in the state", "`parent`")
        .aka(&["partition_field", "name"]),
    built(
        "batch",
        "batch = 100",
        "maximum number of parent records per slice, for APIs that accept a list of ids",
        "one record per slice, not a list",
    )
    .aka(&["batch_size", "group_size"]),
    built(
        "incremental",
        "incremental",
        "reads only the parent records that changed since the last sync",
        "all records",
    )
    .aka(&["incremental_dependency"]),
];

/// The options of `slices(f, …)`, after the function.
pub(crate) static SLICES: &[Word] = &[
    built("slice", "slice = Month", "type of the slices; it implements `Serialize`", "none (required)"),
    built(
        "as",
        "as = \"month\"",
        "name of the slice in templates, and in the state if the slice is a single value",
        "`slice`; required for further `slices`",
    ),
];

/// The kinds of `body = …`.
pub(crate) static BODY: &[Word] = &[
    built("json", "body = json(query = \"…\", variables(first = 100))", "JSON object; keys may nest", "no body"),
    built(
        "form",
        "body = form(grant = \"x\", ids = [\"a\", \"b\"])",
        "form fields (`application/x-www-form-urlencoded`)",
        "no body",
    ),
    built("text", "body = text(\"find {config.name}\")", "plain text", "no body"),
    built(
        "graphql",
        "body = graphql(query = \"…\", variables(first = 100))",
        "GraphQL query (a string, a constant or `include_str!`) and its variables",
        "no body",
    ),
];

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
