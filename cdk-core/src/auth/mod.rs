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
mod jwt;
mod oauth2;
mod renewing;
mod sender;
mod session_token;
mod signers;
mod token;
mod tokens;

#[cfg(feature = "aws_sigv4")]
pub(crate) use aws_sigv4::AwsSigv4;
pub(crate) use basic::basic;
pub use credentials::Credentials;
pub(crate) use custom::Custom;
pub use custom::{AuthCx, Authenticator};
pub(crate) use jwt::{Jwt, JwtParts, is_algorithm};
pub(crate) use oauth2::{Answer, BodyKind, ClientAuth, ConfigPaths, Expiry, Grant, OAuth2, send_as};
#[cfg(feature = "login")]
pub(crate) use oauth2::{Tokens as TokensGot, basic as basic_client};
pub(crate) use renewing::{Issued, Issuer, Renewing};
pub(crate) use sender::{Hold, Keeper, Sender};
pub(crate) use session_token::{SessionToken, TokenAt};
pub(crate) use signers::Signers;
pub(crate) use token::TokenPlace;
pub(crate) use tokens::Tokens;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use crate::error::Result;
use crate::http::{Identity, Request};

/// A future that stays on its thread.
pub type LocalFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Gives the credentials for a request. Called before every attempt, possibly for several requests at a time.
pub(crate) trait Signer {
    fn credentials<'a>(&'a self, request: &'a Request, sender: &'a dyn Sender) -> LocalFuture<'a, Result<Credentials>>;

    /// Whose credentials they are: the same for a token and the one that replaces it.
    fn identity(&self) -> Identity;

    /// The token that these credentials use up, where each is good for one use.
    fn uses_up(&self) -> Option<Identity> {
        None
    }

    /// The API does not accept these. Whether the request may be sent once more, with what [`Self::credentials`] gives then.
    fn refused(&self, _: &Credentials) -> bool {
        false
    }

    /// Whether there are several credentials, each of which the API may refuse or limit by itself.
    fn has_several(&self) -> bool {
        false
    }

    /// When the first of several credentials that all rest is free.
    fn rests_until(&self) -> Option<tokio::time::Instant> {
        None
    }

    /// Spells a signed request as the signature has it.
    fn spell(&self, _: &mut Request) {}

    /// The API takes these again only after a wait. When the first of several is free; `None` where there are no others.
    fn limited(&self, _: &Credentials, _: Duration) -> Option<Duration> {
        None
    }
}
