//! A stream without a source is one error, although its source lists it and others use it.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Employee, Detail), check = Employee)]
struct Employees;

fn is_here(cx: &Cx<'_, Employee>) -> Result<bool> {
    Ok(cx.config().subdomain == "here" && cx.record().id > 0)
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(path = "employees", filter = is_here)]
struct Employee {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, parent = Employee, path = "{parent.id}/{config.subdomain}")]
struct Detail {
    id: u64,
}

fn main() {}
