//! Words about the state: what they need, and what they take.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    start_date: String,
}

#[derive(Source)]
#[source(config = Config, url_base = "https://api.example.com", streams(Charge))]
struct Shop;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, incremental(start = "{config.start_date}"))]
struct NoCursor {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "creatd")]
struct Charge {
    id: u64,
    created: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "created_at")]
struct Renamed {
    #[serde(rename = "created")]
    created_at: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Shop,
    cursor_field = "created",
    incremental(
        start = now,
        end = later,
        param_strat = "since",
        lookback_window = "PT1H",
        step = "30 days",
        granularity = true,
        order = newest,
        drop_outside = true,
        format = "",
    ),
)]
struct Values {
    created: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "created", incremental(step = "P30D", param_start = "since"))]
struct Step {
    created: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, params(since = "{state.created}", until = "{window.end}"))]
struct NoState {
    created: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "created", params(since = "{window.first}"))]
struct NoEdge {
    created: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, parent(Charge, incremental))]
struct Child {
    id: u64,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Shop, cursor_field = "created", incremental(start = "{config.start_date}"), get_updated_state = f)]
struct Both {
    created: u64,
}

fn f(_: &Cx<'_, Both>) -> Result<StreamState> {
    Ok(StreamState::new())
}

fn main() {}
