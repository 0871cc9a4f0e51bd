//! Words: every word of `#[stream(…)]` and `#[source(…)]`, once, with what a person needs to know about it.
//!
//! In: nothing. Out: [`STREAM`], [`PARENT`], [`SLICES`], [`BODY`] and [`SOURCE`], which parsing, "did you mean", the
//! messages and the docs all read. Uses std only, because the workspace's tests include this very file: one of them
//! fails when a word that is built is missing from the hand-versus-derive test, another compares the README's attribute
//! table with it.
//! Not here: how a word's value is read (see `parse`) or what it may be combined with (see `validate`).

/// One word of an attribute.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) name: &'static str,
    /// How it is written: one example that parses.
    pub(crate) form: &'static str,
    /// What it does, in one line.
    pub(crate) help: &'static str,
    /// What holds when it is absent, in one line.
    pub(crate) default: &'static str,
    /// The roots that its templates may use; empty if it takes none.
    pub(crate) roots: &'static [&'static str],
    /// What people call it elsewhere (the Python CDK, serde, common sense).
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

/// What a request of a stream may look at.
const REQUEST: &[&str] =
    &["config", "slice", "parent", "grandparent", "token", "last", "response", "header", "state", "window"];
/// What a request default of a source may look at: whatever does not depend on a stream's types.
const SOURCE_REQUEST: &[&str] = &["config", "token", "last", "response", "header"];
const TYPED: &[&str] = &["config", "slice", "parent", "grandparent"];
const CONFIG: &[&str] = &["config"];
/// What a source may add to all its streams.
const SOURCE_ADD: &[&str] = &["config", "token", "response", "header", "record", "now"];
const ADD: &[&str] = &["config", "slice", "parent", "grandparent", "token", "response", "header", "record", "now"];
/// What a sentence about an answer may name.
const MESSAGE: &[&str] = &["config", "slice", "parent", "grandparent", "token", "response", "header"];
const SOURCE_MESSAGE: &[&str] = &["config", "token", "response", "header"];

/// What `records` is called elsewhere.
const RECORDS: &[&str] = &["field_path", "data_field", "record_selector"];

