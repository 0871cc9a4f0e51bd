//! Lengths of time for a cursor that is none, and the other way round.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(A, B, C, D, E))]
struct Shop;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "at", incremental(start = 0, param_end = "until", step = "P1D"))]
struct A {
    at: f32,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "at", incremental(start = 0, param_end = "until", step = "P1D", lookback = "PT1H"))]
struct B {
    at: Option<u64>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "at", incremental(start = "2024-01-01", param_end = "until", step = 1000, lookback = "P0D"))]
struct C {
    at: Timestamp,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "at", incremental(start = "2024-01-01", param_end = "until", lookback = "PT1H"))]
struct D {
    at: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "at", incremental(start = "2024-01-01", format = "%s", granularity = "60"))]
struct E {
    at: f64,
}

fn main() {}
