//! A sentence sees the answer and where it was asked for, and no record.

use cdk_core::{HttpStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(One), on(status = 403, fail, "{parent.id} of {record.id}"), on(status = 404, fail, "{slice}"))]
struct Things;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, on(status = 404, ignore, "{parent.id} has {response.message} and {header.X-Reason}"))]
struct One {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, on(status = 404, ignore, "{record.id}"), on(status = 405, ignore, "{last.id}"))]
struct Two {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, on(status = 404, ignore, "{config.domain} has none"))]
struct Three {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, on(status = 404, ignore, "none of {config.subdomain"))]
struct Four {
    id: u64,
}

fn main() {}