/// The attributes of `#[stream(…)]`.
pub(crate) static STREAM: &[Word] = &[
    built("source", "source = Employees", "the source whose config and defaults the stream takes", "`config`"),
    built("config", "config = Config", "the config of a stream without a source", "the source's"),
    built("name", "name = \"employees\"", "the stream's name in the catalog", "the struct's name in lower snake case"),
    built(
        "url_base",
        "url_base = \"https://{config.subdomain}.example.com/v1\"",
        "the address that every path hangs under",
        "the source's",
    )
    .roots(TYPED)
    .aka(&["base_url", "url", "host"]),
    built("path", "path = \"employees/{parent.id}/details\"", "what comes after `url_base`", "the stream's name")
        .roots(REQUEST)
        .aka(&["endpoint", "route"]),
    built("method", "method = \"POST\"", "the request's method", "GET; with a GraphQL body POST").aka(&["http_method", "request_method"]),
    built("params", "params(limit = 100, since = \"{config.start_date}\")", "query parameters", "the source's")
        .roots(REQUEST)
        .aka(&["query", "request_parameters"]),
    built("headers", "headers(\"X-Version\" = \"2\")", "request headers", "the source's").roots(REQUEST),
    built(
        "body",
        "body = json(query = \"…\", variables(first = 100))",
        "the request's body: `json(…)`, `form(…)`, `text(\"…\")`, `graphql(…)`, or `none`",
        "the source's",
    )
    .roots(REQUEST),
    built("records", "records = \"data.items\"", "where in the response the records lie", "the root").aka(RECORDS),
    built(
        "paginate",
        "paginate = \"cursor\"",
        "how the next page is found: `cursor`, `page`, `offset`, `link`, `next_url`, or `none`",
        "the source's, else one page",
    )
    .aka(&["paginator", "pagination", "pagination_strategy"]),
    built("primary_key", "primary_key = \"id\"", "the field or fields that identify a record, or `none`", "the source's")
        .aka(&["key", "pk"]),
    built(
        "add",
        "add(employee_id = parent.id)",
        "fills declared fields from elsewhere; `record.x` is a declared field too, `first(a, b)` the first that is there",
        "the source's",
    )
    .roots(ADD)
    .aka(&["add_fields", "transformations"]),
    built("parent", "parent = Employee", "one slice per record of another stream; a second one gives each pair of records", "none")
        .aka(&["parent_stream"]),
    built(
        "slices",
        "slices(regions, slice = Region)",
        "a function that returns slices, a list or a stream; several give their product",
        "one slice",
    )
    .aka(&["stream_slices", "partitions", "partition_router"]),
    built("auth", "auth = bearer(\"{config.api_token}\")", "how requests are signed", "the source's")
        .roots(CONFIG)
        .aka(&["authenticator", "authentication"]),
    built("concurrency", "concurrency = 4", "how many requests of the stream are in flight at once", "the source's")
        .roots(CONFIG)
        .aka(&["num_workers", "concurrency_level", "max_concurrency"]),
    built(
        "retry",
        "retry(tries = 8, max_time = \"30m\")",
        "how often and how patiently a failed request is tried again",
        "the source's",
    )
    .aka(&["max_retries", "retries", "retry_factor"]),
    built(
        "should_retry",
        "should_retry = is_busy",
        "a function that says which answers and failures are tried again",
        "the source's",
    ),
    built(
        "backoff_time",
        "backoff_time = wait_of",
        "a function that says how long to wait, over the server's word and the schedule",
        "the source's",
    )
    .aka(&["backoff_strategy", "backoff"]),
    built(
        "on",
        "on(status = 404, ignore)",
        "what an answer means: conditions, an action, and a sentence for the user; or `none`",
        "the source's",
    )
    .roots(MESSAGE)
    .aka(&["error_handler", "response_filters", "error_mapping"]),
    built(
        "rate_limit",
        "rate_limit(\"100/1m\", burst = 20)",
        "rate limit of this stream, in addition to the source's; or `none`",
        "none",
    )
    .roots(CONFIG)
    .aka(&["api_budget", "call_rate", "rate_limits"]),
    built("circuit", "circuit = 20", "after how many failures in a row a host is left alone; or `none`", "the source's")
        .aka(&["circuit_breaker"]),
    built("undeclared", "undeclared = \"keep\"", "fields that the struct does not declare: `drop`, `keep` or `fail`", "the source's, else `drop`"),
    built(
        "on_mismatch",
        "on_mismatch = \"fail\"",
        "what happens to a value that a nullable field cannot hold: `null` or `fail`",
        "the source's, else `null`",
    ),
    built(
        "emit",
        "emit = \"typed\"",
        "writes what serde makes of a record, not its own bytes",
        "the record's own bytes",
    ),
    built(
        "decoder",
        "decoder = \"jsonl\"",
        "the form of a response: `json`, or read as it comes `json_stream` (an array) or `jsonl` (lines)",
        "`json`",
    )
    .aka(&["format", "response_format"]),
    built("parse_response", "parse_response = records_of", "a function that finds the records of a page", "`records`"),
    built("next_page_token", "next_page_token = next_token", "a function that finds the next page", "`paginate`"),
    built("request_params", "request_params = params_of", "a function that gives query parameters", "the source's"),
    built("request_headers", "request_headers = headers_of", "a function that gives headers", "the source's"),
    built("request_body", "request_body = body_of", "a function that returns the body", "`body`"),
    built("map", "map = to_euros", "a function that changes or drops a record", "records stay as they are")
        .aka(&["transform", "stream_transformer"]),
    built("filter", "filter = is_active", "a function that says which records are read", "all").aka(&["record_filter"]),
    built(
        "cache",
        "cache",
        "keeps responses on disk for the run; `cache(safe)` those of a POST that only reads",
        "off",
    )
    .aka(&["use_cache"]),
    built(
        "before_slice",
        "before_slice(join, once = \"join {parent.id}\")",
        "a function that runs before a slice is read, each time or once a run for equal texts",
        "nothing",
    )
    .roots(TYPED),
    built("cursor_field", "cursor_field = \"updated\"", "the field that says how new a record is", "full refresh"),
    built(
        "incremental",
        "incremental(start = \"{config.start_date}\", param_start = \"since\")",
        "how new records are requested, in windows of `step`",
        "`cursor_field` alone: records that are older are dropped",
    )
    .roots(TYPED)
    .aka(&["incremental_sync", "datetime_based_cursor"]),
    built(
        "state_migration",
        "state_migration = f",
        "a function that makes today's state of an older one",
        "the state as it is",
    )
    .aka(&["state_migrations"]),
    built(
        "get_updated_state",
        "get_updated_state = f",
        "a function that keeps the state itself, record by record",
        "`cursor_field`",
    ),
    built("define", "define = by_events", "a function over the stream's builder, for what streams share", "nothing"),
];

