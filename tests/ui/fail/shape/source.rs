//! A source is a unit struct.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Employee, Employee))]
struct Employees {
    name: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams())]
enum Others {}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees)]
struct Employee {
    id: u64,
}

fn main() {}
