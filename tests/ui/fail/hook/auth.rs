//! A function that signs is asynchronous.

use cdk_core::{AuthCx, Credentials, HttpStream, Result, Source};
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
#[stream(source = Employees, auth = sign)]
struct Employee {
    id: u64,
}

fn sign(_: &AuthCx<'_, Config>) -> Result<Credentials> {
    Ok(Credentials::default())
}

fn main() {}
