//! A field that has no form as a text.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    nested: Nested,
}

#[derive(Deserialize, JsonSchema)]
struct Nested {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Employee))]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, params(a = "{config.nested}"))]
struct Employee {
    id: u64,
}

fn main() {}
