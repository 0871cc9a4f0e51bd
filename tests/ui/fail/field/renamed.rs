//! A key is named as in the record, after `rename` and `rename_all`.

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
#[serde(rename_all = "camelCase")]
#[stream(source = Employees, primary_key = ["id", "hired_at", "hiredAt", "_id", "secret", "hidden"])]
struct Employee {
    #[serde(rename = "_id")]
    id: u64,
    hired_at: String,
    #[serde(skip)]
    secret: String,
    #[serde(skip_serializing)]
    hidden: String,
}

fn main() {}
