//! Sign-in by an authorization code with PKCE (RFC 7636).
//!
//! In: the URL of the provider's consent page. Out: tokens.
//! Not here: the server that receives the redirect (see `loopback`).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom, SystemRandom};
use url::Url;

use super::flow::{Flow, show_url};
use super::loopback::Loopback;
use crate::auth::{Grant, IssuedTokens};
use crate::error::{Error, Result};

/// Sends the user to the provider, and exchanges the returned code for tokens.
pub(super) async fn sign_in(flow: &Flow<'_>, authorize_url: &str) -> Result<IssuedTokens> {
    let loopback = Loopback::open(flow.login.redirect_url.as_deref(), flow.port).await?;
    let (verifier, state) = (random_text()?, random_text()?);
    flow.output.redactor.add(&verifier);
    let mut url: Url = flow.endpoint(authorize_url, "authorize_url")?;
    {
        let mut query = url.query_pairs_mut();
        query.append_pair("response_type", "code");
        query.append_pair("client_id", &flow.client_id);
        query.append_pair("redirect_uri", loopback.redirect_url());
        if !flow.login.scopes.is_empty() {
            query.append_pair("scope", &flow.login.scopes.join(" "));
        }
        query.append_pair("state", &state);
        query.append_pair("code_challenge", &challenge(&verifier));
        query.append_pair("code_challenge_method", "S256");
        query.extend_pairs(&flow.login.params);
    }
    show_url(flow, &url, None);
    let code = loopback.receive_code(&state).await?;
    flow.output.redactor.add(&code);
    let redirect_uri = loopback.redirect_url().to_owned();
    flow.request_tokens(Grant::Code { code: code.into(), redirect_uri, verifier: verifier.into() }).await
}

/// 256 random bits, as RFC 7636 §4.1 requires for a verifier.
fn random_text() -> Result<String> {
    let mut bytes = [0; 32];
    SystemRandom::new()
        .fill(&mut bytes)
        .map_err(|_| Error::system("login: the operating system returned no random numbers"))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// The code challenge of a verifier: RFC 7636 §4.2, `S256`.
fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_that_of_the_standard() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
