//! Credentials by a function, or a type, of the connector's own.

use std::fmt::{self, Display};
use std::rc::Rc;

use super::{Credentials, LocalFuture, Sender, Signer};
use crate::error::Result;
use crate::hook_log::LogLevel;
use crate::http::url::Origins;
use crate::http::{Identity, Request, Response};

/// What a function for `auth = f` sees: the config, the request about to be sent, and a way to send one of its own.
pub struct AuthCx<'a, C> {
    config: &'a C,
    request: &'a Request,
    sender: &'a dyn Sender,
    origins: &'a Origins,
}

/// Only the request: the config holds secrets.
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

    /// The request as it will leave, without credentials.
    pub fn request(&self) -> &Request {
        self.request
    }

    /// Logs a WARN, which names the stream. Secrets are masked.
    pub fn warn(&self, message: impl Display) {
        self.sender.log(LogLevel::Warn, &message);
    }

    /// Logs an INFO, which names the stream. Secrets are masked.
    pub fn info(&self, message: impl Display) {
        self.sender.log(LogLevel::Info, &message);
    }

    /// Logs a DEBUG, which names the stream; with `--debug` alone. Secrets are masked.
    pub fn debug(&self, message: impl Display) {
        self.sender.log(LogLevel::Debug, &message);
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

/// Gives credentials: an `async fn(&AuthCx<'_, Config>) -> Result<Credentials>`, or a type of your own that keeps something
/// between requests, such as a session, and hears when the API refuses it.
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
///                     let answer: Value = cx.send(Request::post_json("https://api.example.com/login", &login)?).await?.json()?;
///                     answer["id"].as_str().unwrap_or_default().to_owned()
///                 }
///             };
///             self.id.replace(Some(id.clone()));
///             Ok(Credentials::new().header("X-Session", id))
///         })
///     }
///
///     fn refused(&self, refused: &Credentials) -> bool {
///         // Several requests may hear it of the same session: the first one lets it go.
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
    message = "`{Self}` is not a function for `auth`",
    label = "expected `async fn(&AuthCx<'_, Config>) -> Result<Credentials>`",
    note = "write `async fn sign(cx: &AuthCx<'_, Config>) -> Result<Credentials>`"
)]
pub trait Authenticator<C>: 'static {
    /// The credentials for the context's request. Called before every attempt, at the moment of sending, possibly for several
    /// requests at a time.
    fn credentials<'a>(&'a self, cx: AuthCx<'a, C>) -> LocalFuture<'a, Result<Credentials>>;

    /// The API answered 401 to these, or a rule says `refresh_token`. Whether the request is to be sent once more, with what
    /// [`Self::credentials`] gives then. Called at most once a request, and by each of several that were sent with the same
    /// ones. Default: no.
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
    /// What it gives may change with every request; whose it is does not.
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
