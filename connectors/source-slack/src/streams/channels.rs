//! Channels and their members.
//!
//! Source: <https://docs.slack.dev/reference/methods/conversations.list>,
//! <https://docs.slack.dev/reference/methods/conversations.members>.

use cdk_core::prelude::*;
use cdk_core::stream::BeforeSliceContext;

use crate::types::Topic;
use crate::{Config, Slack};

/// A channel of the workspace.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Slack, path = "conversations.list", params(limit = 999), request_params = types, records = "channels", primary_key = "id")]
#[stream(filter = is_named, cache)]
pub(crate) struct Channels {
    pub(crate) id: String,
    context_team_id: Option<String>,
    created: Option<i64>,
    creator: Option<String>,
    is_archived: Option<bool>,
    is_channel: Option<bool>,
    is_ext_shared: Option<bool>,
    is_general: Option<bool>,
    is_group: Option<bool>,
    is_im: Option<bool>,
    is_member: Option<bool>,
    is_mpim: Option<bool>,
    is_org_shared: Option<bool>,
    is_pending_ext_shared: Option<bool>,
    is_private: Option<bool>,
    is_read_only: Option<bool>,
    is_shared: Option<bool>,
    last_read: Option<String>,
    locale: Option<String>,
    pub(crate) name: Option<String>,
    name_normalized: Option<String>,
    num_members: Option<i64>,
    parent_conversation: Option<String>,
    pending_connected_team_ids: Option<Vec<Option<String>>>,
    pending_shared: Option<Vec<Value>>,
    previous_names: Option<Vec<String>>,
    purpose: Option<Topic>,
    shared_team_ids: Option<Vec<Option<String>>>,
    topic: Option<Topic>,
    unlinked: Option<i64>,
    updated: Option<i64>,
}

fn types(cx: &Cx<'_, Channels>) -> Result<Params> {
    Ok(Params::new().with("types", cx.config().channel_types()))
}

fn is_named(cx: &Cx<'_, Channels>) -> Result<bool> {
    Ok(cx.config().names(cx.record()?.name.as_deref().unwrap_or_default()))
}

impl Channels {
    /// Whether the token's owner is a member. Private channels are listed only for members.
    fn has_us(&self) -> bool {
        self.is_member.unwrap_or(self.is_private == Some(true))
    }

    /// Whether the app joins the channel. Nobody can join an archived channel, and a private one only by invitation.
    fn is_to_be_joined(&self, config: &Config) -> bool {
        config.join_channels && !self.has_us() && self.is_archived != Some(true) && self.is_private != Some(true)
    }

    /// Whether the channel's messages can be read, if necessary after joining.
    pub(super) fn is_readable(&self, config: &Config) -> bool {
        self.has_us() || self.is_to_be_joined(config) || config.is_of_a_person()
    }
}

/// Joins the channel of a slice, if the config allows it and the app is not a member.
///
/// Source: <https://docs.slack.dev/reference/methods/conversations.join>.
pub(super) async fn join<S: 'static>(cx: &BeforeSliceContext<'_, Config, Channels, S>) -> Result<()> {
    let channel = cx.parent()?;
    if channel.is_to_be_joined(cx.config()) {
        cx.send(cx.post_json("conversations.join", &json!({ "channel": channel.id }))?).await?;
    }
    Ok(())
}

/// A member of a channel.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Slack,
    parent = Channels,
    path = "conversations.members",
    params(limit = 999, channel = "{parent.id}"),
    parse_response = members,
    primary_key = ["member_id", "channel_id"],
    add(channel_id = parent.id),
    before_slice(join, once = "{parent.id}"),
)]
pub(crate) struct ChannelMembers {
    channel_id: String,
    member_id: String,
}

/// The API returns members as `["U1", "U2"]`.
fn members(cx: &Cx<'_, ChannelMembers>) -> Result<Records> {
    #[derive(Deserialize)]
    struct Page {
        members: Vec<String>,
    }
    let Page { members } = cx.response()?.json()?;
    Ok(members.into_iter().map(|member| json!({ "member_id": member })).collect())
}
