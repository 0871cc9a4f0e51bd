//! Grants: the request for an access token.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use base64::Engine as _;
use http::Method;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};
use url::Url;

use super::answer::IssuedTokens;
use super::exchange::{BodyKind, ClientAuth, TokenExchange};
use super::refusal;
use crate::auth::renewing::UNKNOWN_LIFE;
use crate::auth::{IssuedToken, Issuer, Jwt, LocalFuture, Sender};
use crate::error::Result;
use crate::http::{Identity, Request, server_now};
use crate::secret::Secret;

/// What the client presents to get a token.
pub(crate) enum Grant {
    RefreshToken(RefCell<Secret>),
    ClientCredentials,
    /// A signed assertion (RFC 7523), used by service accounts.
    Assertion(Box<Jwt>),
    /// The authorization code of a sign-in (RFC 6749 §4.1.3, RFC 7636 §4.5).
    #[cfg(feature = "login")]
    Code {
        code: Secret,
        redirect_uri: String,
        verifier: Secret,
    },
    /// The device code of a sign-in on another device (RFC 8628 §3.4).
    #[cfg(feature = "login")]
    Device(Secret),
}

/// Paths of the tokens in the config.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ConfigPaths {
    pub(crate) access_token: Vec<String>,
    pub(crate) refresh_token: Vec<String>,
    pub(crate) token_expiry_date: Vec<String>,
}

/// Source: the defaults of the Python CDK's `SingleUseRefreshTokenOauth2Authenticator`.
impl Default for ConfigPaths {
    fn default() -> Self {
        let path = |name: &str| vec!["credentials".to_owned(), name.to_owned()];
        Self {
            access_token: path("access_token"),
            refresh_token: path("refresh_token"),
            token_expiry_date: path("token_expiry_date"),
        }
    }
}

impl ConfigPaths {
    /// All three paths.
    pub(crate) fn all(&self) -> [Vec<String>; 3] {
        [self.access_token.clone(), self.refresh_token.clone(), self.token_expiry_date.clone()]
    }

    /// The changes that store these tokens in the config. A value that was not issued stays as it is.
    pub(crate) fn changes(&self, tokens: &IssuedTokens, now: Timestamp) -> Vec<(Vec<String>, Value)> {
        let mut changes = vec![(self.access_token.clone(), Value::from(tokens.access_token.expose()))];
        if let Some(refresh_token) = &tokens.refresh_token {
            changes.push((self.refresh_token.clone(), refresh_token.expose().into()));
        }
        // The date is always replaced: the old date is wrong for a new token, and `null` may not fit the config.
        let life = SignedDuration::try_from(tokens.life.unwrap_or(UNKNOWN_LIFE)).unwrap_or(SignedDuration::MAX);
        let end = now.checked_add(life).unwrap_or(Timestamp::MAX);
        changes.push((self.token_expiry_date.clone(), end.to_string().into()));
        changes
    }
}

/// Requests access tokens from the token endpoint.
pub(crate) struct OAuth2Issuer {
    /// The real URL, not the test server of `CDK_URL_BASE`.
    pub(crate) token_url: Url,
    pub(crate) grant: Grant,
    /// Replaces the standard `grant_type` of the grant.
    pub(crate) grant_type: Option<String>,
    pub(crate) client_id: Option<String>,
    pub(crate) client_secret: Option<Secret>,
    pub(crate) exchange: TokenExchange,
    pub(crate) scopes: Vec<String>,
    /// Additional fields of the body.
    pub(crate) params: Map<String, Value>,
    pub(crate) headers: Vec<(String, String)>,
    /// Where new refresh tokens are stored, if each is valid for one use only.
    pub(crate) single_use: Option<ConfigPaths>,
    pub(crate) identity: Identity,
    pub(crate) uses_up: Option<Identity>,
    /// Whether the run has already logged that the new refresh token is lost at its end.
    pub(crate) has_warned: Cell<bool>,
}

