//! Users: people and bots in the workspace.
//!
//! Source: <https://docs.slack.dev/reference/methods/users.list>.

use cdk_core::prelude::*;

use crate::Slack;
use crate::types::Profile;

/// A user or a bot in the workspace, including deactivated ones.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Slack, path = "users.list", params(limit = 999), records = "members", primary_key = "id")]
pub(crate) struct Users {
    id: String,
    color: Option<String>,
    deleted: Option<bool>,
    has_2fa: Option<bool>,
    is_admin: Option<bool>,
    is_app_user: Option<bool>,
    is_bot: Option<bool>,
    is_email_confirmed: Option<bool>,
    is_forgotten: Option<bool>,
    is_invited_user: Option<bool>,
    is_owner: Option<bool>,
    is_primary_owner: Option<bool>,
    is_restricted: Option<bool>,
    is_ultra_restricted: Option<bool>,
    name: Option<String>,
    profile: Option<Profile>,
    real_name: Option<String>,
    team_id: Option<String>,
    tz: Option<String>,
    tz_label: Option<String>,
    tz_offset: Option<i64>,
    updated: Option<i64>,
    who_can_share_contact_card: Option<String>,
}
