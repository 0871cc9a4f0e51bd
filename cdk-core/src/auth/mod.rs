//! Auth: what is added to a request so that the API accepts it.
//!
//! In: the unsigned request, at the moment of sending (after every wait). Out: [`Credentials`], headers and parameters.
//! Default: none. `basic` and `bearer` are computed once, a function of the connector's own is asked before every attempt.
//! Not here: adding them to the request, masking them in logs (see `client`), where a request may go (see `http::url`).

mod basic;
mod custom;
mod token;

pub(crate) use basic::basic;
pub(crate) use custom::Custom;
pub use custom::{AuthCx, AuthFn};
pub(crate) use token::bearer;

use std::future::Future;
use std::pin::Pin;

use crate::error::Result;
use crate::http::{Request, Response};

/// A future that stays on its thread.
pub type LocalFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Headers and query parameters that make a request acceptable.
///
/// ```
/// let credentials = cdk_core::Credentials::new().header("X-Api-Key", "k1").param("sig", "s1");
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Credentials {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) params: Vec<(String, String)>,
}

impl Credentials {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a header; it replaces one of the same name on the request.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds a query parameter; it replaces one of the same name on the request.
    #[must_use]
    pub fn param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.params.push((name.into(), value.into()));
        self
    }
}

/// Only the names: the values are secrets.
impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = self.headers.iter().chain(&self.params).map(|(name, _)| name);
        f.debug_list().entries(names).finish()
    }
}

/// Gives the credentials for a request. Called before every attempt, possibly for several requests at a time.
pub(crate) trait Signer {
    fn credentials<'a>(&'a self, request: &'a Request, sender: &'a dyn Sender) -> LocalFuture<'a, Result<Credentials>>;
}

/// Sends a request with retries but without credentials; `client` is one.
pub(crate) trait Sender {
    fn send_unsigned<'a>(&'a self, request: Request) -> LocalFuture<'a, Result<Response>>;
}

/// The same credentials for every request.
impl Signer for Credentials {
    fn credentials<'a>(&'a self, _: &'a Request, _: &'a dyn Sender) -> LocalFuture<'a, Result<Credentials>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}
