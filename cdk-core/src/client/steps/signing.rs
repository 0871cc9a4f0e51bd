//! Signing: adds the credentials to the request.
//!
//! In: a request, right before it is sent, because a token can expire during a wait. Out: the signed request; or an
//! error that names the config path, before anything is sent.
//! Not here: the problems of a text (see `pasted_keys`), the credentials themselves (see `auth`).

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
    /// The request with its credentials, if it needs any.
    ///
    /// # Errors
    /// If the credentials are missing, or contain characters that cannot be sent.
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
                .map_err(|error| Error::config(format!("invalid credentials: {}", error.message())))?;
        }
        for (name, value) in &credentials.params {
            signed.set_param(name, value);
        }
        signer.spell(&mut signed);
        Ok((signed, Some(credentials)))
    }
}
