//! A hook of the wrong signature: one error, at its path.

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
#[stream(source = Employees, path = path_of, map = unchanged, filter = is_active)]
struct Employee {
    id: u64,
}

fn path_of(_: &Cx<'_, Employee>) -> String {
    String::new()
}

fn unchanged(employee: Employee) -> Result<Employee> {
    Ok(employee)
}

fn is_active(_: &Cx<'_, Other>) -> Result<bool> {
    Ok(true)
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees)]
struct Other {
    id: u64,
}

fn main() {}
