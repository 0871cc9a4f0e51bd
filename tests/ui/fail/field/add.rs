//! Fields that `add` fills and reads.

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
#[stream(
    source = Employees,
    add(
        idd = 1,
        id = record.createdd,
        created = record.id.deep,
        kind = parent.id,
        name = recrod.id,
        other,
        state = now,
        more = "{now}",
        id = 2,
        text = b"x",
        last = header.X-Next,
    ),
)]
struct Employee {
    id: u64,
    created: String,
    kind: String,
    name: String,
    other: String,
    state: String,
    more: String,
    text: String,
    last: String,
}

fn main() {}
