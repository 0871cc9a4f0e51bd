//! Parts of built words: a parent's own words, the state in a template, slices.

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
#[stream(source = Employees,
    parent(Employee, key = "id", incremental),
    params(since = "{state.updated}", id = "{slice.id}"),
)]
struct Employee {
    id: u64,
}

fn main() {}
