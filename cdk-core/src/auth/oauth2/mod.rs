//! OAuth 2.0: access tokens from a token endpoint (RFC 6749).
//!
//! In: the endpoint, a grant, the client's id and secret. Out: tokens, by one POST each, with the retries and time-outs of any
//! request but never with its credentials: the endpoint is an origin of its own, to which no next link leads.
//! Default: a form as body, id and secret in it; `access_token`, `refresh_token` and `expires_in` in the answer. A refresh
//! token that comes anew takes the place of the old one for the rest of the run; where it is single use, the config with it is
//! handed over before the access token is used.
//! Not here: keeping a token until its end (see `renewing`), the first refresh token (see `entrypoint`, `login`).

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
