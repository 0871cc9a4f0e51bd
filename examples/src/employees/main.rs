//! Employees: the first example, a list of employees with the details of each as a child stream.
//!
//! A connector with the usual commands (`spec`, `check`, `discover`, `read`) and two more modes: `demo` runs a local
//! API and reads it, `serve` runs only the API.

mod api;
mod demo;
mod server;
mod terminal;

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    /// Subdomain of the account, the first part of its URL.
    subdomain: String,
    /// API token from Settings → API.
    api_token: Secret,
}

#[derive(Source)]
#[source(
    config = Config, url_base = "https://{config.subdomain}.example.com/v1",
    auth = bearer("{config.api_token}"), streams(Employee, EmployeeDetails),
)]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, path = "employees", records = "data", paginate = "cursor", primary_key = "id", cache)]
struct Employee {
    id: u64,
    name: String,
    hired_at: Option<Timestamp>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Employees, parent = Employee, path = "employees/{parent.id}/details",
    primary_key = "employee_id", add(employee_id = parent.id),
)]
struct EmployeeDetails {
    employee_id: u64,
    title: Option<String>,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["demo"] => demo::run(),
        ["serve"] => server::serve(0),
        ["serve", "--port", port] => match port.parse() {
            Ok(port) => server::serve(port),
            Err(_) => terminal::fail(&format!("--port: expected a number up to 65535, got '{port}'")),
        },
        _ => cdk_core::run::<Employees>(),
    }
}
