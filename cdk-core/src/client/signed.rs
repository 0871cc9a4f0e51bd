//! The request as it leaves: with its credentials, and without a text of the config that cannot be sent.
//!
//! In: a request, at the moment of sending. Out: the signed one; or an error that names the place in the config, before anything is
//! sent. For a refused request, which keys have blanks around them.
//! Not here: what is wrong with a text (see `secret::pasted`), the credentials themselves (see `auth`).

use base64::Engine as _;
use url::form_urlencoded;

use super::of_stream::OfStream;
use super::{Client, Tries};
use crate::auth::Credentials;
use crate::error::{Error, Result};
use crate::http::Request;

/// How much of a body is looked through for a key.
const MOST_LOOKED_AT: usize = 64 << 10;

impl Client {
    /// # Errors
    /// If a credential cannot be sent as it is; said before anything is sent.
    pub(super) fn judge(&self, request: &Request, credentials: Option<&Credentials>) -> Result<()> {
        let Some(keeper) = &self.keeper else { return Ok(()) };
        for (name, value) in &request.headers {
            keeper.pasted().judge_header(name.as_str(), &String::from_utf8_lossy(value.as_bytes()))?;
        }
        let headers = credentials.map(|credentials| credentials.headers.as_slice()).unwrap_or_default();
        headers.iter().try_for_each(|(name, value)| keeper.pasted().judge_verbatim(name, value))
    }

    /// What is to be said of keys that an API refused: which of them begin or end with a blank.
    pub(super) fn blanks(&self, request: &Request, credentials: Option<&Credentials>) -> Option<String> {
        self.keeper.as_ref()?.pasted().blanks(&sent(request, credentials))
    }
}

impl Tries {
    /// The request with its credentials.
    ///
    /// # Errors
    /// If there are none, or one cannot be sent as it is.
    pub(super) async fn signed(&mut self) -> Result<Request> {
        let mut signed = self.request.clone();
        let Some(signer) = &self.sending.signer else {
            self.client.judge(&self.request, None)?;
            return Ok(signed);
        };
        let sender = OfStream { client: &self.client, label: &self.sending.label };
        let credentials = signer.credentials(&self.request, &sender).await?;
        self.client.mask(&credentials);
        self.client.judge(&self.request, Some(&credentials))?;
        for (name, value) in &credentials.headers {
            signed
                .set_header(name, value)
                .map_err(|error| Error::config(format!("the credentials cannot be sent: {}", error.message())))?;
        }
        for (name, value) in &credentials.params {
            signed.set_param(name, value);
        }
        signer.spell(&mut signed);
        self.credentials = Some(credentials);
        Ok(signed)
    }

    /// The error of a refused request, with what may be the reason. `is_refused`: whether the API does not accept the credentials.
    pub(super) fn with_blanks(&self, error: Error, is_refused: bool) -> Error {
        let hint = is_refused.then(|| self.client.blanks(&self.request, self.credentials.as_ref())).flatten();
        match hint {
            Some(hint) => error.with_hint(&hint),
            None => error,
        }
    }
}

/// Every text of a request in which a key may be, decoded.
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
        // A blank that JSON escapes.
        sent.push(text.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t"));
    }
    sent
}
