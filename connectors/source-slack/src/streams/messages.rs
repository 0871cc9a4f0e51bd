//! Messages: those of channels, window by window, and the threads below them.
//!
//! Source: <https://docs.slack.dev/reference/methods/conversations.history>,
//! <https://docs.slack.dev/reference/methods/conversations.replies>.

use cdk_core::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Channels;
use super::channels::join;
use crate::Slack;
use crate::types::{Attachment, Block, BotProfile, Icons, Reaction};

const SECONDS_A_DAY: i64 = 24 * 60 * 60;

/// A message that stands in a channel itself, not only below another one.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Slack,
    parent(Channels, only = is_readable),
    slices(windows, slice = Window, as = "window"),
    path = "conversations.history",
    params(limit = 999, channel = "{parent.id}", oldest = "{window.oldest}", latest = "{window.latest}", inclusive = true),
    records = "messages",
    primary_key = ["channel_id", "ts"],
    add(channel_id = parent.id),
    before_slice(join, once = "{parent.id}"),
    on(
        json("error") = ["not_in_channel", "channel_not_found"],
        fail(config),
        "the app cannot read channel {parent.name} ({response.error}): invite it there, or leave the channel out by `channel_filter`",
    ),
    cache,
)]
pub(crate) struct ChannelMessages {
    channel_id: String,
    ts: String,
    attachments: Option<Vec<Option<Attachment>>>,
    blocks: Option<Vec<Option<Block>>>,
    bot_id: Option<String>,
    bot_profile: Option<BotProfile>,
    client_msg_id: Option<String>,
    display_as_bot: Option<bool>,
    file_id: Option<String>,
    file_ids: Option<Vec<Option<String>>>,
    float_ts: Option<f64>,
    icons: Option<Icons>,
    inviter: Option<String>,
    is_delayed_message: Option<bool>,
    is_intro: Option<bool>,
    is_locked: Option<bool>,
    is_starred: Option<bool>,
    last_read: Option<String>,
    latest_reply: Option<String>,
    name: Option<String>,
    old_name: Option<String>,
    parent_user_id: Option<String>,
    permalink: Option<String>,
    pinned_to: Option<Vec<Option<String>>>,
    purpose: Option<String>,
    reactions: Option<Vec<Option<Reaction>>>,
    reply_count: Option<i64>,
    reply_users: Option<Vec<Option<String>>>,
    reply_users_count: Option<i64>,
    source_team: Option<String>,
    subscribed: Option<bool>,
    subtype: Option<String>,
    team: Option<String>,
    text: Option<String>,
    thread_ts: Option<String>,
    topic: Option<String>,
    r#type: Option<String>,
    unread_count: Option<i64>,
    upload: Option<bool>,
    user: Option<String>,
    user_team: Option<String>,
    username: Option<String>,
}

fn is_readable(cx: &Cx<'_, ChannelMessages>) -> Result<bool> {
    Ok(cx.parent().is_readable(cx.config()))
}

/// A part of the time in which messages were sent. Both ends belong to it.
#[derive(Serialize)]
pub(crate) struct Window {
    oldest: String,
    /// None: until now. Left open, so that the same request is made whenever it is made, and answered once.
    latest: Option<String>,
}

/// Windows that touch each other: `ts` counts millionths of a second.
async fn windows(cx: &SliceCx<'_, ChannelMessages>) -> Result<Vec<Window>> {
    let (step, now) = (cx.config().window_days() * SECONDS_A_DAY, cx.now().as_second());
    let mut oldest = cx.config().start_date.as_second().max(0);
    let mut windows = Vec::new();
    while oldest + step <= now {
        let next = oldest + step;
        windows.push(Window { oldest: format!("{oldest}.000000"), latest: Some(format!("{}.999999", next - 1)) });
        oldest = next;
    }
    windows.push(Window { oldest: format!("{oldest}.000000"), latest: None });
    Ok(windows)
}

/// A message of a thread: the one that it began with, and the replies.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Slack,
    parent(ChannelMessages, only = has_replies),
    path = "conversations.replies",
    params(limit = 999, channel = "{parent.channel_id}", ts = "{parent.ts}"),
    records = "messages",
    primary_key = ["channel_id", "ts"],
    add(channel_id = parent.channel_id),
    on(json("error") = "thread_not_found", ignore, "the thread of message {parent.ts} in channel {parent.channel_id} is gone"),
)]
pub(crate) struct Threads {
    channel_id: String,
    ts: String,
    blocks: Option<Vec<Option<Block>>>,
    bot_id: Option<String>,
    client_msg_id: Option<String>,
    float_ts: Option<f64>,
    is_locked: Option<bool>,
    last_read: Option<String>,
    latest_reply: Option<String>,
    parent_user_id: Option<String>,
    reply_count: Option<i64>,
    reply_users: Option<Vec<String>>,
    reply_users_count: Option<f64>,
    subscribed: Option<bool>,
    subtype: Option<String>,
    team: Option<String>,
    text: Option<String>,
    thread_ts: Option<String>,
    r#type: Option<String>,
    user: Option<String>,
}

/// Replies are counted where a thread begins; without a count, that message is its own thread.
fn has_replies(cx: &Cx<'_, Threads>) -> Result<bool> {
    let message = cx.parent();
    let begins_one = || message.thread_ts.as_ref() == Some(&message.ts);
    Ok(message.reply_count.map_or_else(begins_one, |count| count > 0))
}
