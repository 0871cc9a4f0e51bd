//! Employees.
#![allow(missing_docs)]
use cdk_core::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Employees of one company account.
#[derive(Deserialize, JsonSchema)]
struct Config {
    /// The account's subdomain, the first part of its address.
    subdomain: String,
    /// API token from Settings → API.
    api_token: Secret,
}

#[derive(Source)]
#[source(
    name = "employees",
    config = Config,
    url_base = "https://{config.subdomain}.example.com/v1",
    auth = bearer("{config.api_token}"),
    records = "data",
    streams(Employee, EmployeeDetails),
)]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, path = "employees", paginate = "cursor", primary_key = "id")]
struct Employee {
    id: u64,
    name: String,
    hired_at: Option<Timestamp>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Employees,
    parent = Employee,
    path = "employees/{parent.id}/details",
    records = ".",
    primary_key = "employee_id",
    add(employee_id = parent.id),
)]
struct EmployeeDetails {
    employee_id: u64,
    title: Option<String>,
}

fn main() -> ExitCode {
    cdk_core::run::<Employees>()
}
