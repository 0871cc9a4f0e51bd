//! Types of nested objects: as Slack documents them, and as Airbyte's own connector announces them.
//!
//! All fields are optional, so that messages of older or newer clients are valid. Free-form values are a `Value` or a
//! map.
//! Not here: the fields of records (see `streams`).
//!
//! Source: <https://docs.slack.dev/reference/objects>, <https://docs.slack.dev/reference/block-kit/blocks>.

use cdk_core::prelude::*;

/// The profile of a user.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Profile {
    always_active: Option<bool>,
    avatar_hash: Option<String>,
    display_name: Option<String>,
    display_name_normalized: Option<String>,
    email: Option<String>,
    /// The workspace's own fields by their ids. Slack writes an empty list if there are none.
    #[schemars(extend("type" = ["null", "object", "array"]))]
    fields: Option<Value>,
    first_name: Option<String>,
    huddle_state: Option<String>,
    image_1024: Option<String>,
    image_192: Option<String>,
    image_24: Option<String>,
    image_32: Option<String>,
    image_48: Option<String>,
    image_512: Option<String>,
    image_72: Option<String>,
    image_original: Option<String>,
    last_name: Option<String>,
    phone: Option<String>,
    real_name: Option<String>,
    real_name_normalized: Option<String>,
    skype: Option<String>,
    status_emoji: Option<String>,
    status_emoji_display_info: Option<Vec<Option<StatusEmoji>>>,
    status_expiration: Option<i64>,
    status_text: Option<String>,
    status_text_canonical: Option<String>,
    team: Option<String>,
    title: Option<String>,
}

/// The image of a status emoji.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct StatusEmoji {
    display_url: Option<String>,
    emoji_name: Option<String>,
    unicode: Option<String>,
}

/// The topic or purpose of a channel.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Topic {
    creator: Option<String>,
    last_set: Option<i64>,
    value: Option<String>,
}

/// A block of a message's layout.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Block {
    block_id: Option<String>,
    elements: Option<Vec<Option<BlockElement>>>,
    r#type: Option<String>,
}

/// A part of a block.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct BlockElement {
    elements: Option<Vec<Option<TextElement>>>,
    r#type: Option<String>,
}

/// A piece of rich text.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct TextElement {
    text: Option<String>,
    r#type: Option<String>,
    user_id: Option<String>,
}

/// The profile of a bot.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct BotProfile {
    app_id: Option<String>,
    deleted: Option<bool>,
    id: Option<String>,
    name: Option<String>,
    team_id: Option<String>,
    updated: Option<i64>,
}

/// A part that an app or a link adds to a message.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Attachment {
    color: Option<String>,
    fallback: Option<String>,
    id: Option<i64>,
    title: Option<String>,
}

/// The icons of a bot.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Icons {
    emoji: Option<String>,
}

/// An emoji reaction to a message, and the users who added it.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Reaction {
    count: Option<i64>,
    name: Option<String>,
    users: Option<Vec<Option<String>>>,
}
