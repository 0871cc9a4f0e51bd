//! The builder of `oauth2(…)`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::jwt::JwtAuth;
use super::kinds::Auth;
use super::values::AuthValues;
use crate::auth::{
    BodyKind, ClientAuth, ConfigPaths, Expiry, Grant, IssuedToken, OAuth2Issuer, Renewing, Signer, TokenExchange,
    TokenPlace,
};
use crate::error::{Error, Result};
use crate::http::Identity;
use crate::json::split;
use crate::secret::Secret;
use crate::stream::builder::{Entry, IntoField, IntoTemplate, SourceView};
use crate::stream::definition::Resolving;

/// OAuth 2.0: an access token from a token endpoint, replaced a minute before its end and once where the API answers 401.
///
/// With a `refresh_token` that is what it is got for, with an `assertion` (a signed JWT) that, else for the client itself
/// (`client_credentials`).
///
/// ```
/// use cdk_core::Secret;
/// use cdk_core::stream::{Auth, OAuth2, text};
///
/// struct Config { client_id: String, client_secret: Secret, refresh_token: Secret }
///
/// // `auth = choose(signed)`
/// fn signed(config: &Config) -> Auth<Config> {
///     Auth::oauth2(
///         OAuth2::new("https://auth.example.com/oauth/token")
///             .client_id(text(&config.client_id))
///             .client_secret(&config.client_secret)
///             .refresh_token(&config.refresh_token)
///             .scopes("contacts.read"),
///     )
/// }
/// ```
pub struct OAuth2<C> {
    words: AuthValues<C>,
    exchange: TokenExchange,
    paths: ConfigPaths,
    is_single_use: bool,
    assertion: Option<JwtAuth<C>>,
}

