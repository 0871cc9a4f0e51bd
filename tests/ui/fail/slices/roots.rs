//! The root `slice`, and those of further slices: misspelt fields and names, a struct alone, no slices at all.

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
#[stream(config = Config, url_base = "https://api.example.com", slices(regions, slice = Region), path = "{slice.regoin}")]
struct Misspelt {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slices(regions, slice = Region), add(id = slice.regoin))]
struct Added {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slices(regions, slice = Region), slices(regions, slice = Region, as = "month"), params(m = "{month.regoin}"))]
struct Further {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slices(regions, slice = Region), path = "{slice}")]
struct Struct {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", slices(regions, slice = Region), slices(regions, slice = Region, as = "month"), path = "{monht.region}")]
struct Nearly {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", path = "{slice.region}")]
struct None {
    id: u64,
}

fn main() {}
