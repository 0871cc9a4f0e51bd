//! Pasted keys: finds config values that cannot be sent, and keys with whitespace around them.
//!
//! In: a request and its credentials. Out: an error with the config path, before anything is sent; for a rejected
//! request, the keys with whitespace around them.
//! Not here: the problems of a text (see `secret::pasted`).

use base64::Engine as _;
use url::form_urlencoded;

use super::shared::Client;
use crate::auth::Credentials;
use crate::error::{Error, Result};
use crate::http::Request;

/// Maximum number of bytes of a body that are searched for a key.
const MOST_LOOKED_AT: usize = 64 << 10;

/// # Errors
/// If a credential contains characters that cannot be sent.
pub(super) fn judge(client: &Client, request: &Request, credentials: Option<&Credentials>) -> Result<()> {
    let Some(config_updates) = &client.config_updates else { return Ok(()) };
    for (name, value) in &request.headers {
        config_updates.pasted().judge_header(name.as_str(), &String::from_utf8_lossy(value.as_bytes()))?;
    }
    let headers = credentials.map(|credentials| credentials.headers.as_slice()).unwrap_or_default();
    headers.iter().try_for_each(|(name, value)| config_updates.pasted().judge_verbatim(name, value))
}

/// A hint for a rejected request: which of its keys begin or end with whitespace.
pub(super) fn blanks(client: &Client, request: &Request, credentials: Option<&Credentials>) -> Option<String> {
    client.config_updates.as_ref()?.pasted().blanks(&sent(request, credentials))
}

/// The error of a request with rejected credentials, with a hint if there is one.
pub(super) fn with_blanks(
    error: Error,
    client: &Client,
    request: &Request,
    credentials: Option<&Credentials>,
) -> Error {
    match blanks(client, request, credentials) {
        Some(hint) => error.with_hint(&hint),
        None => error,
    }
}

/// Every text of a request that may contain a key, decoded.
fn sent(request: &Request, credentials: Option<&Credentials>) -> Vec<String> {
    let mut sent = Vec::new();
    let mut header = |value: &str| {
        let pair =
            value.strip_prefix("Basic ").and_then(|pair| base64::engine::general_purpose::STANDARD.decode(pair).ok());
        sent.extend(pair.map(|pair| String::from_utf8_lossy(&pair).into_owned()));
        sent.push(value.to_owned());
    };
    request.headers.values().for_each(|value| header(&String::from_utf8_lossy(value.as_bytes())));
    if let Some(credentials) = credentials {
        credentials.headers.iter().for_each(|(_, value)| header(value));
        sent.extend(credentials.params.iter().map(|(_, value)| value.clone()));
    }
    sent.extend(request.url.query_pairs().map(|(_, value)| value.into_owned()));
    if let Some(body) = request.body.as_ref().map(|body| &body[..body.len().min(MOST_LOOKED_AT)]) {
        sent.extend(form_urlencoded::parse(body).map(|(_, value)| value.into_owned()));
        let text = String::from_utf8_lossy(body).into_owned();
        // Whitespace that JSON escapes.
        sent.push(text.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t"));
    }
    sent
}