/// The attributes of `parent(P, …)`, after the parent.
pub(crate) static PARENT: &[Word] = &[
    built("from", "from = \"lines.data\"", "where in the parent's record the first records lie", "they are requested")
        .aka(&["lazy_read_pointer", "path"]),
    built("more", "more = \"lines.has_more\"", "where the parent's record says that the list goes on", "it never does")
        .aka(&["has_more"]),
    built("only", "only = f", "a function that says which parent records have a slice", "all").aka(&["filter"]),
    built(
        "key",
        "key = \"id\"",
        "the field of the parent's record that identifies a slice in the state",
        "its primary key",
    )
    .aka(&["parent_key"]),
    built("as", "as = \"team\"", "the parent's name: its root in templates, and the key's in the state", "`parent`")
        .aka(&["partition_field", "name"]),
    built(
        "batch",
        "batch = 100",
        "how many parent records one slice has, for APIs that take lists",
        "one, without a list",
    )
    .aka(&["batch_size", "group_size"]),
    built("incremental", "incremental", "reads only parents that changed since the last sync", "all of them")
        .aka(&["incremental_dependency"]),
];

/// The attributes of `slices(f, …)`, after the function.
pub(crate) static SLICES: &[Word] = &[
    built("slice", "slice = Month", "the type of these slices, which serde can write", "must be given"),
    built(
        "as",
        "as = \"month\"",
        "the root by which templates see them, and a scalar's name in the state",
        "`slice`, for the first",
    ),
];

/// The kinds of `body = …`.
pub(crate) static BODY: &[Word] = &[
    built(
        "json",
        "body = json(query = \"…\", variables(first = 100))",
        "the fields of a JSON body; they may nest",
        "no body",
    ),
    built("form", "body = form(grant = \"x\", ids = [\"a\", \"b\"])", "the fields of a form body", "no body"),
    built("text", "body = text(\"find {config.name}\")", "a text", "no body"),
    built(
        "graphql",
        "body = graphql(query = \"…\", variables(first = 100))",
        "a GraphQL query, taken literally (a text, a constant or `include_str!`), and its variables",
        "no body",
    ),
];

