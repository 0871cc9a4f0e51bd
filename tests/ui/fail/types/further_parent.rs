//! A further parent's type and its fields.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Org))]
struct Firm;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm)]
struct Org {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent = Org)]
struct Team {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent = Org, parent(Config, as = "text"), path = "{parent.id}")]
struct NoStream {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent = Org, parent(Team, as = "team"), path = "{team.idd}")]
struct NoField {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, parent(Org, batch = 10), params(ids = "{parent.idd}"))]
struct NoFieldOfBatch {
    id: u64,
}

fn main() {}
