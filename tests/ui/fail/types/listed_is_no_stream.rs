//! A source lists streams of its own config.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Employee, Stranger))]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema)]
struct Employee {
    id: u64,
}

#[derive(Deserialize, JsonSchema)]
struct OtherConfig {}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = OtherConfig, url_base = "https://api.example.com")]
struct Stranger {
    id: u64,
}

fn main() {}
