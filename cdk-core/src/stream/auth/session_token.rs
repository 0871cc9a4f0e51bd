//! Builder of `session_token(…)`.

use std::rc::Rc;
use std::time::Duration;

use http::{HeaderMap, Method};

use super::kinds::Auth;
use super::values::AuthValues;
use crate::auth::{BodyKind, Renewing, SessionTokenIssuer, Signer, TokenAt, TokenPlace, send_as};
use crate::error::{Error, Result};
use crate::http::{Identity, Request};
use crate::json::split;
use crate::retry::IntoTime;
use crate::stream::builder::{BodyTemplate, Entry, IntoTemplate, SourceView};
use crate::stream::definition::Resolving;
use crate::stream::value::http_method;

/// Session token: requested by a login and used until it expires or the API rejects it.
///
/// ```
/// use cdk_core::Secret;
/// use cdk_core::stream::{Auth, BodyTemplate, SessionToken, entry, text};
///
/// struct Config { user: String, password: Secret }
///
/// // `auth = choose(signed)`
/// fn signed(config: &Config) -> Auth<Config> {
///     let login = SessionToken::new("https://api.example.com/session")
///         .token("id")
///         .body(BodyTemplate::json([entry("username", text(&config.user)), entry("password", &config.password)]));
///     Auth::session_token(login).header("X-Session")
/// }
/// ```
pub struct SessionToken<C> {
    words: AuthValues<C>,
    method: Option<Method>,
    body: Option<BodyKind>,
    token: Option<TokenAt>,
    expires: Option<Vec<String>>,
    life: Option<Duration>,
}

impl<C: 'static> SessionToken<C> {
    /// The login's URL. Also set the place of the token in the response: [`Self::token`] or [`Self::token_header`].
    /// With `CDK_URL_BASE`, the login goes to that server, with the same path.
    pub fn new(login_url: impl IntoTemplate<SourceView<C>>) -> Self {
        let mut words = AuthValues::default();
        words.template("login_url", login_url);
        Self { words, method: None, body: None, token: None, expires: None, life: None }
    }

    /// The path of the token in the login response's JSON.
    #[must_use]
    pub fn token(mut self, path: &str) -> Self {
        self.token = Some(TokenAt::Body(split(path)));
        self
    }

    /// The method of the login. Default: `POST`.
    #[must_use]
    pub fn method(mut self, method: impl TryInto<Method> + ToString) -> Self {
        match http_method(method) {
            Ok(method) => self.method = Some(method),
            Err(problem) => self.words.report_problem(problem.in_auth("session_token")),
        }
        self
    }

    /// The body of the login: [`BodyTemplate::json`] or [`BodyTemplate::form`]. Default: none.
    #[must_use]
    pub fn body(mut self, body: BodyTemplate<SourceView<C>>) -> Self {
        match body.into_fields() {
            Ok((kind, fields)) => {
                self.body = Some(kind);
                self.words.nodes("body", fields);
            }
            Err(problem) => self.words.report_problem(problem.in_auth("session_token")),
        }
        self
    }

    /// Query parameters of the login.
    #[must_use]
    pub fn params(mut self, entries: impl IntoIterator<Item = Entry<SourceView<C>>>) -> Self {
        self.words.entries("params", entries);
        self
    }

    /// Headers of the login.
    #[must_use]
    pub fn headers(mut self, entries: impl IntoIterator<Item = Entry<SourceView<C>>>) -> Self {
        self.words.entries("headers", entries);
        self
    }

    /// The user, if the login has basic authentication.
    #[must_use]
    pub fn user(mut self, user: impl IntoTemplate<SourceView<C>>) -> Self {
        self.words.template("user", user);
        self
    }

    /// The password for [`Self::user`].
    #[must_use]
    pub fn password(mut self, password: impl IntoTemplate<SourceView<C>>) -> Self {
        self.words.template("password", password);
        self
    }

    /// The response header of the login that contains the token.
    #[must_use]
    pub fn token_header(mut self, name: &str) -> Self {
        self.token = Some(TokenAt::Header(name.to_owned()));
        self
    }

    /// The path of the token's expiry in the login response: seconds, or a date.
    #[must_use]
    pub fn expires_at(mut self, path: &str) -> Self {
        self.expires = Some(split(path));
        self
    }

    /// Lifetime of a token whose response does not contain an expiry. Default: one hour.
    #[must_use]
    pub fn lifetime(mut self, time: impl IntoTime) -> Self {
        match time.into_time() {
            Ok(life) if !life.is_zero() => self.life = Some(life),
            _ => self.words.report_problem(Error::system("session_token: `lifetime` must be a duration like `1h`")),
        }
        self
    }

    fn resolved(&self, resolving: &Resolving<'_, C>) -> Result<Rc<dyn Signer>> {
        let words = &self.words;
        let url = words.endpoint("login_url", resolving)?;
        let method = self.method.clone().unwrap_or(Method::POST);
        let mut login = Request { method, url, headers: HeaderMap::new(), body: None };
        for (name, value) in words.pairs("params", resolving)? {
            login.set_param(&name, &value);
        }
        if words.has("user") {
            let user = words.text("user", resolving)?.unwrap_or_default();
            let password = words.text("password", resolving)?.unwrap_or_default();
            for (name, value) in &crate::auth::basic(&user, &password).headers {
                login.set_header(name, value)?;
            }
        }
        for (name, value) in words.pairs("headers", resolving)? {
            resolving.judge_header(&name, &value)?;
            login.set_header(&name, &value)?;
        }
        if let Some(kind) = self.body {
            send_as(&mut login, kind, &words.map("body", resolving)?)?;
        }
        let token = self.token.clone();
        let token =
            token.ok_or_else(|| Error::system("`token` is missing: the path of the token in the login's response"))?;
        let (expires, life) = (self.expires.clone(), self.life);
        let headers: Vec<_> = login.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        let identity = Identity::of(&(login.method.as_str(), &login.url, headers, &login.body, &token, &expires, life));
        let issues = SessionTokenIssuer { login, token, expires, life, identity };
        Ok(Rc::new(Renewing::new(issues, resolving.place(Some(TokenPlace::bearer()))?, None)))
    }
}

impl<C: 'static> Auth<C> {
    /// A session token. Default place: `Authorization: Bearer …`; [`Self::header`], [`Self::prefix`] and
    /// [`Self::param`] change it.
    pub fn session_token(mut words: SessionToken<C>) -> Self {
        let judged = std::mem::take(&mut words.words).judged().map(|judged| SessionToken { words: judged, ..words });
        Self::signed(judged, Some(Default::default()), |words, resolving| {
            words.resolved(resolving).map_err(|error| error.in_auth("session_token"))
        })
    }
}
