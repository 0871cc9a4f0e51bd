//! A reference without a lifetime: rustc reports it too, since the struct itself is wrong.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Employee))]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees)]
struct Employee {
    id: u64,
    name: &str,
}

fn main() {}
