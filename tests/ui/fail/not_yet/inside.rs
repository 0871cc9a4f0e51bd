//! Parts of built words: a parent's own words, kinds of auth, the state in a template, slices, an action of a rule.

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
#[stream(source = Employees,
    parent(Employee, key = "id"),
    auth = oauth2(token_url = "x"),
    on(status = 401, refresh_token),
    on(status = 403, refresh_token("again"), "the token is stale"),
    params(id = "{slice.id}"),
)]
struct Employee {
    id: u64,
}

fn main() {}
