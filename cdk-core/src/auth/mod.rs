//! Auth: what is added to a request so that the API accepts it.
//!
//! In: the unsigned request, at the moment of sending (after every wait). Out: [`Credentials`], headers and parameters.
//! Default: none. `basic` and `bearer` are computed once, a function of the connector's own is asked before every attempt.
//! Not here: adding them to the request, masking them in logs (see `client`), where a request may go (see `http::url`).

mod basic;
mod credentials;
mod custom;
mod token;

pub(crate) use basic::basic;
pub use credentials::Credentials;
pub(crate) use custom::Custom;
pub use custom::{AuthCx, AuthFn};
pub(crate) use token::bearer;

use std::future::Future;
use std::pin::Pin;

use crate::error::Result;
use crate::http::{Identity, Request, Response};

/// A future that stays on its thread.
pub type LocalFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Gives the credentials for a request. Called before every attempt, possibly for several requests at a time.
pub(crate) trait Signer {
    fn credentials<'a>(&'a self, request: &'a Request, sender: &'a dyn Sender) -> LocalFuture<'a, Result<Credentials>>;

    /// Whose credentials they are: the same for a token and the one that replaces it.
    fn identity(&self) -> Identity;
}

/// Sends a request with retries but without credentials; `client` is one.
pub(crate) trait Sender {
    fn send_unsigned<'a>(&'a self, request: Request) -> LocalFuture<'a, Result<Response>>;
}
