//! A part of a host is no address.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "{config.subdomain}.example.com", streams(Employee))]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, url_base = "{config.subdomain}-api.example.com/v1")]
struct Employee {
    id: u64,
}

fn main() {}
