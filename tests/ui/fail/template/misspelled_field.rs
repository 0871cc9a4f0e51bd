//! A misspelled field of a struct that derives `HttpStream`: the nearest one, or all of them, whatever attribute names it.

use cdk_core::prelude::*;
use cdk_core::stream::SliceContext;

#[derive(Deserialize, JsonSchema)]
struct Config {
    start: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://{config.host}", streams(Org))]
struct Firm;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm)]
struct Org {
    id: u64,
    #[serde(rename = "displayName")]
    name: String,
    r#type: String,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Firm,
    parent = Org,
    path = "orgs/{parent.number}",
    params(kind = "{parent.tpye}", start = "{config.begin}"),
    headers("X-Org" = "{parent.displayName}"),
    body = json(filter(org = ["{parent.idd}"])),
    on(status = 404, ignore, "{parent.nmae} is gone"),
    before_slice(join, once = "{parent.nam}"),
)]
struct Team {
    id: u64,
}

async fn join(_: &BeforeSliceCx<'_, Team>) -> Result<()> {
    Ok(())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Firm,
    parent(Team, as = "team"),
    parent(Org, as = "org", batch = 10),
    path = "{team.idd}/{grandparent.nmae}",
    params(ids = "{org.id_:,}"),
)]
struct Member {
    id: u64,
}

async fn orgs<C>(_: &SliceContext<'_, C>) -> Result<Vec<Org>> {
    Ok(Vec::new())
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Firm,
    slices(orgs, slice = Org),
    slices(orgs, slice = Org, as = "other"),
    path = "{slice.nmae}/{other.number}",
)]
struct Sliced {
    id: u64,
}

fn main() {}
