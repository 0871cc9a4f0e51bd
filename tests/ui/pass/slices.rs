//! `slices` and `slice`, in every form that they take.

use cdk_core::{Cx, HttpStream, Result, SliceCx, SliceStream, Source};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Deserialize, JsonSchema)]
struct Config {
    subdomain: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://{config.subdomain}.example.com", streams(User, Sliced, Scalar))]
struct Everything;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Everything, primary_key = "id")]
struct User {
    id: u64,
}

#[derive(Serialize)]
struct Region {
    code: String,
    r#type: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Everything,
    slices(Self::regions, slice = Region, as = "region"),
    parent(User, only = is_there),
    slices(numbers, slice = Option<u64>, as = "number"),
    slices(pairs, slice = (u8, String), as = "pair"),
    url_base = "https://{slice.code}.example.org",
    path = "{region.code/*}/{region.r#type:%s}",
    params(number = "{number}", list = ["{number}"]),
    add(region = slice, number = first(number, region.code), user = parent.id),
)]
struct Sliced {
    id: u64,
    region: Value,
    number: Option<Value>,
    user: u64,
}

impl Sliced {
    async fn regions(_: &SliceCx<'_, Self>) -> Result<[Region; 1]> {
        Ok([Region { code: String::new(), r#type: None }])
    }
}

async fn numbers(_: &SliceCx<'_, Sliced>) -> Result<SliceStream<Option<u64>>> {
    Ok(SliceStream::of([None]))
}

async fn pairs(_: &SliceCx<'_, Sliced>) -> Result<Vec<(u8, String)>> {
    Ok(Vec::new())
}

fn is_there(cx: &Cx<'_, Sliced>) -> Result<bool> {
    Ok(cx.slice()?.code.is_empty())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Everything, slices(ids, slice = u64), path = "{slice}")]
struct Scalar {
    id: u64,
}

async fn ids(_: &SliceCx<'_, Scalar>) -> Result<Vec<u64>> {
    Ok(Vec::new())
}

fn main() {
    let _ = (Everything::definition(), User::definition(), Sliced::definition(), Scalar::definition());
}
