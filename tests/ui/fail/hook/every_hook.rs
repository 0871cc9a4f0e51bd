//! Every hook shows its signature: a function that is `async`, gives no `Result`, or sees another context.

use cdk_core::prelude::*;
use cdk_core::stream::{Auth, SliceContext, StreamState};

#[derive(Deserialize, JsonSchema)]
struct Config {
    key: Secret,
}

async fn asynchronous<T>(_: &T) -> Result<bool> {
    Ok(true)
}

fn no_result<T>(_: &T) -> bool {
    true
}

async fn no_async_result<T>(_: &T) -> bool {
    true
}

fn two<T>(_: &T, _: &T) -> Result<bool> {
    Ok(true)
}

#[derive(Source)]
#[source(
    config = Config,
    url_base = "https://api.example.com",
    streams(Team),
    streams = no_async_result,
    should_retry = asynchronous,
    backoff_time = no_result,
    request_params = two,
    request_headers = no_result,
    add(by = no_result),
    auth = no_result,
)]
struct Firm;

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Firm,
    path = no_result,
    request_params = asynchronous,
    request_headers = no_result,
    request_body = two,
    parse_response = no_result,
    next_page_token = asynchronous,
    map = no_result,
    filter = asynchronous,
    should_retry = no_result,
    backoff_time = two,
    before_slice = no_result,
    add(by = asynchronous),
    define = no_result,
    auth = choose(chosen),
)]
struct Team {
    id: u64,
    by: String,
}

async fn chosen(config: &Config) -> Auth<Config> {
    Auth::bearer(&config.key)
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Firm,
    parent(Team, only = asynchronous),
    slices(no_result, slice = String),
    slices(numbers, slice = u64, as = "number"),
    cursor_field = "id",
    state_migration = migrated,
    auth = no_async_result,
)]
struct Member {
    id: u64,
}

async fn numbers<C>(_: &SliceContext<'_, C>) -> Result<Vec<u8>> {
    Ok(Vec::new())
}

fn migrated(state: StreamState) -> StreamState {
    state
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Firm, get_updated_state = asynchronous)]
struct Event {
    id: u64,
}

fn main() {}
