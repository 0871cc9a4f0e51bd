//! Config: the same keys as Airbyte's connector of this name, so that existing configs can be used.
//!
//! In: the config. Out: the token, the channels to read and to join, and the start time.
//! Older configs have the token in the top-level field `api_token`. It is accepted, but the form does not show it.

use cdk_core::prelude::*;

/// The Slack workspace to read, its channels and the start date.
#[derive(Deserialize, JsonSchema)]
#[schemars(title = "Slack")]
pub struct Config {
    /// Messages sent before this time (UTC) are not read.
    #[schemars(
        title = "Start Date",
        regex(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"),
        example = &"2017-01-25T00:00:00Z"
    )]
    pub(crate) start_date: Timestamp,

    /// Number of days before the last sync. Threads whose first message was sent within this time are read again.
    #[schemars(
        title = "Lookback Window in Days",
        range(min = 0, max = 365),
        extend("default" = 0, "examples" = [7, 14])
    )]
    pub(crate) lookback_window: i64,

    /// Whether the app joins public channels to read their messages. If not, only the channels of which the app is a
    /// member are read.
    #[schemars(title = "Join Channels", extend("default" = true))]
    pub(crate) join_channels: bool,

    /// Whether private channels to which the app was invited are read too.
    #[schemars(title = "Private Channels", extend("default" = false))]
    pub(crate) include_private_channels: Option<bool>,

    /// Names of the channels to read, without `#`. An empty list means all channels.
    #[schemars(title = "Channels", extend("default" = [], "examples" = ["channel_one", "channel_two"]), inner(length(min = 0)))]
    pub(crate) channel_filter: Option<Vec<String>>,

    /// The token for the workspace.
    #[schemars(title = "Authentication")]
    pub(crate) credentials: Option<Login>,

    /// The token, in older configs without `credentials`.
    #[schemars(title = "API Token", extend("airbyte_hidden" = true))]
    pub(crate) api_token: Option<Secret>,

    /// Maximum number of requests in flight.
    #[schemars(title = "Concurrent Requests", range(min = 2, max = 10), extend("default" = 2, "examples" = [2, 3]))]
    pub(crate) num_workers: Option<i64>,

    /// Number of days of messages per request to a channel. Shorter windows are read concurrently.
    #[schemars(
        title = "Days per Request of Messages",
        range(min = 1, max = 100),
        extend("examples" = [30, 10, 5])
    )]
    #[serde(default = "a_hundred")]
    pub(crate) channel_messages_window_size: i64,

    /// An old key of Airbyte's connector that the form does not show. It has no effect in either connector.
    #[serde(default, rename = "end_date")]
    #[schemars(skip)]
    _end_date: Option<serde::de::IgnoredAny>,
}

/// Authentication. Both methods result in a token.
#[derive(Deserialize, JsonSchema)]
#[serde(tag = "option_title")]
#[expect(
    dead_code,
    reason = "the app's client id and secret are in the spec, but a token that does not expire does not need them"
)]
pub(crate) enum Login {
    /// A token from signing in to Slack.
    #[serde(rename = "Default OAuth2.0 authorization")]
    #[schemars(title = "Sign in via Slack (OAuth)")]
    OAuth {
        /// The ID of the Slack app.
        client_id: String,
        /// The secret of the Slack app.
        client_secret: Secret,
        /// The access token of the app.
        access_token: Secret,
    },
    /// A token from the settings of a Slack app.
    #[serde(rename = "API Token Credentials")]
    #[schemars(title = "API Token")]
    ApiToken {
        /// A bot token, which begins with `xoxb-`, from OAuth & Permissions in the settings of the Slack app.
        api_token: Secret,
    },
}

impl Config {
    /// The token of all requests.
    pub(crate) fn token(&self) -> Result<&Secret> {
        let token = match &self.credentials {
            Some(Login::OAuth { access_token, .. }) => Some(access_token),
            Some(Login::ApiToken { api_token }) => Some(api_token),
            None => self.api_token.as_ref(),
        };
        token.ok_or_else(|| Error::config("config.credentials: missing; add a Slack token"))
    }

    /// Whether the token is a user token, which can read public channels without being a member.
    ///
    /// Source: <https://docs.slack.dev/authentication/tokens>.
    pub(crate) fn is_of_a_person(&self) -> bool {
        self.token().is_ok_and(|token| token.expose().contains("xoxp-"))
    }

    /// Whether the channel with this name is selected.
    pub(crate) fn names(&self, channel: &str) -> bool {
        let names = self.channel_filter.as_deref().unwrap_or_default();
        names.is_empty() || names.iter().any(|name| name.trim_start_matches('#') == channel)
    }

    /// The channel types to list, in Slack's form.
    pub(crate) fn channel_types(&self) -> &'static str {
        if self.include_private_channels == Some(true) { "public_channel,private_channel" } else { "public_channel" }
    }
}

fn a_hundred() -> i64 {
    100
}
