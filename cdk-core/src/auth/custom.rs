//! Credentials by a function of the connector's own.

use std::rc::Rc;

use super::{Credentials, LocalFuture, Sender, Signer};
use crate::error::Result;
use crate::http::url::Origins;
use crate::http::{Identity, Request, Response};

/// What a function for `auth = f` sees: the config, the request about to be sent, and a way to send one of its own.
pub struct AuthCx<'a, C> {
    config: &'a C,
    request: &'a Request,
    sender: &'a dyn Sender,
    origins: &'a Origins,
}

impl<C> AuthCx<'_, C> {
    /// The connector's config.
    pub fn config(&self) -> &C {
        self.config
    }

    /// The request as it will leave, without credentials.
    pub fn request(&self) -> &Request {
        self.request
    }

    /// Sends a request of the function's own, such as a login: with retries and time-outs, without credentials. It may go
    /// to any address that the function names; one on a declared origin goes where `CDK_URL_BASE` points, as others do.
    ///
    /// # Errors
    /// As for any request: after 5 tries, or at once where trying again cannot help.
    pub async fn send(&self, mut request: Request) -> Result<Response> {
        request.url = self.origins.stood_in(request.url);
        self.sender.send_unsigned(request).await
    }
}

/// An `async fn(&AuthCx<'_, Config>) -> Result<Credentials>`.
///
/// Called before every attempt, at the moment of sending; keep what is expensive (a session) in a static of your own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no function for `auth`",
    label = "expected `async fn(&AuthCx<'_, Config>) -> Result<Credentials>`",
    note = "write `async fn sign(cx: &AuthCx<'_, Config>) -> Result<Credentials>`"
)]
pub trait AuthFn<C>: 'static {
    /// The credentials for the context's request.
    fn call<'a>(&'a self, cx: AuthCx<'a, C>) -> LocalFuture<'a, Result<Credentials>>;
}

impl<C: 'static, F> AuthFn<C> for F
where
    F: AsyncFn(&AuthCx<'_, C>) -> Result<Credentials> + 'static,
{
    fn call<'a>(&'a self, cx: AuthCx<'a, C>) -> LocalFuture<'a, Result<Credentials>> {
        Box::pin(async move { self(&cx).await })
    }
}

/// The function with the config that it reads.
pub(crate) struct Custom<C> {
    pub(crate) function: Rc<dyn AuthFn<C>>,
    pub(crate) config: Rc<C>,
    pub(crate) origins: Origins,
    /// What it gives may change with every request; whose it is does not.
    pub(crate) identity: Identity,
}

impl<C: 'static> Signer for Custom<C> {
    fn credentials<'a>(&'a self, request: &'a Request, sender: &'a dyn Sender) -> LocalFuture<'a, Result<Credentials>> {
        self.function.call(AuthCx { config: &self.config, request, sender, origins: &self.origins })
    }

    fn identity(&self) -> Identity {
        self.identity
    }
}
