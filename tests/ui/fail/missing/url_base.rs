//! A stream without a source has its own address.

use cdk_core::HttpStream;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config)]
struct Employee {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base, path)]
struct Bare {
    id: u64,
}

fn main() {}
