//! What the engine promises, sentence by sentence: sources are run against a scripted API, and asked what they sent and wrote.

mod hooks;
mod pagination;
mod records;
mod requests;
mod responses;
mod retries;
mod substreams;
mod templates;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A config of a source that needs none.
#[derive(Deserialize, JsonSchema)]
struct Nothing {}

/// The record of streams whose records do not matter.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Item {
    id: u64,
}
