//! A query that is a constant of another type, or none.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Employee))]
struct Employees;

const NUMBER: u64 = 1;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, body = graphql(query = NUMBER))]
struct Employee {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, body = graphql(query = MISSING))]
struct Missing {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, body = graphql(query = include_str!("missing.graphql")))]
struct Included {
    id: u64,
}

fn main() {}
