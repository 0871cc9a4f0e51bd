//! The builder of `jwt(…)`.

use std::rc::Rc;
use std::time::Duration;

use super::kinds::Auth;
use super::values::AuthValues;
use crate::auth::{Jwt, JwtParts, Renewing, TokenPlace, is_algorithm};
use crate::error::{Error, Result};
use crate::retry::IntoTime;
use crate::stream::builder::{Entry, IntoTemplate, SourceView};
use crate::stream::definition::Resolving;

/// How long a token is good. Source: the Python CDK's `JwtAuthenticator`.
const LIFE: Duration = Duration::from_secs(1200);
/// The longest life, a day: longer ones are none that anybody takes.
const MOST_LIFE: Duration = Duration::from_secs(24 * 3600);

/// A JSON Web Token that the connector signs itself (RFC 7519): HS256/384/512, RS256/384/512, PS256/384/512, ES256/384, EdDSA.
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
    /// Signed by this algorithm with this key: a text for `HS…`, a private key in PEM for the others.
    pub fn new(algorithm: &str, key: impl IntoTemplate<SourceView<C>>) -> Self {
        let mut words = AuthValues::default();
        words.template("key", key);
        if !is_algorithm(algorithm) {
            words.report_problem(Error::system(format!("jwt: there is no algorithm `{algorithm}`")));
        }
        Self { words, algorithm: algorithm.to_owned(), is_base64: false, life: LIFE }
    }

    /// The key of an `HS…` is base64.
    #[must_use]
    pub fn base64_key(mut self) -> Self {
        self.is_base64 = true;
        self
    }

    /// Claims, beside `iat` and `exp`, which it has by itself.
    #[must_use]
    pub fn claims(mut self, entries: impl IntoIterator<Item = Entry<SourceView<C>>>) -> Self {
        self.words.entries("claims", entries);
        self
    }

    /// Headers of the token, beside `alg` and `typ`.
    #[must_use]
    pub fn headers(mut self, entries: impl IntoIterator<Item = Entry<SourceView<C>>>) -> Self {
        self.words.entries("headers", entries);
        self
    }

    /// How long a token is good: `"20m"` by default, at most `"24h"`.
    #[must_use]
    pub fn lifetime(mut self, time: impl IntoTime) -> Self {
        match time.into_time() {
            Ok(life) if (Duration::from_secs(1)..=MOST_LIFE).contains(&life) => self.life = life,
            _ => self.words.report_problem(Error::system("jwt: `lifetime` is a time from 1s to 24h")),
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
    /// A token that the connector signs itself; it goes where [`Self::header`], [`Self::prefix`] and [`Self::param`] say, by
    /// default as `Authorization: Bearer …`. It is signed anew a minute before its end, or a tenth of its life.
    pub fn jwt(words: JwtAuth<C>) -> Self {
        Self::signed(words.judged(), Some(Default::default()), |words, resolving| {
            Ok(Rc::new(Renewing::new(words.resolved(resolving)?, resolving.place(Some(TokenPlace::bearer()))?, None)))
        })
    }
}
