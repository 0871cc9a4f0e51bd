//! A word that comes twice, also over two attributes; `path` says what its two forms are.

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
#[stream(source = Employees, name = "a", path = "b", path = path_of)]
#[stream(name = "c")]
struct Employee {
    id: u64,
}

fn main() {}
