//! `slices` and `slice` need each other; further `slices` say their type and a name, which is nothing else.

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
#[stream(config = Config, url_base = "https://api.example.com", slices = regions)]
struct NoType {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slice = Region)]
struct NoFunction {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slices, slice = Region)]
struct NoValue {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slices = regions(), slice = Region)]
struct Called {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slices = regions, slices(regions, slice = Region))]
struct Twice {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slices(regions, slice = Region), slice = Region)]
struct TwoTypes {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slices(regions, slice = Region), slices(regions))]
struct Bare {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slices(regions, slice = Region, as = "config"))]
struct Taken {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slices(regions, slice = Region, as = "region"), slices(regions, slice = Region, as = "region"))]
struct Known {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slices(regions, slice = Region, as = "a-b"))]
struct Odd {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slices(regions, slise = Region))]
struct Words {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slices(slice = Region))]
struct NoHook {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slices())]
struct Empty {
    id: u64,
}

fn main() {}
