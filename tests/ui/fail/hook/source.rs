//! Hooks of a source see a source's context.

use cdk_core::{Cx, HttpStream, Result, Source, hook::Params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", request_params = params_of, streams(Employee))]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees)]
struct Employee {
    id: u64,
}

fn params_of(_: &Cx<'_, Employee>) -> Result<Params> {
    Ok(Params::new())
}

fn main() {}
