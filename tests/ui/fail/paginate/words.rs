//! Words inside a strategy.

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
    paginate(cursor(tokn = "a", token = "a..b", param = "p", header = "H", more = 5, size = 100, start = 1)),
)]
struct Employee {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, paginate(page(start = "1", start = 2, total, size(limit = 0), size(a = 1, b = 2), param = "")))]
struct Two {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, paginate(cursor(token = lst("id"))))]
struct Three {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, paginate(cursor(token = header(5))))]
struct Four {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, paginate(link(more = "a", done = "b")))]
struct Five {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, paginate(next_url(at = 5, rel = "next")))]
struct Six {
    id: u64,
}

fn main() {}