/// The attributes of `#[source(…)]`. From `url_base` on they are defaults for all of its streams.
pub(crate) static SOURCE: &[Word] = &[
    built("name", "name = \"employees\"", "the connector's name", "the struct's name in lower snake case"),
    built("config", "config = Config", "the struct that the connector's config is read into", "must be given")
        .aka(&["spec"]),
    built("documentation_url", "documentation_url = \"https://…\"", "where the connector is documented", "none")
        .aka(&["docs", "documentation"]),
    built(
        "streams",
        "streams(Employee, EmployeeDetails), streams = tables",
        "the streams, in the catalog's order; and a function that asks the API for further ones",
        "one of the two must be given",
    ),
    built("check", "check = Employee", "the stream that `check` reads a page of", "the first without a parent")
        .aka(&["check_connection", "check_stream"]),
    built("origins", "origins(\"files.example.com\")", "further hosts for next links", "those of `url_base`"),
    built("ignores", "ignores(\"batch_size\")", "config keys that are accepted and not acted on yet", "none"),
    built(
        "login",
        "login(token_url = \"https://a.test/t\", authorize_url = \"https://a.test/a\")",
        "how a user signs in",
        "not at all",
    ),
    built(
        "url_base",
        "url_base = \"https://{config.subdomain}.example.com/v1\"",
        "the address that every path hangs under",
        "each stream's own",
    )
    .roots(CONFIG)
    .aka(&["base_url", "url", "host"]),
    built("auth", "auth = bearer(\"{config.api_token}\")", "how requests are signed", "not at all")
        .roots(CONFIG)
        .aka(&["authenticator", "authentication"]),
    built("params", "params(limit = 100)", "query parameters of every stream", "none")
        .roots(SOURCE_REQUEST)
        .aka(&["query", "request_parameters"]),
    built("headers", "headers(\"X-Version\" = \"2\")", "headers of every stream", "none").roots(SOURCE_REQUEST),
    built(
        "body",
        "body = json(account = \"{config.account}\")",
        "the body of every request: `json(…)`, `form(…)`, `text(\"…\")` or `graphql(…)`",
        "no body",
    )
    .roots(SOURCE_REQUEST),
    built("records", "records = \"data\"", "where in a response the records lie", "the root").aka(RECORDS),
    built(
        "paginate",
        "paginate = \"cursor\"",
        "how the next page is found: `cursor`, `page`, `offset`, `link`, `next_url`, or `none`",
        "one page",
    )
    .aka(&["paginator", "pagination", "pagination_strategy"]),
    built("primary_key", "primary_key = \"id\"", "the field or fields that identify a record of every stream", "none")
        .aka(&["key", "pk"]),
    built(
        "add",
        "add(updated = first(record.updated, record.created))",
        "fills the field in every stream that declares it; `record.x` is named as in the record",
        "nothing is added",
    )
    .roots(SOURCE_ADD)
    .aka(&["add_fields", "transformations"]),
    built("concurrency", "concurrency = 8", "how many requests of all streams are in flight at once", "4")
        .roots(CONFIG)
        .aka(&["num_workers", "concurrency_level", "max_concurrency"]),
    built(
        "retry",
        "retry(tries = 8, max_time = \"30m\")",
        "how often and how patiently a failed request is tried again",
        "5 tries within 10 min, after 1, 2, 4 and 8 s",
    )
    .aka(&["max_retries", "retries", "retry_factor"]),
    built(
        "should_retry",
        "should_retry = is_busy",
        "a function that says which answers and failures are tried again",
        "408, 429, 5XX, failures of the network",
    ),
    built(
        "backoff_time",
        "backoff_time = wait_of",
        "a function that says how long to wait, over the server's word and the schedule",
        "the server's word, else the schedule",
    )
    .aka(&["backoff_strategy", "backoff"]),
    built(
        "on",
        "on(status = 404, ignore)",
        "what an answer means: conditions, an action, and a sentence for the user; or `none`",
        "408, 429, 5XX are tried again, other refusals fail",
    )
    .roots(SOURCE_MESSAGE)
    .aka(&["error_handler", "response_filters", "error_mapping"]),
    built("rate_limit", "rate_limit(\"100/1m\", burst = 20)", "rate limit of all streams together", "none")
        .roots(CONFIG)
        .aka(&["api_budget", "call_rate", "rate_limits"]),
    built("circuit", "circuit = 20", "after how many failures in a row a host is left alone; or `none`", "20")
        .aka(&["circuit_breaker"]),
    built(
        "undeclared",
        "undeclared = \"keep\"",
        "fields that a struct does not declare: `drop`, `keep` or `fail`",
        "`drop`",
    ),
    built(
        "on_mismatch",
        "on_mismatch = \"fail\"",
        "what happens to a value that a nullable field cannot hold: `null` or `fail`",
        "`null`",
    ),
    built("request_params", "request_params = params_of", "a function that gives query parameters", "none"),
    built("request_headers", "request_headers = headers_of", "a function that gives headers", "none"),
];
