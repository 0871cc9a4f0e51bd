//! A format that is none, or does not tell a day.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(A, B, C, D))]
struct Shop;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "at", incremental(start = "2024-01-01", format = "%Q"))]
struct A {
    at: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "at", incremental(start = "2024-01-01", format = "YYYY-MM-DD"))]
struct B {
    at: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "at", incremental(start = "2024-01-01", format = "%H:%M:%S"))]
struct C {
    at: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "at", incremental(start = "2024-01-01", format = "%Y-%m-%E"))]
struct D {
    at: String,
}

fn main() {}
