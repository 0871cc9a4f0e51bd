//! Authenticators of a manifest as the builder's `Auth`.

use cdk_core::stream::{Auth, OAuth2, entry};
use serde_json::{Value, json};

use super::request::{Place, RequestOption};
use super::scope::from_config;
use crate::component::{Component, Outcome};
use crate::jinja::{Jinja, Kinds, Text};

/// How the requests of a stream are signed.
pub(super) enum AuthPlan {
    None,
    Bearer(Text),
    Basic { user: Text, password: Text },
    ApiKey { key: Text, place: Place, name: String },
    OAuth(Box<OAuthPlan>),
}

/// The texts of an `OAuthAuthenticator`.
pub(super) struct OAuthPlan {
    endpoint: Text,
    client_id: Option<Text>,
    client_secret: Option<Text>,
    refresh_token: Option<Text>,
    grant_type: Option<Text>,
    scopes: Vec<Text>,
    body: Vec<(String, Text)>,
    token_name: Option<String>,
}

impl AuthPlan {
    pub(super) fn read(jinja: &Jinja, authenticator: &Component<'_>) -> Outcome<Self> {
        let text = |key: &str| authenticator.text(jinja, key);
        let empty = || authenticator.compiled(jinja, &Value::from(""));
        let plan = match authenticator.kind() {
            "NoAuth" => Self::None,
            "BearerAuthenticator" => Self::Bearer(text("api_token")?.map_or_else(empty, Ok)?),
            "BasicHttpAuthenticator" => Self::Basic {
                user: text("username")?.map_or_else(empty, Ok)?,
                password: text("password")?.map_or_else(empty, Ok)?,
            },
            "ApiKeyAuthenticator" => api_key(jinja, authenticator)?,
            "OAuthAuthenticator" => Self::OAuth(Box::new(OAuthPlan::read(jinja, authenticator)?)),
            _ => return Err(authenticator.unsupported()),
        };
        authenticator.finish()?;
        Ok(plan)
    }

    pub(super) fn auth(&self) -> Auth<Value> {
        let value = |text: &Text| from_config(text.clone(), Kinds::Text);
        match self {
            Self::None => Auth::none(),
            Self::Bearer(token) => Auth::bearer(value(token)),
            Self::Basic { user, password } => Auth::basic(value(user), value(password)),
            Self::ApiKey { key, place: Place::Param, name } => Auth::api_key(value(key)).param(name),
            Self::ApiKey { key, name, .. } => Auth::api_key(value(key)).header(name),
            Self::OAuth(plan) => plan.auth(),
        }
    }
}

fn api_key(jinja: &Jinja, authenticator: &Component<'_>) -> Outcome<AuthPlan> {
    let key = authenticator.text(jinja, "api_token")?;
    let key = key.ok_or_else(|| authenticator.error("`api_token` is missing"))?;
    let option = authenticator.child("inject_into")?;
    let header = authenticator.fixed_text(jinja, "header")?;
    let (place, name) = match (option, header) {
        (Some(option), _) => RequestOption::read(jinja, &option)?
            .fixed()
            .filter(|(place, _)| matches!(place, Place::Param | Place::Header))
            .ok_or_else(|| option.error("an API key in a body is not supported"))?,
        (None, Some(header)) => (Place::Header, header),
        (None, None) => return Err(authenticator.error("`inject_into` is missing")),
    };
    Ok(AuthPlan::ApiKey { key, place, name })
}

impl OAuthPlan {
    fn read(jinja: &Jinja, authenticator: &Component<'_>) -> Outcome<Self> {
        let text = |key: &str| authenticator.text(jinja, key);
        let endpoint = text("token_refresh_endpoint")?;
        let grant_type = text("grant_type")?.filter(|grant| grant.constant() != Some(&json!("refresh_token")));
        let (scopes, body) = (authenticator.get("scopes"), authenticator.get("refresh_request_body"));
        let compile = |value: &Value| authenticator.compiled(jinja, value);
        let plan = Self {
            endpoint: endpoint.ok_or_else(|| authenticator.error("`token_refresh_endpoint` is missing"))?,
            client_id: text("client_id")?,
            client_secret: text("client_secret")?,
            refresh_token: text("refresh_token")?,
            grant_type,
            scopes: scopes.and_then(Value::as_array).into_iter().flatten().map(compile).collect::<Result<_, _>>()?,
            body: body
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
                .map(|(name, value)| Ok((name.clone(), compile(value)?)))
                .collect::<Outcome<_>>()?,
            token_name: authenticator.fixed_text(jinja, "access_token_name")?,
        };
        // The engine finds the lifetime in the response.
        authenticator.skip(&["expires_in_name", "token_expiry_date", "token_expiry_date_format"]);
        Ok(plan)
    }

    fn auth(&self) -> Auth<Value> {
        let value = |text: &Text| from_config(text.clone(), Kinds::Text);
        let mut oauth = OAuth2::new(value(&self.endpoint));
        if let Some(id) = &self.client_id {
            oauth = oauth.client_id(value(id));
        }
        if let Some(secret) = &self.client_secret {
            oauth = oauth.client_secret(value(secret));
        }
        if let Some(token) = &self.refresh_token {
            oauth = oauth.refresh_token(value(token));
        }
        if let Some(grant) = &self.grant_type {
            oauth = oauth.grant_type(value(grant));
        }
        if !self.scopes.is_empty() {
            let scopes = self.scopes.iter().map(|scope| cdk_core::stream::field(value(scope)));
            oauth = oauth.scopes(cdk_core::stream::list(scopes));
        }
        if !self.body.is_empty() {
            oauth = oauth.params(self.body.iter().map(|(name, text)| entry(name.clone(), value(text))));
        }
        if let Some(name) = &self.token_name {
            oauth = oauth.access_token_at(name);
        }
        Auth::oauth2(oauth)
    }
}
