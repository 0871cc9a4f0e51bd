//! Mistakes in a template's own grammar, each with its position.

use cdk_core::{HttpStream, Source};
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
#[stream(source = Employees, path = "a/{config.subdomain", params(a = "}", b = "{}", c = "{ config.subdomain }", d = "{config.subdomain | upper}", e = "{config..x}", f = "{config.subdomain:yyyy}"))]
struct Employee {
    id: u64,
}

fn main() {}
