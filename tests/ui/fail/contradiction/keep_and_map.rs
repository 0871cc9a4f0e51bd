//! `keep` has nothing to keep where records are written anew.

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
#[stream(source = Employees, undeclared = "keep", map = unchanged, emit = "typed")]
struct Employee {
    id: u64,
}

fn unchanged(_: &Cx<'_, Employee>, employee: Employee) -> Result<Option<Employee>> {
    Ok(Some(employee))
}

fn main() {}
