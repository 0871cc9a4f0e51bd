//! Sign-in by a device code, for machines without a browser (RFC 8628).
//!
//! In: the URL of the provider's device endpoint. Out: tokens, once the user has entered the code on another device.
//! Default: one request every [`DEFAULT_INTERVAL_SECS`], or the provider's interval.
//! Not here: the time limit of a sign-in (see `order`).

use std::time::Duration;

use serde_json::Value;
use url::Url;

use super::flow::{Flow, show_url};
use crate::auth::{BodyKind, ClientAuth, Grant, IssuedTokens, Sender, basic_client, send_as};
use crate::error::{Error, Result};
use crate::http::Request;

/// Default interval between two token requests, in seconds (RFC 8628 §3.2).
const DEFAULT_INTERVAL_SECS: u64 = 5;
/// Maximum interval between two token requests, in seconds.
const MAX_INTERVAL_SECS: u64 = 60;

/// Shows the user a code, and polls for the tokens until the user has granted access.
pub(super) async fn sign_in(flow: &Flow<'_>, device_url: &str) -> Result<IssuedTokens> {
    let answer = request_codes(flow, device_url).await?;
    let text = |name: &str| answer[name].as_str().map(str::to_owned);
    let (device, user) = text("device_code").zip(text("user_code")).ok_or_else(|| {
        Error::system("login: the response of `device_url` does not have `device_code` and `user_code`")
    })?;
    flow.output.redactor.add(&device);
    let url =
        text("verification_uri_complete").or_else(|| text("verification_uri")).or_else(|| text("verification_url"));
    let url = url.and_then(|url| Url::parse(&url).ok());
    let url = url
        .ok_or_else(|| Error::system("login: the response of `device_url` does not have a valid `verification_uri`"))?;
    show_url(flow, &url, Some(&user));
    let mut interval = answer["interval"].as_u64().unwrap_or(DEFAULT_INTERVAL_SECS).clamp(1, MAX_INTERVAL_SECS);
    loop {
        tokio::time::sleep(Duration::from_secs(interval)).await;
        let outcome = flow.request_tokens(Grant::Device(device.clone().into())).await;
        match outcome.as_ref().err().and_then(|error| error.code()) {
            Some("authorization_pending") => {}
            Some("slow_down") => interval = (interval + 5).min(MAX_INTERVAL_SECS),
            _ => return outcome,
        }
    }
}

/// Requests the device code and the user code.
async fn request_codes(flow: &Flow<'_>, device_url: &str) -> Result<Value> {
    let mut request = Request::new(http::Method::POST, flow.endpoint(device_url, "device_url")?)?;
    let mut fields = serde_json::Map::new();
    fields.insert("client_id".to_owned(), flow.client_id.clone().into());
    if !flow.login.scopes.is_empty() {
        fields.insert("scope".to_owned(), flow.login.scopes.join(" ").into());
    }
    fields.extend(flow.login.params.iter().map(|(name, value)| (name.clone(), value.as_str().into())));
    // RFC 8628 §3.1: the client authenticates as at the token endpoint.
    if let (ClientAuth::Basic, Some(secret)) = (flow.login.exchange.client_auth, &flow.client_secret) {
        request.set_header("Authorization", &basic_client(&flow.client_id, secret))?;
    }
    send_as(&mut request, BodyKind::Form, &fields)?;
    flow.client.send_unsigned(request).await?.json()
}
