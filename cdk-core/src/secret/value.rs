//! Secret value: a text that is never printed.

use std::borrow::Cow;
use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use super::redactor::MASK;

/// A secret text. `Debug`, `Display`, serde, errors and logs show it as `****`.
///
/// Its memory is wiped when it is dropped.
///
/// In a config type it sets `"airbyte_secret": true`, so the platform encrypts it and the UI hides it. Templates may
/// use it (`auth = bearer("{config.api_token}")`); a hook reads the text with [`Secret::expose`].
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
    /// The text itself. Do not print it.
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

/// Shows `****`. [`Secret::expose`] returns the text.
impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(MASK)
    }
}

/// Always writes `****`.
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
