//! A derive without its attribute is one error.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Employee))]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
struct Employee {
    id: u64,
}

#[derive(Source)]
struct Others;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Others, path = "{config.subdomain}")]
struct Other {
    id: u64,
}

fn main() {}
