//! A template names the Rust field of the last record.

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
#[serde(rename_all = "camelCase")]
#[stream(source = Employees, params(after = "{last.idd}", since = "{last.createdAt}", id = "{last.id}"))]
struct Employee {
    id: u64,
    created_at: String,
}

fn main() {}
