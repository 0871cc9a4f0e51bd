//! How many requests are in flight is a number from 1 to 256, or a text of the config.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    workers: u8,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(User, Team, Post), concurrency = 0)]
struct Nobody;

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(User, Team, Post), concurrency = "{config.wrokers}")]
struct Misspelt;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Nobody, concurrency = 257)]
struct User {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Nobody, concurrency(4))]
struct Team {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Nobody, concurrency = "{slice.workers}")]
struct Post {
    id: u64,
}

fn main() {}
