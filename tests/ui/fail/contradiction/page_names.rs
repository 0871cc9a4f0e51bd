//! A parameter that the pagination sets, and an attribute sets too.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    start: String,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    streams(Sized),
    params(limit = 50),
    paginate(link(size(limit = 100))),
)]
struct Firm;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://a.test", params(limit = 50), paginate(cursor(size(limit = 100))))]
struct Sized {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, params(page = 2, limit = none), paginate(page(size(limit = 100))))]
struct Page {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, path = "a?per_page=5&skip={token}", paginate(offset(param = "skip", size(per_page = 100))))]
struct Offset {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Firm,
    params(first = 1, after = "*"),
    paginate(cursor(body = "after", size("page.first" = 100))),
    body = json(page(first = 50), first = 50, after = "x"),
)]
struct Json {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, paginate(cursor(body = "after", size(first = 100))), body = form(first = 50))]
struct Form {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Firm,
    paginate(cursor(body = "variables.after", size("variables.first" = 100))),
    body = graphql(query = "query Q { a }", variables(first = 50)),
)]
struct Graph {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Firm,
    paginate = "cursor",
    params(cursor = "*", since = "2024-01-01"),
    cursor_field = "id",
    incremental(start = 1, param_start = "since"),
)]
struct Window {
    id: u64,
}

fn main() {}
