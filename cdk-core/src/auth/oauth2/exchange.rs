//! Exchange: how a client talks to a token endpoint.
//!
//! The same for new access tokens (`grant`) and for a sign-in (`entrypoint::login`); the builders `OAuth2` and `Login` hold it.
//! Default: the client's ID and secret in the body, a form, and the field names of RFC 6749 §5.1 in the response.
//! Not here: what is sent besides (see `grant`).

use super::answer::TokenPaths;

/// How a client talks to a token endpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct TokenExchange {
    pub(crate) client_auth: ClientAuth,
    pub(crate) body: BodyKind,
    /// Where the response has the tokens.
    pub(crate) answer: TokenPaths,
}

/// How the client's ID and secret go to the token endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClientAuth {
    /// As the fields `client_id` and `client_secret` of the body. The default.
    #[default]
    Body,
    /// In the header `Authorization`, each part form-encoded (RFC 6749 §2.3.1).
    Basic,
}

/// How the fields of a token request are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyKind {
    /// As a form (`application/x-www-form-urlencoded`). The default.
    #[default]
    Form,
    /// As a JSON object.
    Json,
}
