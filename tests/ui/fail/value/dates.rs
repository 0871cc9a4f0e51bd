//! A start and an end that are no dates.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(A, B, C))]
struct Shop;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "at", incremental(start = "2024-13-01"))]
struct A {
    at: Timestamp,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "at", incremental(start = "2024-02-30T00:00:00Z", end = "2023-02-29"))]
struct B {
    at: Date,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "at", incremental(start = "2024-01-01T24:00:00Z"))]
struct C {
    at: String,
}

fn main() {}
