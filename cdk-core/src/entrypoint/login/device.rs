//! By a device code, for machines without a browser (RFC 8628).

use std::time::Duration;

use serde_json::Value;
use url::Url;

use super::flow::{Flow, tell_url};
use crate::auth::{BodyKind, ClientAuth, Grant, IssuedTokens, Sender, basic_client, send_as};
use crate::error::{Error, Result};
use crate::http::Request;

/// The wait between two questions, where the provider names none (RFC 8628 §3.2).
const INTERVAL: u64 = 5;
/// The longest one.
const MOST_INTERVAL: u64 = 60;

/// Shows the user a code, and asks until it is allowed.
pub(super) async fn by_device(flow: &Flow<'_>, device_url: &str) -> Result<IssuedTokens> {
    let mut request = Request::new(http::Method::POST, flow.endpoint(device_url, "device_url")?.as_str())?;
    let mut fields = serde_json::Map::new();
    fields.insert("client_id".to_owned(), flow.client_id.clone().into());
    if !flow.login.scopes.is_empty() {
        fields.insert("scope".to_owned(), flow.login.scopes.join(" ").into());
    }
    fields.extend(flow.login.params.iter().map(|(name, value)| (name.clone(), value.as_str().into())));
    // RFC 8628 §3.1: as at the token endpoint.
    if let (ClientAuth::Basic, Some(secret)) = (flow.login.client_auth, &flow.client_secret) {
        request.set_header("Authorization", &basic_client(&flow.client_id, secret))?;
    }
    send_as(&mut request, BodyKind::Form, &fields)?;
    let answer: Value = flow.client.send_unsigned(request).await?.json()?;
    let text = |name: &str| answer[name].as_str().map(str::to_owned);
    let (device, user) = text("device_code").zip(text("user_code")).ok_or_else(|| {
        Error::system("login: the response of `device_url` does not have `device_code` and `user_code`")
    })?;
    flow.output.redactor.add(&device);
    let shown =
        text("verification_uri_complete").or_else(|| text("verification_uri")).or_else(|| text("verification_url"));
    let shown = shown.and_then(|shown| Url::parse(&shown).ok());
    let shown = shown
        .ok_or_else(|| Error::system("login: the response of `device_url` does not have a valid `verification_uri`"))?;
    tell_url(flow, &shown, Some(&user));
    let mut interval = answer["interval"].as_u64().unwrap_or(INTERVAL).clamp(1, MOST_INTERVAL);
    loop {
        tokio::time::sleep(Duration::from_secs(interval)).await;
        let outcome = flow.tokens(Grant::Device(device.clone().into())).await;
        match outcome.as_ref().err().and_then(|error| error.code()) {
            Some("authorization_pending") => {}
            Some("slow_down") => interval = (interval + 5).min(MOST_INTERVAL),
            _ => return outcome,
        }
    }
}
