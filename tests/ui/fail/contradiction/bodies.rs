//! More than one body, and a cursor in a text.

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
#[stream(source = Employees, body = json(a = 1), body = form(b = 2), body = text("x"), body = graphql(query = "{ a }"))]
struct Employee {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, body = text("x"), paginate = cursor(body = "after"))]
struct Text {
    id: u64,
}

fn main() {}
