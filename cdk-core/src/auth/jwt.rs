//! JWT: a token that the connector signs (RFC 7519).
//!
//! In: claims, headers, algorithm and key. Out: `header.claims.signature`, with the current `iat` and `exp`.
//! Default: `typ` is `JWT` and the lifetime is 20 min, as in the Python CDK. `iat` is [`SKEW`] in the past, because
//! server clocks differ.
//! Not here: where the request carries the token (a header, a parameter, an OAuth grant).

use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::Timestamp;
use ring::hmac;
use rustls::SignatureScheme;
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;
use rustls::sign::SigningKey;
use serde_json::{Map, Value};

use super::{IssuedToken, Issuer, LocalFuture, Sender};
use crate::error::{Error, Result};
use crate::http::Identity;
use crate::secret::Secret;

/// Allowed clock difference between the server and this machine.
const SKEW: Duration = Duration::from_secs(10);

/// Every algorithm with its signing method.
const ALGORITHMS: [(&str, Method); 12] = [
    ("HS256", Method::Hmac(&hmac::HMAC_SHA256)),
    ("HS384", Method::Hmac(&hmac::HMAC_SHA384)),
    ("HS512", Method::Hmac(&hmac::HMAC_SHA512)),
    ("RS256", Method::Key(SignatureScheme::RSA_PKCS1_SHA256)),
    ("RS384", Method::Key(SignatureScheme::RSA_PKCS1_SHA384)),
    ("RS512", Method::Key(SignatureScheme::RSA_PKCS1_SHA512)),
    ("PS256", Method::Key(SignatureScheme::RSA_PSS_SHA256)),
    ("PS384", Method::Key(SignatureScheme::RSA_PSS_SHA384)),
    ("PS512", Method::Key(SignatureScheme::RSA_PSS_SHA512)),
    ("ES256", Method::Key(SignatureScheme::ECDSA_NISTP256_SHA256)),
    ("ES384", Method::Key(SignatureScheme::ECDSA_NISTP384_SHA384)),
    ("EdDSA", Method::Key(SignatureScheme::ED25519)),
];

#[derive(Clone, Copy)]
enum Method {
    Hmac(&'static hmac::Algorithm),
    Key(SignatureScheme),
}

enum JwtKey {
    Hmac(hmac::Key),
    Pair(Arc<dyn SigningKey>, SignatureScheme),
}

/// Signs claims.
pub(crate) struct Jwt {
    header: Map<String, Value>,
    claims: Map<String, Value>,
    key: JwtKey,
    life: Duration,
    identity: Identity,
}

/// Whether the algorithm is supported.
pub(crate) fn is_algorithm(name: &str) -> bool {
    ALGORITHMS.iter().any(|(known, _)| *known == name)
}

/// The fixed claims and headers of a token, without `iat` and `exp`.
pub(crate) struct JwtParts {
    pub(crate) algorithm: String,
    pub(crate) key: Secret,
    /// Whether the key of an `HS…` algorithm is base64.
    pub(crate) is_base64: bool,
    pub(crate) header: Map<String, Value>,
    pub(crate) claims: Map<String, Value>,
    pub(crate) life: Duration,
}

impl Jwt {
    /// # Errors
    /// A config error if the key does not fit the algorithm.
    pub(crate) fn new(parts: JwtParts) -> Result<Self> {
        let JwtParts { algorithm, key: secret, is_base64, header: more, claims, life } = parts;
        let method = ALGORITHMS.iter().find(|(name, _)| *name == algorithm).map(|(_, method)| *method);
        let method = method.ok_or_else(|| Error::system(format!("jwt: unknown algorithm `{algorithm}`")))?;
        let key = match method {
            Method::Hmac(hash) if is_base64 => {
                let bytes = STANDARD.decode(secret.expose().trim());
                JwtKey::Hmac(hmac::Key::new(
                    *hash,
                    &bytes.map_err(|_| Error::config("jwt: the key is not valid base64"))?,
                ))
            }
            Method::Hmac(hash) => JwtKey::Hmac(hmac::Key::new(*hash, secret.expose().as_bytes())),
            Method::Key(scheme) => JwtKey::Pair(pair(secret.expose(), &algorithm, scheme)?, scheme),
        };
        let mut header = Map::new();
        header.insert("alg".to_owned(), algorithm.clone().into());
        header.insert("typ".to_owned(), "JWT".into());
        header.extend(more);
        let texts = (Value::from(header.clone()).to_string(), Value::from(claims.clone()).to_string());
        let identity = Identity::of(&(texts, secret.expose(), life));
        Ok(Self { header, claims, key, life, identity })
    }

