//! Session tokens: tokens that a login request returns.
//!
//! In: the login request, and the place of the token in its response. Out: tokens, one login each.
//! Default lifetime: what the response says, otherwise one hour. A token that the API rejects is replaced earlier.
//! Not here: keeping a token until it expires (see `renewing`).

use std::rc::Rc;
use std::time::Duration;

use serde_json::Value;

use super::oauth2::{Expiry, refusal};
use super::{IssuedToken, Issuer, LocalFuture, Sender};
use crate::error::{Error, Result};
use crate::http::{Identity, Request, server_now};
use crate::json::at;
use crate::secret::Secret;

/// Place of a value in the response of a login.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TokenAt {
    Body(Vec<String>),
    Header(String),
}

/// Sends the login request.
pub(crate) struct SessionTokenIssuer {
    pub(crate) login: Request,
    pub(crate) token: TokenAt,
    /// Path of the expiry in the response.
    pub(crate) expires: Option<Vec<String>>,
    /// Lifetime if the response does not contain one.
    pub(crate) life: Option<Duration>,
    pub(crate) identity: Identity,
}

impl SessionTokenIssuer {
    async fn logged_in(&self, sender: &dyn Sender) -> Result<IssuedToken> {
        let response = sender.ask(self.login.clone()).await?;
        let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        let found = match &self.token {
            _ if !response.is_success() => None,
            TokenAt::Header(name) => response.header(name).map(str::to_owned),
            TokenAt::Body(path) => match at(&body, path) {
                Some(Value::String(text)) => Some(text.clone()),
                Some(Value::Number(number)) => Some(number.to_string()),
                _ => None,
            },
        };
        let Some(token) = found.filter(|token| !token.trim().is_empty()) else {
            return Err(match response.is_success() {
                true => {
                    Error::system(format!("the login response does not contain a token at {}", self.token.in_words()))
                        .with_detail(self.login.summary())
                }
                false => refusal(sender, &self.login, &response, "the login"),
            });
        };
        sender.hide(&token);
        let expiry = self.expires.as_ref().and_then(|path| Expiry::of(at(&body, path)?));
        let life = expiry.map(|expiry| expiry.life(server_now(&response.headers, sender.now()))).or(self.life);
        Ok(IssuedToken { token: Secret::from(token), life })
    }
}

impl TokenAt {
    fn in_words(&self) -> String {
        match self {
            Self::Body(path) => format!("`{}`", path.join(".")),
            Self::Header(name) => format!("header `{name}`"),
        }
    }
}

impl Issuer for SessionTokenIssuer {
    fn issue(self: Rc<Self>, sender: Rc<dyn Sender>) -> LocalFuture<'static, Result<IssuedToken>> {
        Box::pin(async move { self.logged_in(&*sender).await.map_err(|error| error.in_auth("session_token")) })
    }

    fn identity(&self) -> Identity {
        self.identity
    }
}
