//! Exchange: how a client sends its credentials to a token endpoint.
//!
//! The same for new access tokens (`grant`) and for a sign-in (`entrypoint::login`); the builders `OAuth2` and `Login`
//! hold it.
//! Default: the client's ID and secret in the body, a form, and the field names of RFC 6749 §5.1 in the response.
//! Not here: the other fields of the request (see `grant`).

use super::answer::TokenPaths;

/// Format of the requests to a token endpoint and of its responses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct TokenExchange {
    pub(crate) client_auth: ClientAuth,
    pub(crate) body: BodyKind,
    /// Paths of the tokens in the response.
    pub(crate) answer: TokenPaths,
}

/// Where the client's ID and secret are sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ClientAuth {
    /// The fields `client_id` and `client_secret` of the body. The default.
    #[default]
    Body,
    /// The header `Authorization: Basic`, each part form-encoded (RFC 6749 §2.3.1).
    Basic,
}

/// Format of the body of a token request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BodyKind {
    /// A form (`application/x-www-form-urlencoded`). The default.
    #[default]
    Form,
    /// A JSON object.
    Json,
}
