//! The inner words of `body = graphql(…)`.

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

fn query() -> &'static str {
    "{ a }"
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, body = graphql(variables(first = 1)))]
struct Employee {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, body = graphql("{ a }"))]
struct Text {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, body = graphql())]
struct Empty {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, body = graphql(query = "", querry = "x", variables(), operation_name = "a b", operation_name = "A", 5))]
struct Words {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, body = graphql(query = 5, variables = 5, operation_name))]
struct Kinds {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, body = graphql(query = query()))]
struct Call {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees, body = graphql(query = "{ a }", variables(a = 1, a = "{employee.id}")))]
struct Variables {
    id: u64,
}

fn main() {}
