//! Auth: the credentials of a request.
//!
//! In: the unsigned request, right before it is sent (after every wait). Out: [`Credentials`]: headers and parameters.
//! Default: none. A fixed key or token is computed once. One task renews an expiring token before its end, for all
//! requests that wait for it (`renewing`). A function of the connector is called before every attempt.
//! Not here: adding credentials to the request and masking them in logs (see `client`), allowed hosts (see
//! `http::url`).

#[cfg(feature = "aws_sigv4")]
mod aws_sigv4;
mod basic;
mod credentials;
mod custom;
mod fixed;
mod jwt;
mod local_future;
mod oauth2;
mod renewing;
mod sender;
mod session_token;
mod signer;
mod signers;
mod token;
mod tokens;

#[cfg(feature = "aws_sigv4")]
pub(crate) use aws_sigv4::AwsSigv4Signer;
pub(crate) use basic::basic;
pub use credentials::Credentials;
pub(crate) use custom::Custom;
pub use custom::{AuthCx, Authenticator};
pub(crate) use jwt::{Jwt, JwtParts, is_algorithm};
pub use local_future::LocalFuture;
pub use oauth2::{BodyKind, ClientAuth};
pub(crate) use oauth2::{ConfigPaths, Expiry, Grant, OAuth2Issuer, TokenExchange, send_as};
#[cfg(feature = "login")]
pub(crate) use oauth2::{IssuedTokens, basic as basic_client};
pub(crate) use renewing::{IssuedToken, Issuer, Renewing};
pub(crate) use sender::{ConfigUpdates, Hold, Sender};
pub(crate) use session_token::{SessionTokenIssuer, TokenAt};
pub(crate) use signer::Signer;
pub(crate) use signers::Signers;
pub(crate) use token::TokenPlace;
pub(crate) use tokens::TokenPool;
