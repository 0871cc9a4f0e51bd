//! What `first` tries, and what a source adds.

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
    url_base = "https://api.example.com",
    add(a = parent.id, b = first(record.b, slice.b), c = first()),
    streams(Employee),
)]
struct Employees;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Employees,
    add(
        id = first(record.id),
        a = first(record.a, none),
        b = first(record.b, first(record.a, now)),
        c = frist(record.c, now),
        d = first(record.dd, now),
        e = none,
        f = first,
    ),
)]
struct Employee {
    id: u64,
    a: Option<u64>,
    b: Option<u64>,
    c: Option<u64>,
    d: Option<u64>,
    e: Option<u64>,
    f: Option<u64>,
}

fn main() {}
