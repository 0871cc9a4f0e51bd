//! The two structs of the design's first page; bare words mean the source's base and the stream's name.

use cdk_core::{HttpStream, Secret, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
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
#[stream(source = Employees, url_base, path, paginate = "cursor", primary_key = "id")]
struct Employee {
    id: u64,
    name: String,
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

fn main() {
    assert_eq!(<Employees as Source>::NAME, "employees");
    assert_eq!(<Employee as HttpStream>::NAME, "employee");
    assert_eq!(<EmployeeDetails as HttpStream>::NAME, "employee_details");
    let _ = (Employees::definition(), Employee::definition(), EmployeeDetails::definition());
}
