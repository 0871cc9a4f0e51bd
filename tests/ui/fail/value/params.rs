//! Keys and values of parameters, headers and bodies.

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
    source = Employees,
    params(limit = 1, limit = 2, nested(a = 1), page, size = , when = now(), list = [[1]], big = 99999999999999999999, "" = 1),
    headers("X Y" = "1", many = ["a"], "X-Ok" = "1"),
    body = json(a(b = 1, b = 2), c = [1, x], 5 = 6, f = 1e999),
)]
struct Employee {
    id: u64,
}

fn main() {}
