//! Values of the wrong kind, each with the form that its word takes.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Employee))]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = "Employees",
    name = employees,
    url_base("https://x"),
    path = 5,
    method = POST,
    params = 5,
    headers,
    body = "{}",
    records = ["data"],
    paginate = 5,
    primary_key = id,
    add = "x",
    parent = 5,
    auth = "token",
    undeclared,
    on_mismatch = null,
    emit = typed,
    map = |cx, record| record,
    filter = is_active(),
    parse_response = "f",
    next_page_token = ,
)]
struct Employee {
    id: u64,
}

fn main() {}