impl<C: 'static> OAuth2<C> {
    /// By the token endpoint at this URL. With `CDK_URL_BASE` it is asked there, at the same path.
    pub fn new(token_url: impl IntoTemplate<SourceView<C>>) -> Self {
        let mut words = AuthValues::default();
        words.template("token_url", token_url);
        Self {
            words,
            exchange: TokenExchange::default(),
            paths: ConfigPaths::default(),
            is_single_use: false,
            assertion: None,
        }
    }

    /// The client's id.
    #[must_use]
    pub fn client_id(self, id: impl IntoTemplate<SourceView<C>>) -> Self {
        self.template("client_id", id)
    }

    /// The client's secret.
    #[must_use]
    pub fn client_secret(self, secret: impl IntoTemplate<SourceView<C>>) -> Self {
        self.template("client_secret", secret)
    }

    /// The refresh token that access tokens are got for.
    #[must_use]
    pub fn refresh_token(self, token: impl IntoTemplate<SourceView<C>>) -> Self {
        self.template("refresh_token", token)
    }

    /// The name of the grant, in place of the usual one.
    #[must_use]
    pub fn grant_type(self, name: impl IntoTemplate<SourceView<C>>) -> Self {
        self.template("grant_type", name)
    }

    /// The scopes to ask for, a text or a list of them: sent as one text with blanks between.
    #[must_use]
    pub fn scopes(mut self, scopes: impl IntoField<SourceView<C>>) -> Self {
        self.words.several("scopes", scopes);
        self
    }

    /// Further fields of the request's body, over those that it has by itself.
    #[must_use]
    pub fn params(mut self, entries: impl IntoIterator<Item = Entry<SourceView<C>>>) -> Self {
        self.words.entries("params", entries);
        self
    }

    /// Headers of the token request. (Those of the API's own requests are `headers(…)` beside `auth`.)
    #[must_use]
    pub fn headers(mut self, entries: impl IntoIterator<Item = Entry<SourceView<C>>>) -> Self {
        self.words.entries("headers", entries);
        self
    }

    /// How ID and secret are sent. Default: [`ClientAuth::Body`].
    #[must_use]
    pub fn client_auth(mut self, client_auth: ClientAuth) -> Self {
        self.exchange.client_auth = client_auth;
        self
    }

    /// How the fields are sent. Default: [`BodyKind::Form`].
    #[must_use]
    pub fn body(mut self, body: BodyKind) -> Self {
        self.exchange.body = body;
        self
    }

    /// Where in the answer the access token stands, as a path of names: `access_token`.
    #[must_use]
    pub fn access_token_at(mut self, path: &str) -> Self {
        self.exchange.answer.access_token = split(path);
        self
    }

    /// Where in the answer a new refresh token stands: `refresh_token`.
    #[must_use]
    pub fn refresh_token_at(mut self, path: &str) -> Self {
        self.exchange.answer.refresh_token = split(path);
        self
    }

    /// Where in the answer the access token's end stands: `expires_in`. It is read as seconds, as seconds or milliseconds
    /// since 1970, or as a date; without one the token counts as good for an hour.
    #[must_use]
    pub fn expires_at(mut self, path: &str) -> Self {
        self.exchange.answer.expires_in = split(path);
        self
    }

    /// Each refresh token is good for one use: the platform gets the config with the next one (a CONTROL message) before the
    /// access token that came with it is used. The access token is kept in the config too, and used until its end by the
    /// next run.
    #[must_use]
    pub fn single_use_refresh_token(mut self) -> Self {
        self.is_single_use = true;
        self
    }

    /// Where in the config the access token is kept: `credentials.access_token`.
    #[must_use]
    pub fn access_token_config_path(mut self, path: &str) -> Self {
        self.paths.access_token = split(path);
        self
    }

    /// Where in the config the refresh token stands, and the next one is put: `credentials.refresh_token`.
    #[must_use]
    pub fn refresh_token_config_path(mut self, path: &str) -> Self {
        self.paths.refresh_token = split(path);
        self
    }

    /// Where in the config the access token's end is kept, a date: `credentials.token_expiry_date`.
    #[must_use]
    pub fn token_expiry_date_config_path(mut self, path: &str) -> Self {
        self.paths.token_expiry_date = split(path);
        self
    }

    /// A signed token that access tokens are got for (RFC 7523), as a Google service account has it.
    #[must_use]
    pub fn assertion(mut self, jwt: JwtAuth<C>) -> Self {
        self.assertion = Some(jwt);
        self
    }

    fn template(mut self, word: &'static str, text: impl IntoTemplate<SourceView<C>>) -> Self {
        self.words.template(word, text);
        self
    }

    fn judged(mut self) -> Result<Self> {
        self.words = std::mem::take(&mut self.words).judged()?;
        self.assertion = self.assertion.take().map(JwtAuth::judged).transpose()?;
        let has_token = self.words.has("refresh_token");
        if self.is_single_use && !has_token {
            return Err(Error::system("oauth2: `single_use_refresh_token` needs a `refresh_token`"));
        }
        if has_token && self.assertion.is_some() {
            return Err(Error::system("oauth2: a token is got for `refresh_token` or for `assertion`, not for both"));
        }
        Ok(self)
    }

    fn resolved(&self, resolving: &Resolving<'_, C>) -> Result<Rc<dyn Signer>> {
        let words = &self.words;
        let token_url = words.endpoint("token_url", resolving)?;
        let (grant, held) = match &self.assertion {
            Some(jwt) => (Grant::Assertion(Box::new(jwt.resolved(resolving)?)), None),
            None if words.has("refresh_token") => {
                let token = words.needed("refresh_token", resolving)?;
                let held = self.is_single_use.then(|| self.held(&token, resolving)).transpose()?.flatten();
                (Grant::RefreshToken(RefCell::new(token.into())), held)
            }
            None => (Grant::ClientCredentials, None),
        };
        let client_id = match grant {
            Grant::ClientCredentials => Some(words.needed("client_id", resolving)?),
            _ => words.text("client_id", resolving)?,
        };
        let client_secret = words.text("client_secret", resolving)?.map(Secret::from);
        let (grant_type, scopes) = (words.text("grant_type", resolving)?, words.texts("scopes", resolving)?);
        let (params, headers) = (words.map("params", resolving)?, words.pairs("headers", resolving)?);
        headers.iter().try_for_each(|(name, value)| resolving.judge_header(name, value))?;
        let exchange = self.exchange.clone();
        let single_use = self.is_single_use.then(|| self.paths.clone());
        let whose = match &grant {
            Grant::RefreshToken(token) => Identity::of(&token.borrow().expose()),
            Grant::ClientCredentials => Identity::of(&()),
            Grant::Assertion(jwt) => crate::auth::Issuer::identity(&**jwt),
            #[cfg(feature = "login")]
            Grant::Code { .. } | Grant::Device(_) => Identity::of(&()),
        };
        let uses_up = self.is_single_use.then(|| Identity::of(&(&token_url, whose)));
        let secret = client_secret.as_ref().map(Secret::expose);
        let client = (&client_id, secret, &exchange, &single_use);
        let identity = (whose, &token_url, &grant_type, client, &scopes, serde_json::to_string(&params)?, &headers);
        let identity = Identity::of(&identity);
        let issues = OAuth2Issuer {
            token_url,
            grant,
            grant_type,
            client_id,
            client_secret,
            exchange,
            scopes,
            params,
            headers,
            single_use,
            identity,
            uses_up,
            has_warned: Cell::new(false),
        };
        Ok(Rc::new(Renewing::new(issues, resolving.place(Some(TokenPlace::bearer()))?, held)))
    }

    /// The access token that an earlier run left in the config, where its end is known.
    ///
    /// # Errors
    /// Where the refresh token is not where the next one will be written: it would be lost.
    fn held(&self, refresh_token: &str, resolving: &Resolving<'_, C>) -> Result<Option<IssuedToken>> {
        let text = |path: &[String]| resolving.kept.and_then(|kept| kept.text(path)).filter(|text| !text.is_empty());
        if text(&self.paths.refresh_token).as_deref() != Some(refresh_token) {
            let path = self.paths.refresh_token.join(".");
            return Err(Error::system(format!(
                "oauth2: the next refresh token would be written to config path `{path}`, where this one does not stand; say its \
                 own place with `refresh_token_config_path`"
            )));
        }
        let end = text(&self.paths.token_expiry_date).and_then(|text| Expiry::of(&text.into()));
        let token = text(&self.paths.access_token).map(Secret::from);
        let now = resolving.scope.now;
        Ok(token
            .zip(end)
            .map(|(token, end)| IssuedToken { token, life: Some(end.life(now)) })
            .filter(|issued| issued.life.is_some_and(|life| !life.is_zero())))
    }
}

impl<C: 'static> Auth<C> {
    /// OAuth 2.0; the token goes where [`Self::header`], [`Self::prefix`] and [`Self::param`] say, by default as
    /// `Authorization: Bearer …`.
    pub fn oauth2(words: OAuth2<C>) -> Self {
        let keeps = words.is_single_use.then(|| words.paths.clone());
        let auth = Self::signed(words.judged(), Some(Default::default()), |words, resolving| {
            words.resolved(resolving).map_err(|error| error.in_auth("oauth2"))
        });
        keeps.into_iter().fold(auth, Self::keeping)
    }
}
