//! Hooks beside the words that they replace.

use cdk_core::{Cx, HttpStream, Result, Source, stream::Records};
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
#[stream(source = Employees, records = "data", parse_response = records_of, paginate = "page", next_page_token = token_of)]
struct Employee {
    id: u64,
}

fn records_of(_: &Cx<'_, Employee>) -> Result<Records> {
    Ok(Records::default())
}

fn token_of(_: &Cx<'_, Employee>) -> Result<Option<serde_json::Value>> {
    Ok(None)
}

fn main() {}
