//! A connector for the tests that kill a process in the middle of a sync: a stream for each way to go on.

use cdk_core::prelude::*;

#[derive(Deserialize, JsonSchema)]
struct Config {
    /// The server that stands in for the API.
    server: String,
    /// How many slices a stream has.
    slices: Option<u64>,
}

#[derive(Source)]
#[source(
    name = "source-resumed",
    config = Config,
    url_base = "{config.server}",
    records = "data",
    paginate = cursor(token = "next", param = "cursor"),
    concurrency = 8,
    streams(Refreshed, Changed, Windowed, Lined),
)]
struct Resumed;

/// A full refresh: each slice goes on at its page.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Resumed, path = "refreshed/{slice}", slices(slices, slice = u64))]
struct Refreshed {
    id: u64,
    text: String,
}

/// A cursor for each slice, in order: each goes on at its last record.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Resumed,
    path = "changed/{slice}",
    slices(slices, slice = u64),
    cursor_field = "at",
    incremental(start = 0, param_start = "since", order = asc),
)]
struct Changed {
    id: u64,
    at: u64,
    text: String,
}

/// Windows, in no order: those that are finished are not read again, and the others go on at their page.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Resumed,
    path = "windowed",
    cursor_field = "at",
    incremental(
        start = "1970-01-01",
        param_start = "since",
        param_end = "until",
        format = "%s",
        step = "PT2000S",
        granularity = "PT1S",
    ),
)]
struct Windowed {
    id: u64,
    at: u64,
    text: String,
}

/// Records of one body that is read as it comes, in order.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Resumed,
    path = "lined",
    paginate = none,
    decoder = "jsonl",
    cursor_field = "at",
    incremental(start = 0, param_start = "since", order = asc),
)]
struct Lined {
    id: u64,
    at: u64,
    text: String,
}

async fn slices(cx: &SliceCx<'_, Refreshed>) -> Result<SliceStream<u64>> {
    Ok(SliceStream::of(0..cx.config().slices.unwrap_or(8)))
}

fn main() -> ExitCode {
    cdk_core::run::<Resumed>()
}
