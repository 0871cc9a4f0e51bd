//! Airbyte source connector for Slack.
//!
//! In: a workspace's token. Out: the streams of Airbyte's own connector: same names, keys and fields.
//! Every list of Slack's API is read alike: pages by a cursor that is absent or empty at the end, whatever the page holds.
//! What streams share is said here once; `float_ts` is added where it is declared: `ts` as a number.
//! Not here: incremental reading.
//!
//! Source: <https://docs.slack.dev/apis/web-api/pagination>, <https://docs.slack.dev/apis/web-api/rate-limits>.

mod config;
mod streams;
mod types;

use cdk_core::prelude::*;

pub use config::Config;
use streams::{ChannelMembers, ChannelMessages, Channels, Threads, Users};

/// The connector.
#[derive(Source)]
#[source(
    name = "source-slack",
    config = Config,
    documentation_url = "https://docs.airbyte.com/integrations/sources/slack",
    url_base = "https://slack.com/api",
    auth = by_token,
    // The most that Slack allows. Not as `size`: behind a full page the cursor may be absent, and that is an end.
    params(limit = 999),
    paginate = cursor(token = "response_metadata.next_cursor"),
    add(float_ts = seconds),
    undeclared = "keep",
    check = Users,
    ignores("lookback_window"),
    concurrency = "{config.num_workers}",
    // Each wait that Slack names is one of the tries, and an app may have to wait often; `max_time` bounds the others.
    retry(tries = 20, max_time = "2m"),
    streams(Users, Channels, ChannelMembers, ChannelMessages, Threads),
)]
pub struct Slack;

async fn by_token(cx: &AuthCx<'_, Config>) -> Result<Credentials> {
    Ok(Credentials::new().header("Authorization", format!("Bearer {}", cx.config().token()?.expose())))
}

/// `ts`, which names a message within its channel, is the time at which it was sent.
fn seconds(cx: &SourceCx<'_, Config>) -> Result<f64> {
    let record = cx.raw_record()?;
    let seconds = record["ts"].as_str().and_then(|ts| ts.parse().ok()).filter(|seconds: &f64| seconds.is_finite());
    seconds.ok_or_else(|| {
        Error::system(format!("`ts` of a message should be seconds like 1512085950.000216, but is {}", record["ts"]))
    })
}
