//! Login: the attribute `login` of a source.
//!
//! In: the provider's URLs, and the paths of the credentials in the config. Out: the definition of the command `login`
//! and of the platform's sign-in (`advanced_auth` of the spec). It does not depend on the config's type, since the
//! config is not valid before the login.
//! Not here: the flow itself (see `entrypoint`), the use of the tokens (see the attribute `auth`).

use crate::auth::{BodyKind, ClientAuth, ConfigPaths, TokenExchange};
#[cfg(feature = "login")]
use crate::error::Error;
use crate::json::split;

/// OAuth 2.0 sign-in: by an authorization code with PKCE (RFC 7636), or by a device code (RFC 8628).
///
/// ```
/// use cdk_core::stream::Login;
///
/// let login = Login::new("https://auth.example.com/token")
///     .authorize_url("https://auth.example.com/authorize")
///     .scopes(["contacts.read"])
///     .params([("access_type", "offline")]);
/// ```
#[derive(Debug)]
pub struct Login {
    pub(crate) token_url: String,
    pub(crate) authorize_url: Option<String>,
    pub(crate) device_url: Option<String>,
    pub(crate) redirect_url: Option<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) params: Vec<(String, String)>,
    pub(crate) exchange: TokenExchange,
    pub(crate) client_id: Vec<String>,
    pub(crate) client_secret: Vec<String>,
    pub(crate) paths: ConfigPaths,
    pub(crate) predicate_key: Option<Vec<String>>,
    pub(crate) predicate_value: Option<String>,
}

impl Login {
    /// The token endpoint's URL. `CDK_URL_BASE` replaces the host of all URLs of the login.
    pub fn new(token_url: &str) -> Self {
        let path = |name: &str| vec!["credentials".to_owned(), name.to_owned()];
        Self {
            token_url: token_url.to_owned(),
            authorize_url: None,
            device_url: None,
            redirect_url: None,
            scopes: Vec::new(),
            params: Vec::new(),
            exchange: TokenExchange::default(),
            client_id: path("client_id"),
            client_secret: path("client_secret"),
            paths: ConfigPaths::default(),
            predicate_key: None,
            predicate_value: None,
        }
    }

    /// The URL of the consent page, for a sign-in by an authorization code.
    #[must_use]
    pub fn authorize_url(mut self, url: &str) -> Self {
        self.authorize_url = Some(url.to_owned());
        self
    }

    /// The URL for device codes, for machines without a browser (RFC 8628).
    #[must_use]
    pub fn device_url(mut self, url: &str) -> Self {
        self.device_url = Some(url.to_owned());
        self
    }

    /// The redirect URL registered with the provider, such as `http://localhost:8765/callback`. The host must be this
    /// machine (`localhost`, `127.0.0.1`, `[::1]`). The URL is sent unchanged; without a port, a free one is added.
    /// Default:
    /// 127.0.0.1 with
    /// a free port (RFC 8252 §7.3).
    #[must_use]
    pub fn redirect_url(mut self, url: &str) -> Self {
        self.redirect_url = Some(url.to_owned());
        self
    }

    /// The requested scopes.
    #[must_use]
    pub fn scopes<'a>(mut self, scopes: impl IntoIterator<Item = &'a str>) -> Self {
        self.scopes.extend(scopes.into_iter().map(str::to_owned));
        self
    }

    /// Additional query parameters of `authorize_url`, and form fields of `device_url`.
    #[must_use]
    pub fn params<'a>(mut self, params: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        self.params.extend(params.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
        self
    }

    /// Where the client id and secret are sent in token requests. Default: [`ClientAuth::Body`].
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

    /// The path of the refresh token in the token response. Default: `refresh_token`.
    #[must_use]
    pub fn refresh_token_at(mut self, path: &str) -> Self {
        self.exchange.answer.refresh_token = split(path);
        self
    }

    /// The path of the access token's expiry in the token response. Default: `expires_in`.
    #[must_use]
    pub fn expires_at(mut self, path: &str) -> Self {
        self.exchange.answer.expires_in = split(path);
        self
    }

    /// The path of the client id in the config. Default: `credentials.client_id`.
    #[must_use]
    pub fn client_id_config_path(mut self, path: &str) -> Self {
        self.client_id = split(path);
        self
    }

    /// The path of the client secret in the config, if there is one. Default: `credentials.client_secret`.
    #[must_use]
    pub fn client_secret_config_path(mut self, path: &str) -> Self {
        self.client_secret = split(path);
        self
    }

    /// The path of the access token in the config. Default: `credentials.access_token`.
    #[must_use]
    pub fn access_token_config_path(mut self, path: &str) -> Self {
        self.paths.access_token = split(path);
        self
    }

    /// The path of the refresh token in the config. Default: `credentials.refresh_token`.
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

    /// The path of the config field that selects this sign-in method, such as `credentials.auth_type`.
    #[must_use]
    pub fn predicate_key(mut self, path: &str) -> Self {
        self.predicate_key = Some(split(path));
        self
    }

    /// The value of that field for this method. A login writes it if the config has no value there.
    #[must_use]
    pub fn predicate_value(mut self, value: &str) -> Self {
        self.predicate_value = Some(value.to_owned());
        self
    }

    /// # Errors
    /// The first invalid option.
    #[cfg(feature = "login")]
    pub(crate) fn judge(&self) -> crate::error::Result<()> {
        if self.authorize_url.is_none() && self.device_url.is_none() {
            return Err(Error::system("login: `authorize_url` or `device_url` is required"));
        }
        Ok(())
    }
}
