//! Tries, factor and jitter are numbers within bounds.

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
#[stream(source = Things, retry(tries = 0))]
struct One {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, retry(tries = 1.5))]
struct Two {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, retry(tries = "5"))]
struct Three {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, retry(factor = 0.5))]
struct Four {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, retry(factor = 11))]
struct Five {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, retry(jitter = 2))]
struct Six {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, retry(jitter = -0.5))]
struct Seven {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, retry(tries = 101, jitter = "none"))]
struct Eight {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, retry(tries = 5m))]
struct Suffixed {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, retry(factor = 2x, jitter = 0.5s))]
struct SuffixedFactor {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, params(limit = 1k))]
struct SuffixedParam {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, circuit = 30s)]
struct SuffixedCircuit {
    id: u64,
}

fn main() {}
