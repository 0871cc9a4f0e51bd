//! A function for `streams` is asynchronous, takes the source's context, and gives streams.

use cdk_core::stream::StreamDef;
use cdk_core::{HttpStream, Result, Source, StreamsCx, SourceCx, Stream};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams = not_async)]
struct NotAsync;

fn not_async(_: &StreamsCx<'_, Config>) -> Result<Vec<Stream<Config>>> {
    Ok(Vec::new())
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams = other_context)]
struct OtherContext;

async fn other_context(_: &SourceCx<'_, Config>) -> Result<Vec<Stream<Config>>> {
    Ok(Vec::new())
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams = no_result)]
struct NoResult;

async fn no_result(_: &StreamsCx<'_, Config>) -> Vec<Stream<Config>> {
    Vec::new()
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams = definitions)]
struct Definitions;

async fn definitions(_: &StreamsCx<'_, Config>) -> Result<Vec<StreamDef<Employee, Config>>> {
    Ok(vec![Employee::definition()])
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Employee), streams = missing)]
struct Missing;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Missing)]
struct Employee {
    id: u64,
}

fn main() {}