impl OAuth2Issuer {
    fn request(&self, sender: &dyn Sender) -> Result<Request> {
        let mut fields = Map::new();
        let mut set = |name: &str, value: &str| drop(fields.insert(name.to_owned(), value.into()));
        match &self.grant {
            Grant::RefreshToken(token) => {
                set("grant_type", self.grant_type.as_deref().unwrap_or("refresh_token"));
                set("refresh_token", token.borrow().expose());
            }
            Grant::ClientCredentials => set("grant_type", self.grant_type.as_deref().unwrap_or("client_credentials")),
            Grant::Assertion(jwt) => {
                let usual = "urn:ietf:params:oauth:grant-type:jwt-bearer";
                set("grant_type", self.grant_type.as_deref().unwrap_or(usual));
                let assertion = jwt.signed(sender.now())?;
                sender.hide(assertion.expose());
                set("assertion", assertion.expose());
            }
            #[cfg(feature = "login")]
            Grant::Code { code, redirect_uri, verifier } => {
                set("grant_type", "authorization_code");
                set("code", code.expose());
                set("redirect_uri", redirect_uri);
                set("code_verifier", verifier.expose());
            }
            #[cfg(feature = "login")]
            Grant::Device(code) => {
                set("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
                set("device_code", code.expose());
            }
        }
        let mut request =
            Request { headers: http::HeaderMap::new(), body: None, method: Method::POST, url: self.token_url.clone() };
        let id = self.client_id.as_deref().unwrap_or_default();
        let secret = self.client_secret.as_ref().map(Secret::expose).unwrap_or_default();
        match self.exchange.client_auth {
            ClientAuth::Basic => request.set_header("Authorization", &basic(id, secret))?,
            ClientAuth::Body => {
                for (name, value) in [("client_id", id), ("client_secret", secret)] {
                    if !value.is_empty() {
                        set(name, value);
                    }
                }
            }
        }
        if !self.scopes.is_empty() {
            set("scope", &self.scopes.join(" "));
        }
        fields.extend(self.params.clone());
        for (name, value) in &self.headers {
            request.set_header(name, value)?;
        }
        send_as(&mut request, self.exchange.body, &fields)?;
        Ok(request)
    }

    /// Requests tokens once.
    pub(crate) async fn got(&self, sender: &dyn Sender) -> Result<IssuedTokens> {
        let request = self.request(sender)?;
        if let Some(value) = request.headers.get("authorization").and_then(|value| value.to_str().ok()) {
            sender.hide(value.trim_start_matches("Basic "));
        }
        let response = sender.ask(request.clone()).await?;
        let body = serde_json::from_slice(&response.body).unwrap_or(Value::Null);
        let by_server = server_now(&response.headers, sender.now());
        let tokens = response.is_success().then(|| self.exchange.answer.tokens(&body, by_server)).flatten();
        let Some(tokens) = tokens else { return Err(refusal(sender, &request, &response, self.grant.in_words())) };
        sender.hide(tokens.access_token.expose());
        if let Some(token) = &tokens.refresh_token {
            sender.hide(token.expose());
        }
        Ok(tokens)
    }

    async fn tokens(&self, sender: &dyn Sender) -> Result<IssuedToken> {
        // The run does not end between the request and the moment when the new token is stored.
        let _held = self.single_use.is_some().then(|| sender.hold());
        let tokens = self.got(sender).await?;
        if let Some(token) = &tokens.refresh_token {
            self.rotated(token, sender);
        }
        if let Some(paths) = &self.single_use {
            // The old refresh token is now invalid: store the new one before anything can fail.
            sender.keep(paths.changes(&tokens, sender.now())).await?;
        }
        Ok(IssuedToken { token: tokens.access_token, life: tokens.life })
    }

    /// Replaces the refresh token for the rest of the run.
    fn rotated(&self, token: &Secret, sender: &dyn Sender) {
        let Grant::RefreshToken(known) = &self.grant else { return };
        let is_new = known.borrow().expose() != token.expose();
        known.replace(token.clone());
        if is_new && self.single_use.is_none() && !self.has_warned.replace(true) {
            sender.warn(
                "the token endpoint returned a new refresh token, which is lost at the end of the run; if the next \
                 run fails with `invalid_grant`, the connector must set `single_use_refresh_token`",
            );
        }
    }
}

impl Grant {
    fn in_words(&self) -> &'static str {
        match self {
            Self::RefreshToken(_) => "the refresh token",
            Self::ClientCredentials => "the client's grant",
            Self::Assertion(_) => "the signed assertion",
            #[cfg(feature = "login")]
            Self::Code { .. } | Self::Device(_) => "the sign-in",
        }
    }
}

/// `Basic` credentials of a client: id and secret form-encoded (RFC 6749 §2.3.1). Letters and digits stay the same.
pub(crate) fn basic(id: &str, secret: &str) -> String {
    let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encoded(id), encoded(secret));
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair))
}

/// Writes fields into the body of a request.
pub(crate) fn send_as(request: &mut Request, kind: BodyKind, fields: &Map<String, Value>) -> Result<()> {
    match kind {
        BodyKind::Json => request.set_json(fields),
        BodyKind::Form => {
            let mut pairs = Vec::new();
            for (name, value) in fields {
                let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
                pairs.extend(values.iter().map(|value| (name.as_str(), plain(value))));
            }
            request.set_form(pairs.iter().map(|(name, value)| (*name, value.as_str())));
            Ok(())
        }
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl Issuer for OAuth2Issuer {
    fn issue(self: Rc<Self>, sender: Rc<dyn Sender>) -> LocalFuture<'static, Result<IssuedToken>> {
        Box::pin(async move { self.tokens(&*sender).await.map_err(|error| error.in_auth("oauth2")) })
    }

    fn identity(&self) -> Identity {
        self.identity
    }

    fn uses_up(&self) -> Option<Identity> {
        self.uses_up
    }
}
