//! Types that have no order, under any container, and ways to a field that has one.

use std::collections::HashMap;

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(A, B, C, D))]
struct Shop;

#[derive(Serialize, Deserialize, JsonSchema)]
struct Meta {
    updated: Timestamp,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "is_new")]
struct A {
    is_new: bool,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "times")]
struct B {
    times: Option<Vec<Timestamp>>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "times")]
struct C {
    times: HashMap<String, Timestamp>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "meta")]
struct D {
    meta: Meta,
}

fn main() {}
