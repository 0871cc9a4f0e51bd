//! A function of `before_slice` is async, over its context, and gives nothing.

use cdk_core::prelude::*;
use cdk_core::{HttpStream, Source};

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(One))]
struct Things;

fn blocking(_: &BeforeSliceCx<'_, One>) -> Result<()> {
    Ok(())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, before_slice = blocking)]
struct One {
    id: u64,
}

async fn of_another(_: &SliceCx<'_, Two>) -> Result<()> {
    Ok(())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, before_slice(of_another, once = "{config.subdomain}"))]
struct Two {
    id: u64,
}

async fn gives(_: &BeforeSliceCx<'_, Three>) -> Result<u64> {
    Ok(1)
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, before_slice = gives)]
struct Three {
    id: u64,
}

async fn of_one(_: &BeforeSliceCx<'_, One>) -> Result<()> {
    Ok(())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, parent = One, before_slice = of_one)]
struct Four {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Things, before_slice(missing, once = "{config.subdomain}"))]
struct Five {
    id: u64,
}

fn main() {}
