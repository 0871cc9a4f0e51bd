//! Where a response names a wait.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(One))]
struct Things;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, rate_limit(wait))]
struct One {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, rate_limit(wait = 2))]
struct Two {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, rate_limit(wait = "meta..backoff"))]
struct Three {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, rate_limit(wait = header("Back off")))]
struct Four {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, rate_limit(wait = last("backoff")))]
struct Five {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, rate_limit(wait = header(Backoff)))]
struct Six {
    id: u64,
}

fn main() {}
