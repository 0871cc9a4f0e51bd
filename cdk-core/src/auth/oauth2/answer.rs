//! Tokens in the response of a token endpoint.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::Value;

use crate::json::at;
use crate::secret::Secret;
use crate::time::{date_time, epoch_millis};

/// Paths of the token fields in the response.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct TokenPaths {
    pub(crate) access_token: Vec<String>,
    pub(crate) refresh_token: Vec<String>,
    pub(crate) expires_in: Vec<String>,
}

impl Default for TokenPaths {
    fn default() -> Self {
        let name = |name: &str| vec![name.to_owned()];
        Self {
            access_token: name("access_token"),
            refresh_token: name("refresh_token"),
            expires_in: name("expires_in"),
        }
    }
}

/// The tokens of one response.
pub(crate) struct IssuedTokens {
    pub(crate) access_token: Secret,
    pub(crate) refresh_token: Option<Secret>,
    pub(crate) life: Option<Duration>,
}

impl TokenPaths {
    /// The tokens of a response; `None` if it does not have an access token.
    pub(crate) fn tokens(&self, body: &Value, now: Timestamp) -> Option<IssuedTokens> {
        let text = |path: &[String]| at(body, path)?.as_str().filter(|text| !text.trim().is_empty()).map(Secret::from);
        Some(IssuedTokens {
            access_token: text(&self.access_token)?,
            refresh_token: text(&self.refresh_token),
            life: at(body, &self.expires_in).and_then(Expiry::of).map(|expiry| expiry.life(now)),
        })
    }
}

/// When a token expires: after a duration, or at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Expiry {
    After(Duration),
    At(Timestamp),
}

impl Expiry {
    /// Reads seconds, as a number or a text; or a moment: seconds or milliseconds since 1970, or a date.
    ///
    /// A date is RFC 3339; without a zone it is UTC. `None` for anything else.
    pub(crate) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => Self::of_number(number.as_f64()?),
            Value::String(text) => {
                let text = text.trim();
                text.parse().ok().and_then(Self::of_number).or_else(|| date_time(text).map(Self::At))
            }
            _ => None,
        }
    }

    fn of_number(number: f64) -> Option<Self> {
        let Some(millis) = epoch_millis(number) else {
            return Duration::try_from_secs_f64(number.max(0.0)).ok().map(Self::After);
        };
        // A number outside the calendar is not a moment.
        Timestamp::from_millisecond(millis as i64).ok().map(Self::At)
    }

    /// Lifetime of a token from `now` on; zero if it has expired.
    pub(crate) fn life(self, now: Timestamp) -> Duration {
        match self {
            Self::After(life) => life,
            Self::At(end) => Duration::try_from(end.duration_since(now)).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_expiry_is_seconds_or_a_moment() {
        let now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let life = |value: Value| Expiry::of(&value).map(|expiry| expiry.life(now).as_secs());

        for seconds in [json!(3600), json!(3600.0), json!("3600"), json!(" 3600 ")] {
            assert_eq!(life(seconds.clone()), Some(3600), "{seconds}");
        }
        let end = now.as_second() + 3600;
        let moments = [
            json!(end),
            json!(end.to_string()),
            json!(end * 1000),
            json!("2026-01-01T01:00:00Z"),
            json!("2026-01-01T03:00:00+02:00"),
            json!("2026-01-01T01:00:00.000000+00:00"),
            json!("2026-01-01 01:00:00"),
        ];
        for moment in moments {
            assert_eq!(life(moment.clone()), Some(3600), "{moment}");
        }
        assert_eq!(life(json!("2026-01-02")), Some(24 * 3600));
        for over in [json!(-5), json!(0), json!("2025-12-31T00:00:00Z")] {
            assert_eq!(life(over.clone()), Some(0), "{over}");
        }
        for nothing in [json!("soon"), json!(null), json!(true), json!("NaN"), json!(""), json!({})] {
            assert!(life(nothing.clone()).is_none_or(|life| life == 0), "{nothing}");
        }
    }

    #[test]
    fn tokens_are_found_where_the_words_say() {
        let path = |path: &str| path.split('.').map(str::to_owned).collect::<Vec<_>>();
        let answer =
            TokenPaths { access_token: path("data.0.token"), expires_in: path("data.0.ttl"), ..TokenPaths::default() };
        let body = json!({"data": [{"token": "t1", "ttl": "90"}], "refresh_token": "r1"});

        let tokens = answer.tokens(&body, Timestamp::UNIX_EPOCH).unwrap();

        assert_eq!(tokens.access_token.expose(), "t1");
        assert_eq!(tokens.refresh_token.unwrap().expose(), "r1");
        assert_eq!(tokens.life, Some(Duration::from_secs(90)));
        assert!(answer.tokens(&json!({"access_token": "t"}), Timestamp::UNIX_EPOCH).is_none());
    }
}
