//! How a user signs in: the word `login` of a source.
//!
//! In: the provider's addresses, and where in the config its parts stand. Out: what the command `login` does, and what the spec
//! tells the platform (`advanced_auth`). It knows no config type: the config that a login completes is none yet.
//! Not here: the flow itself (see `entrypoint`), using the tokens (the word `auth`).

use crate::auth::{BodyKind, ClientAuth, ConfigPaths, TokenExchange};
#[cfg(feature = "login")]
use crate::error::Error;
use crate::json::split;

/// The sign-in of OAuth 2.0: by an authorization code with PKCE (RFC 7636), or by a device code (RFC 8628).
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
    /// Tokens come from this endpoint. `CDK_URL_BASE` stands in for the host of it and of the other addresses.
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

    /// Where the user is sent to allow it.
    #[must_use]
    pub fn authorize_url(mut self, url: &str) -> Self {
        self.authorize_url = Some(url.to_owned());
        self
    }

    /// Where a device code is got, for machines without a browser (RFC 8628).
    #[must_use]
    pub fn device_url(mut self, url: &str) -> Self {
        self.device_url = Some(url.to_owned());
        self
    }

    /// Where the provider sends the user back to, where it knows only a fixed address: `http://localhost:8765/callback`. It must be
    /// of this machine (`localhost`, `127.0.0.1`, `[::1]`), and is sent to the letter; without a port, with a free one. By default
    /// a free port of 127.0.0.1 (RFC 8252 §7.3).
    #[must_use]
    pub fn redirect_url(mut self, url: &str) -> Self {
        self.redirect_url = Some(url.to_owned());
        self
    }

    /// What is asked for.
    #[must_use]
    pub fn scopes<'a>(mut self, scopes: impl IntoIterator<Item = &'a str>) -> Self {
        self.scopes.extend(scopes.into_iter().map(str::to_owned));
        self
    }

    /// Further parameters of `authorize_url`, and fields for `device_url`.
    #[must_use]
    pub fn params<'a>(mut self, params: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        self.params.extend(params.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
        self
    }

    /// How ID and secret go to the token endpoint. Default: [`ClientAuth::Body`].
    #[must_use]
    pub fn client_auth(mut self, client_auth: ClientAuth) -> Self {
        self.exchange.client_auth = client_auth;
        self
    }

    /// How the fields go to the token endpoint. Default: [`BodyKind::Form`].
    #[must_use]
    pub fn body(mut self, body: BodyKind) -> Self {
        self.exchange.body = body;
        self
    }

    /// Where in the answer the access token stands: `access_token`.
    #[must_use]
    pub fn access_token_at(mut self, path: &str) -> Self {
        self.exchange.answer.access_token = split(path);
        self
    }

    /// Where in the answer the refresh token stands: `refresh_token`.
    #[must_use]
    pub fn refresh_token_at(mut self, path: &str) -> Self {
        self.exchange.answer.refresh_token = split(path);
        self
    }

    /// Where in the answer the access token's end stands: `expires_in`.
    #[must_use]
    pub fn expires_at(mut self, path: &str) -> Self {
        self.exchange.answer.expires_in = split(path);
        self
    }

    /// Where in the config the client's id stands: `credentials.client_id`.
    #[must_use]
    pub fn client_id_config_path(mut self, path: &str) -> Self {
        self.client_id = split(path);
        self
    }

    /// Where in the config the client's secret stands, where there is one: `credentials.client_secret`.
    #[must_use]
    pub fn client_secret_config_path(mut self, path: &str) -> Self {
        self.client_secret = split(path);
        self
    }

    /// Where the access token is put: `credentials.access_token`.
    #[must_use]
    pub fn access_token_config_path(mut self, path: &str) -> Self {
        self.paths.access_token = split(path);
        self
    }

    /// Where the refresh token is put: `credentials.refresh_token`.
    #[must_use]
    pub fn refresh_token_config_path(mut self, path: &str) -> Self {
        self.paths.refresh_token = split(path);
        self
    }

    /// Where the access token's end is put, a date: `credentials.token_expiry_date`.
    #[must_use]
    pub fn token_expiry_date_config_path(mut self, path: &str) -> Self {
        self.paths.token_expiry_date = split(path);
        self
    }

    /// The place in the config that chooses this way of signing in, such as `credentials.auth_type`.
    #[must_use]
    pub fn predicate_key(mut self, path: &str) -> Self {
        self.predicate_key = Some(split(path));
        self
    }

    /// What stands there then. A login puts it there where nothing does.
    #[must_use]
    pub fn predicate_value(mut self, value: &str) -> Self {
        self.predicate_value = Some(value.to_owned());
        self
    }

    /// # Errors
    /// What is wrong with the words themselves.
    #[cfg(feature = "login")]
    pub(crate) fn judge(&self) -> crate::error::Result<()> {
        if self.authorize_url.is_none() && self.device_url.is_none() {
            return Err(Error::system("login: it needs an `authorize_url` or a `device_url`"));
        }
        Ok(())
    }
}
