//! `body = none` removes a source's body; without a source there is nothing to remove.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(config = Config, url_base = "https://api.example.com", body = none)]
struct Event {
    id: u64,
}

fn main() {}
