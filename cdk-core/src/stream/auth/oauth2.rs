//! Builder of `oauth2(…)`.

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

/// OAuth 2.0: access tokens from a token endpoint. A token is renewed one minute before it expires, and once after a
/// 401.
///
/// The grant is the `refresh_token` or the `assertion` (a signed JWT). Without both it is `client_credentials`.
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
    /// The token endpoint's URL. With `CDK_URL_BASE`, token requests go to that server, with the same path.
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

    /// The client id.
    #[must_use]
    pub fn client_id(self, id: impl IntoTemplate<SourceView<C>>) -> Self {
        self.template("client_id", id)
    }

    /// The client secret.
    #[must_use]
    pub fn client_secret(self, secret: impl IntoTemplate<SourceView<C>>) -> Self {
        self.template("client_secret", secret)
    }

    /// The refresh token: the grant for access tokens.
    #[must_use]
    pub fn refresh_token(self, token: impl IntoTemplate<SourceView<C>>) -> Self {
        self.template("refresh_token", token)
    }

    /// The value of `grant_type`. Default: the usual one of the grant.
    #[must_use]
    pub fn grant_type(self, name: impl IntoTemplate<SourceView<C>>) -> Self {
        self.template("grant_type", name)
    }

    /// The requested scopes: a text or a list, sent as one text separated by spaces.
    #[must_use]
    pub fn scopes(mut self, scopes: impl IntoField<SourceView<C>>) -> Self {
        self.words.several("scopes", scopes);
        self
    }

    /// Additional fields of the token request's body. They have precedence over the standard ones.
    #[must_use]
    pub fn params(mut self, entries: impl IntoIterator<Item = Entry<SourceView<C>>>) -> Self {
        self.words.entries("params", entries);
        self
    }

    /// Headers of the token request. (For the headers of API requests, use `headers(…)` of the stream or source.)
    #[must_use]
    pub fn headers(mut self, entries: impl IntoIterator<Item = Entry<SourceView<C>>>) -> Self {
        self.words.entries("headers", entries);
        self
    }

    /// Where the client id and secret are sent. Default: [`ClientAuth::Body`].
    #[must_use]
    pub fn client_auth(mut self, client_auth: ClientAuth) -> Self {
        self.exchange.client_auth = client_auth;
        self
    }

    /// The format of the token request's body. Default: [`BodyKind::Form`].
    #[must_use]
    pub fn body(mut self, body: BodyKind) -> Self {
        self.exchange.body = body;
        self
    }

    /// The path of the access token in the token response. Default: `access_token`.
    #[must_use]
    pub fn access_token_at(mut self, path: &str) -> Self {
        self.exchange.answer.access_token = split(path);
        self
    }

    /// The path of a new refresh token in the token response. Default: `refresh_token`.
    #[must_use]
    pub fn refresh_token_at(mut self, path: &str) -> Self {
        self.exchange.answer.refresh_token = split(path);
        self
    }

    /// The path of the access token's expiry in the token response: seconds, seconds or milliseconds since 1970, or a
    /// date.
    /// Default: `expires_in`; if absent, the token expires after an hour.
    #[must_use]
    pub fn expires_at(mut self, path: &str) -> Self {
        self.exchange.answer.expires_in = split(path);
        self
    }

    /// Declares that a refresh token can be used once. The platform gets the config with the next one (a CONTROL
    /// message) before the new access token is used. The access token is stored in the config too; the next run uses it
    /// until it expires.
    #[must_use]
    pub fn single_use_refresh_token(mut self) -> Self {
        self.is_single_use = true;
        self
    }

    /// The path of the access token in the config. Default: `credentials.access_token`.
    #[must_use]
    pub fn access_token_config_path(mut self, path: &str) -> Self {
        self.paths.access_token = split(path);
        self
    }

    /// The path of the refresh token in the config, also for the next one. Default: `credentials.refresh_token`.
    #[must_use]
    pub fn refresh_token_config_path(mut self, path: &str) -> Self {
        self.paths.refresh_token = split(path);
        self
    }

    /// The path of the access token's expiry date in the config. Default: `credentials.token_expiry_date`.
    #[must_use]
    pub fn token_expiry_date_config_path(mut self, path: &str) -> Self {
        self.paths.token_expiry_date = split(path);
        self
    }

    /// A signed token as the grant for access tokens (RFC 7523), such as for a Google service account.
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
            return Err(Error::system("oauth2: `single_use_refresh_token` requires `refresh_token`"));
        }
        if has_token && self.assertion.is_some() {
            return Err(Error::system(
                "oauth2: `refresh_token` and `assertion` cannot be combined; remove one of them",
            ));
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

    /// The access token that an earlier run stored in the config, if its expiry is known.
    ///
    /// # Errors
    /// If the refresh token is not at the path where the next one is written: the next one would be lost.
    fn held(&self, refresh_token: &str, resolving: &Resolving<'_, C>) -> Result<Option<IssuedToken>> {
        let text = |path: &[String]| resolving.kept.and_then(|kept| kept.text(path)).filter(|text| !text.is_empty());
        if text(&self.paths.refresh_token).as_deref() != Some(refresh_token) {
            let path = self.paths.refresh_token.join(".");
            return Err(Error::system(format!(
                "oauth2: the config path `{path}` for new refresh tokens does not contain this one; set its path with \
                 `refresh_token_config_path`"
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
    /// OAuth 2.0. Default place of the token: `Authorization: Bearer …`; [`Self::header`], [`Self::prefix`] and
    /// [`Self::param`] change it.
    pub fn oauth2(words: OAuth2<C>) -> Self {
        let keeps = words.is_single_use.then(|| words.paths.clone());
        let auth = Self::signed(words.judged(), Some(Default::default()), |words, resolving| {
            words.resolved(resolving).map_err(|error| error.in_auth("oauth2"))
        });
        keeps.into_iter().fold(auth, Self::keeping)
    }
}
