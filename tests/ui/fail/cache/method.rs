//! `cache` beside a method whose answers it does not keep.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Posted))]
struct Api;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Api, method = "POST", cache)]
struct Posted {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Api, cache, body = graphql(query = "{ id }"))]
struct Graph {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Api, method = "PUT", cache)]
struct Put {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Api, method = "DELETE", cache(safe))]
struct Deleted {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Api, method = "GET", cache(safe))]
struct Got {
    id: u64,
}

fn main() {}
