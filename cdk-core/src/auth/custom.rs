//! Custom authentication: credentials from a function or type of the connector.

use std::fmt::{self, Display};
use std::rc::Rc;

use super::{Credentials, LocalFuture, Sender, Signer};
use crate::error::Result;
use crate::hook_log::LogLevel;
use crate::http::url::Origins;
use crate::http::{Identity, Request, Response};

/// Context of a function for `auth = f`: the config, the request about to be sent, and a way to send other requests.
pub struct AuthCx<'a, C> {
    config: &'a C,
    request: &'a Request,
    sender: &'a dyn Sender,
    origins: &'a Origins,
}

/// Shows the request only, because the config holds secrets.
impl<C> fmt::Debug for AuthCx<'_, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AuthCx").field("request", self.request).finish_non_exhaustive()
    }
}

impl<C> AuthCx<'_, C> {
    /// The connector's config.
    pub fn config(&self) -> &C {
        self.config
    }

    /// The request that is about to be sent, without credentials.
    pub fn request(&self) -> &Request {
        self.request
    }

    /// Logs a WARN that names the stream. Secrets are masked.
    pub fn warn(&self, message: impl Display) {
        self.sender.log(LogLevel::Warn, &message);
    }

    /// Logs an INFO that names the stream. Secrets are masked.
    pub fn info(&self, message: impl Display) {
        self.sender.log(LogLevel::Info, &message);
    }

    /// Logs a DEBUG that names the stream; it is shown only with `--debug`. Secrets are masked.
    pub fn debug(&self, message: impl Display) {
        self.sender.log(LogLevel::Debug, &message);
    }

    /// Sends another request, such as a login, with retries and timeouts but without credentials.
    ///
    /// Any host is allowed. A URL on a declared origin is sent to `CDK_URL_BASE` if that is set.
    ///
    /// # Errors
    /// As for any request: after 5 attempts, or after the first if a retry cannot help.
    pub async fn send(&self, mut request: Request) -> Result<Response> {
        request.url = self.origins.stood_in(request.url);
        self.sender.send_unsigned(request).await
    }
}

/// Returns the credentials for a request: an `async fn(&AuthCx<'_, Config>) -> Result<Credentials>`, or your own type.
///
/// Your own type can keep something between requests, such as a session, and is called when the API rejects it.
///
/// ```
/// use std::cell::RefCell;
/// use cdk_core::auth::{Authenticator, LocalFuture};
/// use cdk_core::stream::Auth;
/// use cdk_core::prelude::*;
///
/// struct Config { tenant: String }
/// #[derive(Default)]
/// struct Session { id: RefCell<Option<String>> }
///
/// impl Authenticator<Config> for Session {
///     fn credentials<'a>(&'a self, cx: AuthCx<'a, Config>) -> LocalFuture<'a, Result<Credentials>> {
///         Box::pin(async move {
///             let kept = self.id.borrow().clone();
///             let id = match kept {
///                 Some(id) => id,
///                 None => {
///                     let login = json!({ "tenant": cx.config().tenant });
///                     let request = Request::post_json("https://api.example.com/login", &login)?;
///                     let answer: Value = cx.send(request).await?.json()?;
///                     answer["id"].as_str().unwrap_or_default().to_owned()
///                 }
///             };
///             self.id.replace(Some(id.clone()));
///             Ok(Credentials::new().header("X-Session", id))
///         })
///     }
///
///     fn refused(&self, refused: &Credentials) -> bool {
///         // Several requests may report the same session: the first one drops it.
///         self.id.borrow_mut().take_if(|id| Credentials::new().header("X-Session", id.as_str()) == *refused);
///         true
///     }
/// }
///
/// // `auth = choose(by_session)`
/// fn by_session(_: &Config) -> Auth<Config> {
///     Auth::custom(Session::default())
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an authentication function for `auth`",
    label = "expected `async fn(&AuthCx<'_, Config>) -> Result<Credentials>`",
    note = "write `async fn sign(cx: &AuthCx<'_, Config>) -> Result<Credentials>`"
)]
pub trait Authenticator<C>: 'static {
    /// The credentials for the request of the context.
    ///
    /// Called before every attempt, right before the request is sent; several calls may be in progress at a time.
    fn credentials<'a>(&'a self, cx: AuthCx<'a, C>) -> LocalFuture<'a, Result<Credentials>>;

    /// Called when the API rejects these credentials: HTTP 401, or a response rule with `refresh_token`.
    ///
    /// Returns whether to send the request once more, with new credentials from [`Self::credentials`]. Called at most
    /// once per request. Several requests with the same credentials each call it. Default: `false`.
    fn refused(&self, credentials: &Credentials) -> bool {
        let _ = credentials;
        false
    }
}

impl<C: 'static, F> Authenticator<C> for F
where
    F: AsyncFn(&AuthCx<'_, C>) -> Result<Credentials> + 'static,
{
    fn credentials<'a>(&'a self, cx: AuthCx<'a, C>) -> LocalFuture<'a, Result<Credentials>> {
        Box::pin(async move { self(&cx).await })
    }
}

/// An authenticator with the config that it reads.
pub(crate) struct Custom<C> {
    pub(crate) authenticator: Rc<dyn Authenticator<C>>,
    pub(crate) config: Rc<C>,
    pub(crate) origins: Origins,
    /// Identifies the account. It stays the same even if the credentials change with every request.
    pub(crate) identity: Identity,
}

impl<C: 'static> Signer for Custom<C> {
    fn credentials<'a>(&'a self, request: &'a Request, sender: &'a dyn Sender) -> LocalFuture<'a, Result<Credentials>> {
        self.authenticator.credentials(AuthCx { config: &self.config, request, sender, origins: &self.origins })
    }

    fn refused(&self, credentials: &Credentials) -> bool {
        self.authenticator.refused(credentials)
    }

    fn identity(&self) -> Identity {
        self.identity
    }
}
