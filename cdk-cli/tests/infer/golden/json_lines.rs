//! Stream `log_events`, written by `cdk infer` from 2 records of events.jsonl.
//!
//! It needs the source `MySource` in the crate root with `streams(LogEvent)`. A comment above an
//! attribute is the reason of a guess: check each one.

use cdk_core::prelude::*;

use crate::MySource;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = MySource,
    name = "log_events",
    // The path is the stream's name. Add `path = "…"` if the API has another one.
    // The input has one record per line.
    decoder = "jsonl",
    // No pagination: the sample has no response around its records.
    // Each of the 2 records has its own `event_id`.
    primary_key = "event_id",
    // No cursor field: no field is the time of a change by its name.
)]
pub(crate) struct LogEvent {
    event_id: String,
    kind: String,
    at: Timestamp,
    payload: Option<LogEventPayload>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct LogEventPayload {
    x: i64,
}
