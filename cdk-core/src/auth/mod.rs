//! Auth: what is added to a request so that the API accepts it.
//!
//! In: the unsigned request, at the moment of sending (after every wait). Out: [`Credentials`], headers and parameters.
//! Default: none. A fixed key or token is computed once; a token that expires is renewed ahead of that by one task for all who
//! wait (`renewing`), whoever issues it; a function of the connector's own is asked before every attempt.
//! Not here: adding them to the request, masking them in logs (see `client`), where a request may go (see `http::url`).

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
