//! The options of `parent`, `slices` and `body`.

use super::word::{Word, built};

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
