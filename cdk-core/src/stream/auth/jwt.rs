//! Builder of `jwt(…)`.

use std::rc::Rc;
use std::time::Duration;

use super::kinds::Auth;
use super::values::AuthValues;
use crate::auth::{Jwt, JwtParts, Renewing, TokenPlace, is_algorithm};
use crate::error::{Error, Result};
use crate::retry::IntoTime;
use crate::stream::builder::{Entry, IntoTemplate, SourceView};
use crate::stream::definition::Resolving;

/// Default lifetime of a token. Source: the Python CDK's `JwtAuthenticator`.
const LIFE: Duration = Duration::from_secs(1200);
/// Maximum lifetime of a token: one day.
const MOST_LIFE: Duration = Duration::from_secs(24 * 3600);

/// A JSON Web Token (RFC 7519) signed by the connector: HS256/384/512, RS256/384/512, PS256/384/512, ES256/384, EdDSA.
///
/// ```
/// use cdk_core::Secret;
/// use cdk_core::stream::{Auth, JwtAuth, entry, text};
///
/// struct Config { key_id: String, private_key: Secret }
///
/// // `auth = choose(signed)`
/// fn signed(config: &Config) -> Auth<Config> {
///     Auth::jwt(JwtAuth::new("ES256", &config.private_key).headers([entry("kid", text(&config.key_id))]))
/// }
/// ```
pub struct JwtAuth<C> {
    words: AuthValues<C>,
    algorithm: String,
    is_base64: bool,
    life: Duration,
}

impl<C: 'static> JwtAuth<C> {
    /// A token with this signature algorithm and key: a text for `HS…`, a private key in PEM for the others.
    pub fn new(algorithm: &str, key: impl IntoTemplate<SourceView<C>>) -> Self {
        let mut words = AuthValues::default();
        words.template("key", key);
        if !is_algorithm(algorithm) {
            words.report_problem(Error::system(format!("jwt: unknown algorithm `{algorithm}`")));
        }
        Self { words, algorithm: algorithm.to_owned(), is_base64: false, life: LIFE }
    }

    /// Declares that the key of an `HS…` algorithm is base64.
    #[must_use]
    pub fn base64_key(mut self) -> Self {
        self.is_base64 = true;
        self
    }

    /// Claims of the token, in addition to `iat` and `exp`.
    #[must_use]
    pub fn claims(mut self, entries: impl IntoIterator<Item = Entry<SourceView<C>>>) -> Self {
        self.words.entries("claims", entries);
        self
    }

    /// Headers of the token, in addition to `alg` and `typ`.
    #[must_use]
    pub fn headers(mut self, entries: impl IntoIterator<Item = Entry<SourceView<C>>>) -> Self {
        self.words.entries("headers", entries);
        self
    }

    /// Lifetime of a token, 1 s to 24 h. Default: `"20m"`.
    #[must_use]
    pub fn lifetime(mut self, time: impl IntoTime) -> Self {
        match time.into_time() {
            Ok(life) if (Duration::from_secs(1)..=MOST_LIFE).contains(&life) => self.life = life,
            _ => self.words.report_problem(Error::system("jwt: `lifetime` must be a duration from 1s to 24h")),
        }
        self
    }

    pub(super) fn judged(mut self) -> Result<Self> {
        self.words = std::mem::take(&mut self.words).judged()?;
        Ok(self)
    }

    pub(super) fn resolved(&self, resolving: &Resolving<'_, C>) -> Result<Jwt> {
        Jwt::new(JwtParts {
            algorithm: self.algorithm.clone(),
            key: self.words.needed("key", resolving)?.into(),
            is_base64: self.is_base64,
            header: self.words.map("headers", resolving)?,
            claims: self.words.map("claims", resolving)?,
            life: self.life,
        })
    }
}

impl<C: 'static> Auth<C> {
    /// A token signed by the connector. Default place: `Authorization: Bearer …`; [`Self::header`], [`Self::prefix`]
    /// and [`Self::param`] change it. A new token is signed one minute, or a tenth of its lifetime, before the old one
    /// expires.
    pub fn jwt(words: JwtAuth<C>) -> Self {
        Self::signed(words.judged(), Some(Default::default()), |words, resolving| {
            Ok(Rc::new(Renewing::new(words.resolved(resolving)?, resolving.place(Some(TokenPlace::bearer()))?, None)))
        })
    }
}
