//! OAuth 2.0: access tokens from a token endpoint (RFC 6749).
//!
//! In: the endpoint, a grant, the client's id and secret. Out: tokens, one POST request each. Retries and timeouts are
//! those of any request. Credentials of the API are never sent to the token endpoint, and next links to it are
//! rejected.
//! Default: a form body with id and secret in it; `access_token`, `refresh_token` and `expires_in` in the response.
//! A new refresh token replaces the old one for the rest of the run. A single-use refresh token is stored in the config
//! before the new access token is used.
//! Not here: keeping a token until it expires (see `renewing`), the first refresh token (see `entrypoint`, `login`).

mod answer;
mod exchange;
mod grant;
mod refusal;

pub(crate) use answer::Expiry;
#[cfg(feature = "login")]
pub(crate) use answer::IssuedTokens;
pub(crate) use exchange::TokenExchange;
pub use exchange::{BodyKind, ClientAuth};
#[cfg(feature = "login")]
pub(crate) use grant::basic;
pub(crate) use grant::{ConfigPaths, Grant, OAuth2Issuer, send_as};
pub(crate) use refusal::refusal;
