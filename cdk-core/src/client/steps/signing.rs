//! Signing: the request as it leaves, with its credentials.
//!
//! In: a request, at the moment of sending: a token can expire in a wait. Out: the signed one; or an error that names the
//! place in the config, before anything is sent.
//! Not here: what is wrong with a text (see `pasted_keys`), the credentials themselves (see `auth`).

use crate::auth::Credentials;
use crate::client::call::Call;
use crate::client::of_stream::OfStream;
use crate::client::pasted_keys::judge;
use crate::error::{Error, Result};
use crate::http::Request;

/// Adds credentials to a request.
pub(in crate::client) struct Signing<'a> {
    pub(in crate::client) call: &'a Call,
}

impl Signing<'_> {
    /// The request with its credentials, if there are any.
    ///
    /// # Errors
    /// If there should be some and are none, or one cannot be sent as it is.
    pub(in crate::client) async fn sign(&self) -> Result<(Request, Option<Credentials>)> {
        let Call { client, sending, request, .. } = self.call;
        let mut signed = request.clone();
        let Some(signer) = &sending.signer else {
            judge(client, request, None)?;
            return Ok((signed, None));
        };
        let sender = OfStream { client, label: &sending.label };
        let credentials = signer.credentials(request, &sender).await?;
        client.mask(&credentials);
        judge(client, request, Some(&credentials))?;
        for (name, value) in &credentials.headers {
            signed
                .set_header(name, value)
                .map_err(|error| Error::config(format!("the credentials cannot be sent: {}", error.message())))?;
        }
        for (name, value) in &credentials.params {
            signed.set_param(name, value);
        }
        signer.spell(&mut signed);
        Ok((signed, Some(credentials)))
    }
}
