//! A hook that does not exist.

use cdk_core::{Cx, HttpStream, Result, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Employee))]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, filter = is_activ)]
struct Employee {
    id: u64,
}

fn is_active(_: &Cx<'_, Employee>) -> Result<bool> {
    Ok(true)
}

fn main() {}
