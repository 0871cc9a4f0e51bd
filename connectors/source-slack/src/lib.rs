//! Airbyte source connector for Slack.
//!
//! In: a workspace's token. Out: the streams of Airbyte's own connector, with the same names, keys and fields.
//! All lists of Slack's API have the same pagination: a cursor that is absent or empty on the last page.
//! This file declares the options that all streams share. `float_ts` is `ts` as a number, for streams that declare the
//! field.
//! Slack reports errors with status 200 and `"ok": false`: the rules of `on` handle its error codes. The rate limits
//! are those of Slack's documentation for each method.
//! Messages are read by `float_ts`, per channel, and threads per message (see `streams::messages`).
//! Users and channels are lists without times, so they are read in full.
//!
//! Source: <https://docs.slack.dev/apis/web-api/pagination>, <https://docs.slack.dev/apis/web-api/rate-limits>,
//! <https://docs.slack.dev/reference/methods>.

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
    paginate = cursor(token = "response_metadata.next_cursor"),
    add(float_ts = seconds),
    undeclared = "keep",
    check = Users,
    concurrency = "{config.num_workers}",
    // Each wait requested by Slack counts as an attempt, and there may be many; `max_time` limits the other retries.
    retry(tries = 20, max_time = "2m"),
    // Tiers 2, 3 and 4. Slack documents minimum rates; the connector does not exceed them.
    rate_limit("20/1m", path = "users.list"),
    rate_limit("20/1m", path = "conversations.list"),
    rate_limit("50/1m", path = "conversations.join"),
    rate_limit("50/1m", path = "conversations.history"),
    rate_limit("50/1m", path = "conversations.replies"),
    rate_limit("100/1m", path = "conversations.members"),
    on(
        json("error") = ["invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type"],
        fail(config),
        "Slack rejects the token ({response.error}): create a new one under OAuth & Permissions in the settings of the Slack \
         app, and put it into the config",
    ),
    on(
        json("error") = "missing_scope",
        fail(config),
        "the token does not have the scope {response.needed}: add it under OAuth & Permissions in the settings of the Slack app, reinstall \
         the app, and put its token into the config",
    ),
    on(
        json("error") = [
            "no_permission", "access_denied", "accesslimited", "ekm_access_denied", "enterprise_is_restricted", "org_login_required",
            "restricted_action", "team_access_not_granted", "two_factor_setup_required", "user_is_restricted",
            "user_is_ultra_restricted",
        ],
        fail(config),
        "the workspace does not allow the app to do this ({response.error}): ask an admin of the workspace for permission",
    ),
    on(
        json("error") = [
            "ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout", "fetch_members_failed",
            "team_added_to_org",
        ],
        retry,
        "rate limit or temporary error of Slack ({response.error})",
    ),
    on(status = 200, json("ok") = false, fail(system), "error from Slack: {response.error}"),
    streams(Users, Channels, ChannelMembers, ChannelMessages, Threads),
)]
pub struct Slack;

async fn by_token(cx: &AuthCx<'_, Config>) -> Result<Credentials> {
    Ok(Credentials::new().header("Authorization", format!("Bearer {}", cx.config().token()?.expose())))
}

/// `ts` identifies a message in its channel. It is also the time when the message was sent.
fn seconds(cx: &SourceCx<'_, Config>) -> Result<f64> {
    let record = cx.raw_record()?;
    let seconds = record["ts"].as_str().and_then(|ts| ts.parse().ok()).filter(|seconds: &f64| seconds.is_finite());
    seconds.ok_or_else(|| {
        Error::system(format!("`ts` of a message must be seconds like 1512085950.000216, got {}", record["ts"]))
    })
}
