//! A length of time is a text with a unit, and within bounds.

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
#[stream(source = Things, retry(max_time = "10 minutes"))]
struct One {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, retry(max_time = 600))]
struct Two {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, retry(initial = "0s"))]
struct Three {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, retry(max_wait = "25h"))]
struct Four {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, retry(initial = "2h"))]
struct Five {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, retry(max_wait = "500ms"))]
struct Six {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, retry(initial = "P1D", max_time = "soon"))]
struct Seven {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, retry(initial = "15m"))]
struct Eight {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, retry(max_time = "500ms"))]
struct Nine {
    id: u64,
}

fn main() {}
