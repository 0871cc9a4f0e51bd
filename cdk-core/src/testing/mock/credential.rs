//! Credential: where the declared authentication puts the credentials of a request.
//!
//! In: a stream's `auth`. Out: whether a request has something there. Its value is not judged: any credentials count.
//! Not here: `auth` from a function, whose place is not known.

use serde_json::json;

use crate::stream::AuthKind;
use crate::testing::{Received, Reply};

/// The place of the credentials in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CredentialCheck {
    Nothing,
    Header { name: String, prefix: String },
    Param(String),
}

impl CredentialCheck {
    /// The place by the definition.
    pub(super) fn new<C>(auth: Option<&AuthKind<C>>) -> Self {
        match auth {
            Some(AuthKind::Signed { place: Some(place), .. }) => match (&place.param, &place.header) {
                (Some(name), _) => Self::Param(name.clone()),
                (None, header) => Self::Header {
                    name: header.clone().unwrap_or_else(|| "Authorization".to_owned()),
                    prefix: place.prefix.clone().unwrap_or_default(),
                },
            },
            // Basic authentication and signatures have a fixed place.
            Some(AuthKind::Signed { place: None, .. }) => {
                Self::Header { name: "Authorization".to_owned(), prefix: String::new() }
            }
            Some(AuthKind::None | AuthKind::Custom(_) | AuthKind::Choice(_)) | None => Self::Nothing,
        }
    }

    /// The reply to a request without credentials.
    pub(super) fn refusal(&self, request: &Received) -> Option<Reply> {
        let has_credentials = match self {
            Self::Nothing => true,
            Self::Header { name, prefix } => {
                request.header(name).is_some_and(|value| value.starts_with(prefix) && value.len() > prefix.len())
            }
            Self::Param(name) => request.param(name).is_some_and(|value| !value.is_empty()),
        };
        let text = format!("no credentials: expected {}", self.place());
        (!has_credentials).then(|| Reply::json(json!({ "error": text })).with_status(401))
    }

    /// The place in words.
    pub(super) fn place(&self) -> String {
        match self {
            Self::Nothing => "nothing".to_owned(),
            Self::Header { name, .. } => format!("the header `{name}`"),
            Self::Param(name) => format!("the parameter `{name}`"),
        }
    }
}
