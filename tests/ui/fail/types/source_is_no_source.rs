//! A source is a source.

use cdk_core::HttpStream;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Company, path = "c/{config.id}")]
struct Employee {
    id: u64,
}

struct Company;

fn main() {}
