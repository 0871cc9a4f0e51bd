//! Builder of `aws_sigv4(…)`.

use std::rc::Rc;

use super::kinds::Auth;
use super::values::AuthValues;
use crate::auth::AwsSigv4Signer;
use crate::secret::Secret;
use crate::stream::builder::{IntoTemplate, SourceView};

/// AWS Signature Version 4: signs each request when it is sent. Needs the feature `aws_sigv4`.
///
/// ```
/// use cdk_core::Secret;
/// use cdk_core::stream::{Auth, AwsSigv4, text};
///
/// struct Config { key_id: String, key: Secret }
///
/// // `auth = choose(signed)`
/// fn signed(config: &Config) -> Auth<Config> {
///     Auth::aws_sigv4(AwsSigv4::new(text(&config.key_id), &config.key).region("eu-west-1").service("execute-api"))
/// }
/// ```
pub struct AwsSigv4<C> {
    words: AuthValues<C>,
}

impl<C: 'static> AwsSigv4<C> {
    /// A signature with these keys. [`Self::region`] and [`Self::service`] are required.
    pub fn new(
        access_key_id: impl IntoTemplate<SourceView<C>>,
        secret_access_key: impl IntoTemplate<SourceView<C>>,
    ) -> Self {
        let mut words = AuthValues::default();
        words.template("access_key_id", access_key_id);
        words.template("secret_access_key", secret_access_key);
        Self { words }
    }

    /// The session token of temporary keys. Default: none.
    #[must_use]
    pub fn session_token(mut self, token: impl IntoTemplate<SourceView<C>>) -> Self {
        self.words.template("session_token", token);
        self
    }

    /// The AWS region, such as `eu-west-1`. Required.
    #[must_use]
    pub fn region(mut self, region: impl IntoTemplate<SourceView<C>>) -> Self {
        self.words.template("region", region);
        self
    }

    /// The AWS service, such as `execute-api` or `s3`. Required.
    #[must_use]
    pub fn service(mut self, service: impl IntoTemplate<SourceView<C>>) -> Self {
        self.words.template("service", service);
        self
    }
}

impl<C: 'static> Auth<C> {
    /// AWS Signature Version 4.
    pub fn aws_sigv4(words: AwsSigv4<C>) -> Self {
        Self::signed(words.words.judged(), None, |words, resolving| {
            let needed = |word: &str| words.needed(word, resolving).map_err(|error| error.in_auth("aws_sigv4"));
            Ok(Rc::new(AwsSigv4Signer {
                access_key_id: needed("access_key_id")?,
                secret_access_key: needed("secret_access_key")?.into(),
                session_token: words.text("session_token", resolving)?.map(Secret::from),
                region: needed("region")?,
                service: needed("service")?,
            }))
        })
    }
}
