//! A function for `slices` is asynchronous, takes the slices' context, and gives what `slice` says.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    regions: Vec<String>,
}

#[derive(Serialize)]
struct Region {
    region: String,
}

async fn regions<C>(_: &cdk_core::stream::SliceContext<'_, C>) -> Result<Vec<Region>> {
    Ok(Vec::new())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slices(not_async, slice = Region))]
struct NotAsync {
    id: u64,
}

fn not_async(_: &SliceCx<'_, NotAsync>) -> Result<Vec<Region>> {
    Ok(Vec::new())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slices(other_context, slice = Region))]
struct OtherContext {
    id: u64,
}

async fn other_context(_: &Cx<'_, OtherContext>) -> Result<Vec<Region>> {
    Ok(Vec::new())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slices(regions, slice = String))]
struct OtherType {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slices(no_result, slice = Region))]
struct NoResult {
    id: u64,
}

async fn no_result(_: &SliceCx<'_, NoResult>) -> Vec<Region> {
    Vec::new()
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slices(missing, slice = Region))]
struct Missing {
    id: u64,
}

struct Unwritten;

async fn unwritten(_: &SliceCx<'_, NotSerialize>) -> Result<Vec<Unwritten>> {
    Ok(Vec::new())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slices(unwritten, slice = Unwritten))]
struct NotSerialize {
    id: u64,
}

fn main() {}
