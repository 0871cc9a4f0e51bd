//! A connector for the tests that need a process: one stream, from the server that its config names.

use cdk_core::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where the records are.
#[derive(Deserialize, JsonSchema)]
struct Config {
    /// The address of the server.
    server: String,
    /// Its token.
    token: Secret,
}

#[derive(Source)]
#[source(
    name = "source-under-test",
    config = Config,
    url_base = "{config.server}",
    auth = bearer("{config.token}"),
    records = "data",
    streams(Item, Other),
)]
struct UnderTest;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = UnderTest, path = "items", paginate = "cursor", primary_key = "id", add(read_at = now))]
struct Item {
    id: u64,
    text: Option<String>,
    read_at: Timestamp,
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = UnderTest, path = "others")]
struct Other {
    id: u64,
}

fn main() -> ExitCode {
    cdk_core::run::<UnderTest>()
}
