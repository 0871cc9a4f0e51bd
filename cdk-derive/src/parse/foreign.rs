//! Foreign: options of other frameworks (the Python CDK, low-code manifests) that have no attribute of the same
//! meaning.
//!
//! In: the name that was written. Out: what to write instead. Names that mean one attribute are its `aka` (see
//! `words`).
//! Not here: misspelled names (see `suggest`).

/// Names of options, and what they are here.
const OPTIONS: &[(&[&str], &str)] = &[
    (
        &["page_size", "per_page", "limit", "page_limit", "max_results", "page_size_option"],
        "the size of a page is an option of `paginate`, with the name of its parameter: \
         `paginate(offset(size(limit = 100)))`",
    ),
    (&["cursor"], "the field of a record is `cursor_field = \"updated\"`, the token of a page `paginate = \"cursor\"`"),
    (
        &["next_page", "next_cursor", "page_token", "page_token_option", "cursor_value"],
        "the token of the next page is an option of `paginate`: `paginate(cursor(token = \"meta.next\"))`",
    ),
    (
        &["next_url", "next_link"],
        "the next page's URL is a kind of pagination: `paginate(next_url(at = \"paging.next\"))`",
    ),
    (
        &[
            "start_date",
            "start_datetime",
            "step",
            "lookback",
            "lookback_window",
            "datetime_format",
            "cursor_granularity",
        ],
        "this is an option of `incremental`: `incremental(start = \"{config.start_date}\", step = \"P30D\", lookback = \"PT1H\")`",
    ),
    (
        &["api_key", "api_token", "token", "bearer", "basic", "oauth2", "credentials"],
        "credentials are an option of `auth`, as in `auth = bearer(\"{config.api_token}\")`",
    ),
    (
        &["timeout", "max_time", "tries", "max_attempts", "backoff_strategies"],
        "the retry policy is `retry(tries = 8, max_time = \"30m\")`",
    ),
    (
        &["schema", "schema_loader", "json_schema", "get_json_schema"],
        "the fields of the struct are the schema, by `#[derive(JsonSchema)]`",
    ),
    (
        &["json", "request_body_json", "body_data", "form", "request_body_form", "text", "request_body_text"],
        "the body of a request is `body = json(limit = 100)`, `body = form(limit = 100)` or `body = text(\"…\")`",
    ),
    (
        &["graphql", "request_body_graphql"],
        "a GraphQL query is `body = graphql(query = \"…\", variables(first = 100))`",
    ),
    (
        &["request_body_data"],
        "a body without a function is `body = form(limit = 100)`, a function that returns one `request_body = f`",
    ),
    (&["namespace", "stream", "stream_name"], "the name of a stream is `name = \"employees\"`"),
];

/// Options of other frameworks inside of `paginate(…)`, and those that they are here.
const OF_PAGINATE: &[(&str, &str)] = &[
    ("cursor_value", "token"),
    ("cursor_path", "token"),
    ("next", "token"),
    ("field_name", "param"),
    ("page_token_option", "param"),
    ("start_from_page", "start"),
    ("first_page", "start"),
    ("stop_condition", "more"),
    ("has_more", "more"),
    ("total_pages", "total"),
    ("url", "at"),
];
const SIZES: &[&str] = &["page_size", "per_page", "limit", "page_limit", "max_results", "count", "page_size_option"];

/// What to write instead of a function, for those who mean what an attribute says without one.
const NO_FUNCTIONS: &[(&str, &str)] = &[
    ("next_page_token", "the place of the token in a response is `paginate(cursor(token = \"meta.next\"))`"),
    ("request_headers", "headers without a function are `headers(\"X-Version\" = \"2\")`"),
    ("request_params", "parameters without a function are `params(limit = 100)`"),
    ("request_body", "a body without a function is `body = json(limit = 100)`"),
    ("parse_response", "the place of the records in a response is `records = \"data.items\"`"),
    ("should_retry", "a rule without a function is `on(status = 503, retry)`"),
    ("backoff_time", "waits without a function are `retry(initial = \"5s\")`"),
];

/// What an option of another framework is here.
pub(super) fn option(name: &str) -> Option<&'static str> {
    OPTIONS.iter().find(|(names, _)| names.contains(&name)).map(|(_, instead)| *instead)
}

/// "; …" for an option inside of `paginate(…)`; `known`: those of the strategy.
pub(super) fn option_of_paginate(name: &str, known: &[&str]) -> Option<String> {
    if SIZES.contains(&name) {
        return Some("; the size of a page is written with its parameter: `size(limit = 100)`".to_owned());
    }
    let (_, meant) = OF_PAGINATE.iter().find(|(other, meant)| *other == name && known.contains(meant))?;
    Some(format!("; did you mean `{meant}`?"))
}

/// What to write instead of the function of that attribute.
pub(super) fn without_function(name: &str) -> Option<&'static str> {
    NO_FUNCTIONS.iter().find(|(hook, _)| *hook == name).map(|(_, instead)| *instead)
}
