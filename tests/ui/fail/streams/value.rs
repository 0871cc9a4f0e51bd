//! `streams = f` takes one function, `streams(…)` one list.

use cdk_core::{HttpStream, Result, Source, StreamsCx, Stream};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams = tables, streams = tables)]
struct TwoFunctions;

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Employee), streams(Employee), streams = tables)]
struct TwoLists;

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams = tables())]
struct Called;

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams = "tables")]
struct Quoted;

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams = [Employee])]
struct Bracketed;

async fn tables(_: &StreamsCx<'_, Config>) -> Result<Vec<Stream<Config>>> {
    Ok(Vec::new())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = TwoLists)]
struct Employee {
    id: u64,
}

fn main() {}