    /// How far `iat` is in the past. Servers reject a token from the future, and one that lives longer than they allow.
    fn skew(&self) -> Duration {
        SKEW.min(self.life / 10)
    }

    /// The token signed at `now`.
    pub(crate) fn signed(&self, now: Timestamp) -> Result<Secret> {
        let now = now.as_second();
        let mut claims = Map::new();
        let issued = now.saturating_sub_unsigned(self.skew().as_secs());
        claims.insert("iat".to_owned(), issued.into());
        claims.insert("exp".to_owned(), issued.saturating_add_unsigned(self.life.as_secs()).into());
        claims.extend(self.claims.clone());
        let part = |fields: &Map<String, Value>| serde_json::to_vec(fields).map(|json| URL_SAFE_NO_PAD.encode(json));
        let text = format!("{}.{}", part(&self.header)?, part(&claims)?);
        let signature = match &self.key {
            JwtKey::Hmac(key) => hmac::sign(key, text.as_bytes()).as_ref().to_vec(),
            JwtKey::Pair(key, scheme) => {
                let signer = key.choose_scheme(&[*scheme]).ok_or_else(|| Error::config(UNFIT))?;
                let signature = signer.sign(text.as_bytes())?;
                match scheme {
                    SignatureScheme::ECDSA_NISTP256_SHA256 => fixed(&signature, 32)?,
                    SignatureScheme::ECDSA_NISTP384_SHA384 => fixed(&signature, 48)?,
                    _ => signature,
                }
            }
        };
        Ok(format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature)).into())
    }
}

const UNFIT: &str = "jwt: the private key has the wrong type for the algorithm";

/// Reads a private key in PEM: PKCS#8, PKCS#1 or SEC1. Line breaks may be the two characters `\n`, as in a pasted JSON
/// file.
fn pair(pem: &str, algorithm: &str, scheme: SignatureScheme) -> Result<Arc<dyn SigningKey>> {
    let pem = pem.replace("\\n", "\n");
    let der = PrivateKeyDer::from_pem_slice(pem.trim().as_bytes()).map_err(|_| {
        Error::config(format!(
            "jwt: `{algorithm}` needs a private key in PEM without a password, including the line \
             `-----BEGIN PRIVATE KEY-----`"
        ))
    })?;
    let key = any_supported_type(&der).map_err(|_| {
        Error::config("jwt: unsupported private key; use RSA with 2048 to 8192 bits, P-256, P-384 or Ed25519")
    })?;
    match key.choose_scheme(&[scheme]) {
        Some(_) => Ok(key),
        None => Err(Error::config(format!("{UNFIT} `{algorithm}`"))),
    }
}

/// Converts an ECDSA signature from ASN.1 (RFC 3279 §2.2.3) to JOSE: two numbers of `size` bytes (RFC 7518 §3.4).
fn fixed(der: &[u8], size: usize) -> Result<Vec<u8>> {
    let number = |der: &[u8]| -> Option<(Vec<u8>, usize)> {
        let length = usize::from(*der.get(1)?);
        let digits = der.get(2..2 + length).filter(|_| der[0] == 2)?;
        let digits = &digits[digits.iter().take_while(|byte| **byte == 0).count()..];
        let mut padded = vec![0; size.checked_sub(digits.len())?];
        padded.extend_from_slice(digits);
        Some((padded, 2 + length))
    };
    let both = || {
        // The sequence is shorter than 128 bytes, so its length is one byte.
        let inner = der.get(2..).filter(|_| der[0] == 0x30)?;
        let (mut first, length) = number(inner)?;
        first.extend(number(inner.get(length..)?)?.0);
        Some(first)
    };
    both()
        .ok_or_else(|| Error::system("jwt: internal error (a bug in the connector): unexpected form of the signature"))
}

impl Issuer for Jwt {
    fn issue(self: Rc<Self>, sender: Rc<dyn Sender>) -> LocalFuture<'static, Result<IssuedToken>> {
        let token = self.signed(sender.now());
        Box::pin(std::future::ready(token.map(|token| IssuedToken { token, life: Some(self.life - self.skew()) })))
    }

    fn identity(&self) -> Identity {
        self.identity
    }
}

#[cfg(test)]
mod tests;
