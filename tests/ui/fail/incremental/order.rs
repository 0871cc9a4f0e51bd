//! A cursor has an order; hooks about the state have their signatures.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Charge, Other))]
struct Shop;

#[derive(Serialize, Deserialize, JsonSchema)]
struct Moment {
    at: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "created")]
struct Charge {
    id: u64,
    created: Option<Moment>,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, get_updated_state = updated, state_migration = migrated)]
struct Other {
    id: u64,
}

fn updated(_: &Cx<'_, Other>) -> Result<u64> {
    Ok(1)
}

fn migrated(state: StreamState) -> Result<StreamState> {
    Ok(state)
}

fn main() {}
