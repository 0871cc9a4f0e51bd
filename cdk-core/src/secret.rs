//! Secret: a text that nothing prints, and the one redactor that keeps it out of every message.
//!
//! In: the config's places marked `airbyte_secret` (type [`Secret`] marks them in the spec), and every credential that a
//! run computes. Out: texts in which each of them is `****`, also where it is percent-encoded, base64 or JSON-escaped.
//! Default: a value shorter than [`SHORTEST_MASKED`] characters is not masked, since masking `1` would garble every line.
//! Not here: which places are secret (see `schema::secrets`). Records are never masked: they are the user's data.

use std::borrow::Cow;
use std::fmt;
use std::sync::RwLock;

use base64::Engine as _;
use secrecy::{ExposeSecret, SecretString};

/// Values of fewer characters are left alone by the [`Redactor`]: they occur everywhere by chance.
pub const SHORTEST_MASKED: usize = 4;

/// A text that is shown nowhere: not by `Debug`, not by an error, not in a log. Its memory is wiped when it is dropped.
///
/// In a config type it announces `"airbyte_secret": true`, so the platform keeps it encrypted and the UI hides it.
/// Templates may use it (`auth = bearer("{config.api_token}")`); a hook gets the text by [`Secret::expose`].
///
/// ```
/// let token: cdk_core::Secret = serde_json::from_str("\"sk_live_51\"").unwrap();
/// assert_eq!(format!("{token:?}"), "Secret(****)");
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

/// Masks known secrets in texts. Shared by everything that writes a message.
#[derive(Default)]
pub struct Redactor {
    /// Longest first, so that a secret that holds another one disappears whole.
    needles: RwLock<Vec<String>>,
}

impl Redactor {
    /// Masks `secret` from now on, in every spelling in which it could reach a log.
    pub fn add(&self, secret: &str) {
        if secret.chars().count() < SHORTEST_MASKED {
            return;
        }
        let json = serde_json::to_string(secret).unwrap_or_default();
        let spellings = [
            secret.to_owned(),
            secret.trim().to_owned(),
            json.trim_matches('"').to_owned(),
            percent_encoding::utf8_percent_encode(secret, percent_encoding::NON_ALPHANUMERIC).to_string(),
            url::form_urlencoded::byte_serialize(secret.as_bytes()).collect(),
            base64::engine::general_purpose::STANDARD.encode(secret),
            base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(secret),
        ];
        let mut needles = self.needles.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        for spelling in spellings {
            if spelling.chars().count() >= SHORTEST_MASKED && !needles.contains(&spelling) {
                needles.push(spelling);
            }
        }
        needles.sort_by_key(|needle| std::cmp::Reverse(needle.len()));
    }

    /// `text` with every known secret replaced by `****`.
    pub fn mask<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let needles = self.needles.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        let mut masked = Cow::Borrowed(text);
        for needle in needles.iter() {
            if masked.contains(needle.as_str()) {
                masked = Cow::Owned(masked.replace(needle.as_str(), "****"));
            }
        }
        masked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_masked_in_every_spelling() {
        let redactor = Redactor::default();
        redactor.add("p@ss/w\"rd é");

        for spelling in
            ["p@ss/w\"rd é", "p%40ss%2Fw%22rd%20%C3%A9", "p%40ss%2Fw%22rd+%C3%A9", "p@ss/w\\\"rd é", "cEBzcy93InJkIMOp"]
        {
            assert_eq!(redactor.mask(&format!("a {spelling} b")), "a **** b", "{spelling}");
        }
    }

    #[test]
    fn a_secret_that_holds_another_disappears_whole() {
        let redactor = Redactor::default();
        redactor.add("token");
        redactor.add("token-long");

        assert_eq!(redactor.mask("x token-long y token"), "x **** y ****");
    }

    #[test]
    fn a_very_short_secret_is_left_alone() {
        let redactor = Redactor::default();
        redactor.add("1");

        assert_eq!(redactor.mask("page 1 of 11"), "page 1 of 11");
    }
}
