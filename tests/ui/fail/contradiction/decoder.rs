//! A body that is read as it comes is nothing but records.

use cdk_core::prelude::*;
use cdk_core::stream::Records;

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(One))]
struct Things;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, decoder = "jsonl", records = "data")]
struct One {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, decoder = "json_stream", parse_response = records_of)]
struct Two {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, decoder = "json_lines")]
struct Three {
    id: u64,
}

fn records_of(_: &Cx<'_, Two>) -> Result<Records> {
    unimplemented!()
}

fn main() {}
