//! A root that does not exist, with those that the word may use.

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
#[stream(source = Employees, path = "a/{prent.id}", params(a = "{x.y}"), auth = bearer("{token}"), url_base = "https://{header.Host}")]
struct Employee {
    id: u64,
}

fn main() {}
