//! A function for `only` that is about another stream, and one that gives no bool.

use cdk_core::{Cx, HttpStream, Result, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Invoice))]
struct Shop;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop)]
struct Invoice {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, parent(Invoice, only = is_open), path = "lines/{parent.id}")]
struct Line {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, parent(Invoice, only = is_open_or_not))]
struct Tax {
    id: u64,
}

fn is_open(_: &Cx<'_, Invoice>) -> Result<bool> {
    Ok(true)
}

fn is_open_or_not(_: &Cx<'_, Tax>) -> bool {
    true
}

fn main() {}
