//! The text that nothing prints.

use std::borrow::Cow;
use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use super::redactor::MASK;

/// A text that is shown nowhere: not by `Debug` or `Display`, not by serde, not by an error, not in a log. Its memory is wiped when
/// it is dropped.
///
/// In a config type it announces `"airbyte_secret": true`, so the platform keeps it encrypted and the UI hides it.
/// Templates may use it (`auth = bearer("{config.api_token}")`); a hook gets the text by [`Secret::expose`].
///
/// ```
/// let token: cdk_core::Secret = serde_json::from_str("\"sk_live_51\"").unwrap();
/// assert_eq!(format!("{token:?} {token}"), "Secret(****) ****");
/// assert_eq!(serde_json::to_string(&token).unwrap(), "\"****\"");
/// assert_eq!(token.expose(), "sk_live_51");
/// ```
#[derive(Clone, serde::Deserialize)]
#[serde(transparent)]
pub struct Secret(SecretString);

impl Secret {
    /// The text itself. Whoever asks must not print it.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(****)")
    }
}

/// `****`: who needs the text asks for it by [`Secret::expose`].
impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

/// `****`, whatever it is written into.
impl serde::Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(MASK)
    }
}

impl schemars::JsonSchema for Secret {
    fn schema_name() -> Cow<'static, str> {
        "Secret".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "airbyte_secret": true })
    }
}
