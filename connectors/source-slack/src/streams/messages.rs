//! Messages of channels, read in windows, and their threads.
//!
//! Source: <https://docs.slack.dev/reference/methods/conversations.history>,
//! <https://docs.slack.dev/reference/methods/conversations.replies>.

use cdk_core::prelude::*;

use super::Channels;
use super::channels::join;
use crate::types::{Attachment, Block, BotProfile, Icons, Reaction};
use crate::{Config, Slack};

/// A message in a channel. Replies that are only in a thread are not included.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Slack,
    parent(Channels, only = is_readable, as = "channel"),
    path = "conversations.history",
    params(limit = 999, channel = "{parent.id}", inclusive = true),
    cursor_field = "float_ts",
    incremental(
        start = "{config.start_date}",
        param_start = "oldest",
        param_end = "latest",
        format = "%s_as_float",
        step = "P{config.channel_messages_window_size}D",
        lookback = "P{config.lookback_window}D",
    ),
    records = "messages",
    primary_key = ["channel_id", "ts"],
    add(channel_id = parent.id),
    before_slice(join, once = "{parent.id}"),
    on(
        json("error") = ["not_in_channel", "channel_not_found"],
        fail(config),
        "the app cannot read channel {parent.name} ({response.error}): invite the app to the channel, or exclude the channel with `channel_filter`",
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
    Ok(cx.parent()?.is_readable(cx.config()))
}

/// A message of a thread: its first message or a reply.
// A thread is read completely, up to the start of the sync, whenever its first message is read.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Slack,
    parent(ChannelMessages, only = has_replies, key = "ts", as = "float_ts", incremental),
    path = "conversations.replies",
    params(limit = 999, channel = "{parent.channel_id}", ts = "{parent.ts}", inclusive = true),
    cursor_field = "float_ts",
    incremental(start = "{config.start_date}", param_end = "latest", format = "%s_as_float"),
    state_migration = of_one_value,
    records = "messages",
    primary_key = ["channel_id", "ts"],
    add(channel_id = parent.channel_id),
    on(json("error") = "thread_not_found", ignore, "the thread of message {parent.ts} in channel {parent.channel_id} no longer exists"),
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

/// Whether the message has replies. The first message of a thread has their number; without a number, the message is
/// the thread.
fn has_replies(cx: &Cx<'_, Threads>) -> Result<bool> {
    let message = cx.parent()?;
    let begins_one = || message.thread_ts.as_ref() == Some(&message.ts);
    Ok(message.reply_count.map_or_else(begins_one, |count| count > 0))
}

/// Older states have one value for all threads. It is also used as the state of the messages.
fn of_one_value(_: &SourceCx<'_, Config>, state: StreamState) -> Result<StreamState> {
    let is_one_value = state.len() == 1 && state.contains_key("float_ts");
    let whole =
        |state| json!({ "use_global_cursor": true, "state": state, "parent_state": { "channel_messages": state } });
    match is_one_value.then(|| whole(&state)) {
        Some(Value::Object(whole)) => Ok(whole),
        _ => Ok(state),
    }
}
