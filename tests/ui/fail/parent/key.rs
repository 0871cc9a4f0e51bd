//! The key of a parent's record.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Org))]
struct Firm;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm)]
struct Org {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent = Org)]
struct Team {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, key = id))]
struct NoText {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, key = "."))]
struct Whole {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, key = "a.*"))]
struct Map {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, key = "a..b"))]
struct NoName {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, parent_key = "id", partition_field = "org", group_size = 10))]
struct Python {
    id: u64,
}

fn main() {}
