//! What a source's templates may use.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://{config.subdomian}.example.com",
    params(a = "{parent.id}", b = "{last.anything}"),
    streams(Employee),
)]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Employees)]
struct Employee {
    id: u64,
}

fn main() {}
