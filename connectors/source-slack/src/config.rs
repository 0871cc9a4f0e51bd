//! Config: the keys of Airbyte's connector of the same name, so that a connection's config can be kept.
//!
//! In: a token, which channels are read, and from when on. Out: the answers that streams need: the token that signs, whether
//! a channel is wanted, joined, readable.
//! An older form of the config has its token at the top, as `api_token`: it is accepted and not shown.

use cdk_core::prelude::*;

/// Which Slack workspace is read, which of its channels, and from when on.
#[derive(Deserialize, JsonSchema)]
#[schemars(title = "Slack")]
pub struct Config {
    /// Messages that were sent before this time (UTC) are not read.
    #[schemars(
        title = "Start Date",
        regex(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"),
        example = &"2017-01-25T00:00:00Z"
    )]
    pub(crate) start_date: Timestamp,

    /// Threads of messages that were sent so many days before the last sync are read again.
    #[schemars(
        title = "Lookback Window in Days",
        range(min = 0, max = 365),
        extend("default" = 0, "examples" = [7, 14])
    )]
    pub(crate) lookback_window: i64,

    /// Whether the app joins the public channels that it is not in, whose messages it cannot read otherwise. If not, only the
    /// channels that it is in already are read.
    #[schemars(title = "Join Channels", extend("default" = true))]
    pub(crate) join_channels: bool,

    /// Whether the private channels that the app was invited to are read too.
    #[schemars(title = "Private Channels", extend("default" = false))]
    pub(crate) include_private_channels: Option<bool>,

    /// The names of the channels that are read, without `#`. An empty list means all.
    #[schemars(title = "Channels", extend("default" = [], "examples" = ["channel_one", "channel_two"]), inner(length(min = 0)))]
    pub(crate) channel_filter: Option<Vec<String>>,

    /// How the connector gets into the workspace.
    #[schemars(title = "Authentication")]
    pub(crate) credentials: Option<Login>,

    /// The token, where an older config has it outside of `credentials`.
    #[schemars(title = "API Token", extend("airbyte_hidden" = true))]
    pub(crate) api_token: Option<Secret>,

    /// How many requests are under way at a time.
    #[schemars(title = "Concurrent Requests", range(min = 2, max = 10), extend("default" = 2, "examples" = [2, 3]))]
    pub(crate) num_workers: Option<i64>,

    /// How many days of a channel's messages are asked for at a time. Shorter windows are read side by side.
    #[schemars(
        title = "Days per Request of Messages",
        range(min = 1, max = 100),
        extend("examples" = [30, 10, 5])
    )]
    #[serde(default = "a_hundred")]
    pub(crate) channel_messages_window_size: i64,

    /// An old key of Airbyte's connector, which the form does not show. It has no effect, here as there.
    #[serde(default, rename = "end_date")]
    #[schemars(skip)]
    _end_date: Option<serde::de::IgnoredAny>,
}

/// A way into the workspace. Both are a token in the end.
#[derive(Deserialize, JsonSchema)]
#[serde(tag = "option_title")]
#[expect(dead_code, reason = "the app's own keys are announced, and a token that does not expire needs none of them")]
pub(crate) enum Login {
    /// A token that signing in to Slack gave.
    #[serde(rename = "Default OAuth2.0 authorization")]
    #[schemars(title = "Sign in via Slack (OAuth)")]
    OAuth {
        /// The ID of the Slack app.
        client_id: String,
        /// The secret of the Slack app.
        client_secret: Secret,
        /// The token that the app was given.
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
    /// The token that signs all requests.
    pub(crate) fn token(&self) -> Result<&Secret> {
        let token = match &self.credentials {
            Some(Login::OAuth { access_token, .. }) => Some(access_token),
            Some(Login::ApiToken { api_token }) => Some(api_token),
            None => self.api_token.as_ref(),
        };
        token.ok_or_else(|| Error::config("config.credentials: missing; how the connector gets into the workspace"))
    }

    /// Whether the token stands for a person, who reads public channels without being in them.
    ///
    /// Source: <https://docs.slack.dev/authentication/tokens>.
    pub(crate) fn is_of_a_person(&self) -> bool {
        self.token().is_ok_and(|token| token.expose().contains("xoxp-"))
    }

    /// Whether the channel of this name is to be read.
    pub(crate) fn names(&self, channel: &str) -> bool {
        let names = self.channel_filter.as_deref().unwrap_or_default();
        names.is_empty() || names.iter().any(|name| name.trim_start_matches('#') == channel)
    }

    /// The kinds of channels that are listed, as Slack names them.
    pub(crate) fn channel_types(&self) -> &'static str {
        if self.include_private_channels == Some(true) { "public_channel,private_channel" } else { "public_channel" }
    }
}

fn a_hundred() -> i64 {
    100
}
