//! A stream belongs to a source or has a config of its own.

use cdk_core::HttpStream;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(path = "employees")]
struct Employee {
    id: u64,
}

fn main() {}
