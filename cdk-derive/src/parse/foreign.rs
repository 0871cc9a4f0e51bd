//! Foreign: options of other frameworks (the Python CDK, low-code manifests) that are not one attribute here.
//!
//! In: the written name. Out: what to write instead. Names that mean one attribute are its `aka` (see `words`).
//! Not here: misspelled names (see `suggest`).

/// Names of options, and what to write instead.
const OPTIONS: &[(&[&str], &str)] = &[
    (
        &["page_size", "per_page", "limit", "page_limit", "max_results", "page_size_option"],
        "write the page size and its parameter in `paginate`, as in `paginate(offset(size(limit = 100)))`",
    ),
    (
        &["cursor"],
        "write `cursor_field = \"updated\"` for the cursor of records, or `paginate = \"cursor\"` for that of pages",
    ),
    (
        &["next_page", "next_cursor", "page_token", "page_token_option", "cursor_value"],
        "write the path of the next page's token as in `paginate(cursor(token = \"meta.next\"))`",
    ),
    (
        &["next_url", "next_link"],
        "write the path of the next page's URL as in `paginate(next_url(at = \"paging.next\"))`",
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
        "write it in `incremental`, as in `incremental(start = \"{config.start_date}\", step = \"P30D\")`",
    ),
    (
        &["api_key", "api_token", "token", "bearer", "basic", "oauth2", "credentials"],
        "write credentials as in `auth = bearer(\"{config.api_token}\")`",
    ),
    (
        &["timeout", "max_time", "tries", "max_attempts", "backoff_strategies"],
        "write the retry policy as in `retry(tries = 8, max_time = \"30m\")`",
    ),
    (
        &["schema", "schema_loader", "json_schema", "get_json_schema"],
        "remove it: the schema is made from the struct, by `#[derive(JsonSchema)]`",
    ),
    (
        &["json", "request_body_json", "body_data", "form", "request_body_form", "text", "request_body_text"],
        "write the body as in `body = json(limit = 100)`, `body = form(limit = 100)` or `body = text(\"…\")`",
    ),
    (
        &["graphql", "request_body_graphql"],
        "write a GraphQL query as in `body = graphql(query = \"…\", variables(first = 100))`",
    ),
    (
        &["request_body_data"],
        "write a fixed body as in `body = form(limit = 100)`, or a function as in `request_body = f`",
    ),
    (&["namespace", "stream", "stream_name"], "write the name of the stream as in `name = \"employees\"`"),
];

/// Options of `paginate(…)` in other frameworks, and their names here.
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

/// What to write instead of a function, if the value is not a function.
const NO_FUNCTIONS: &[(&str, &str)] = &[
    ("next_page_token", "for the path of the token, write `paginate(cursor(token = \"meta.next\"))`"),
    ("request_headers", "for fixed headers, write `headers(\"X-Version\" = \"2\")`"),
    ("request_params", "for fixed parameters, write `params(limit = 100)`"),
    ("request_body", "for a fixed body, write `body = json(limit = 100)`"),
    ("parse_response", "for the path of the records, write `records = \"data.items\"`"),
    ("should_retry", "for a fixed rule, write `on(status = 503, retry)`"),
    ("backoff_time", "for fixed waits, write `retry(initial = \"5s\")`"),
];

/// What to write for an option of another framework.
pub(super) fn option(name: &str) -> Option<&'static str> {
    OPTIONS.iter().find(|(names, _)| names.contains(&name)).map(|(_, instead)| *instead)
}

/// "; …" for an option of `paginate(…)`; `known`: the options of the strategy.
pub(super) fn option_of_paginate(name: &str, known: &[&str]) -> Option<String> {
    if SIZES.contains(&name) {
        return Some("; write the page size and its parameter as in `size(limit = 100)`".to_owned());
    }
    let (_, meant) = OF_PAGINATE.iter().find(|(other, meant)| *other == name && known.contains(meant))?;
    Some(format!("; did you mean `{meant}`?"))
}

/// What to write instead of a function for that attribute.
pub(super) fn without_function(name: &str) -> Option<&'static str> {
    NO_FUNCTIONS.iter().find(|(hook, _)| *hook == name).map(|(_, instead)| *instead)
}
