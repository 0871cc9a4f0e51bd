//! `cache` with a value that it does not take; on a source; and beside a method that is none.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(A), cache)]
struct Api;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Api, cache = true)]
struct A {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Api, cache())]
struct B {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Api, cache(post))]
struct C {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Api, method = "PSOT", cache(safe))]
struct D {
    id: u64,
}

fn main() {}
