//! The authentication kinds of the attribute `auth`.

use std::any::TypeId;
use std::rc::Rc;

use super::values::AuthValues;
use crate::auth::{Authenticator, ConfigPaths, Credentials, Signer, TokenPlace, TokenPool, basic};
use crate::error::{Error, Result};
use crate::stream::builder::{IntoField, IntoTemplate, SourceDef, SourceView, StreamDef};
use crate::stream::definition::{AuthKind, Choice, ErasedTemplate, PlaceWords, Resolve, Resolving};

/// How requests are authenticated. The templates have only the root `config`.
///
/// ```
/// use cdk_core::Secret;
/// use cdk_core::stream::Auth;
///
/// enum Credentials { Key { api_key: Secret }, Token { token: Secret } }
/// struct Config { credentials: Credentials }
///
/// // `auth = choose(signed)`: the compiler sees that no variant is forgotten.
/// fn signed(config: &Config) -> Auth<Config> {
///     match &config.credentials {
///         Credentials::Key { api_key } => Auth::api_key(api_key).header("X-Api-Key"),
///         Credentials::Token { token } => Auth::bearer(token),
///     }
/// }
/// ```
pub struct Auth<C>(pub(crate) Result<AuthKind<C>>);

impl<C: 'static> Auth<C> {
    /// No authentication; also removes an inherited one.
    pub fn none() -> Self {
        Self(Ok(AuthKind::None))
    }

    /// HTTP basic authentication (RFC 7617). An absent user or password is empty: many APIs take a token as the user
    /// and no password.
    pub fn basic(user: impl IntoTemplate<SourceView<C>>, password: impl IntoTemplate<SourceView<C>>) -> Self {
        let pair = user.into_template().and_then(|user| Ok((user, password.into_template()?)));
        Self::signed(pair, None, |(user, password), resolving| {
            let user = resolving.judged(user.text(resolving.scope)?.unwrap_or_default())?;
            let password = resolving.judged(password.text(resolving.scope)?.unwrap_or_default())?;
            Ok(Rc::new(basic(&user, &password)))
        })
    }

    /// A bearer token (RFC 6750). Default place: `Authorization: Bearer …`; [`Self::header`], [`Self::prefix`] and
    /// [`Self::param`] change it.
    pub fn bearer(token: impl IntoTemplate<SourceView<C>>) -> Self {
        Self::token(token.into_template(), Some(TokenPlace::bearer()))
    }

    /// An API key in a header or a query parameter. [`Self::header`] or [`Self::param`] is required.
    pub fn api_key(key: impl IntoTemplate<SourceView<C>>) -> Self {
        Self::token(key.into_template(), None)
    }

    /// Several tokens in turn: a list, or a text with commas. Each request takes the next token. A rate-limited token
    /// is not used until its reset, a rejected one not for the rest of the run. Default place: as for [`Self::bearer`].
    pub fn tokens(tokens: impl IntoField<SourceView<C>>) -> Self {
        let mut words = AuthValues::default();
        words.several("tokens", tokens);
        Self::signed(words.judged(), Some(PlaceWords::default()), |words, resolving| {
            let texts = words.texts("tokens", resolving)?;
            // The config may hold all tokens in one text, as with the Python CDK.
            let split = texts.iter().flat_map(|text| text.split(',')).map(|token| token.trim().to_owned());
            let tokens: Vec<String> = split.filter(|token| !token.is_empty()).collect();
            if tokens.is_empty() {
                return Err(Error::config("the config contains no token for the API"));
            }
            let place = resolving.place(Some(TokenPlace::bearer()))?;
            // Checked before the first request, since any token may be used at some time.
            if let TokenPlace::Header { name, .. } = &place {
                tokens.iter().try_for_each(|token| resolving.judge_verbatim(name, token))?;
            }
            Ok(Rc::new(TokenPool::new(&tokens, &place)))
        })
    }

    /// Custom authentication: an `async fn(&AuthCx<'_, Config>) -> Result<Credentials>` or another [`Authenticator`].
    /// It is called before every attempt.
    pub fn custom(authenticator: impl Authenticator<C>) -> Self {
        Self(Ok(AuthKind::Custom(Rc::new(authenticator))))
    }

    /// The authentication that a function chooses, usually by a `match` over the config's variants. A function that
    /// captures nothing is called once per run.
    pub fn choose(function: impl Fn(&C) -> Self + 'static) -> Self {
        Self(Ok(AuthKind::Choice(chosen(function))))
    }

    /// The header for the token.
    #[must_use]
    pub fn header(self, name: &str) -> Self {
        self.placed("header", |place| place.header = Some(name.to_owned()))
    }

    /// The text before the token in its header, separated by a space. `""`: no prefix.
    #[must_use]
    pub fn prefix(self, prefix: &str) -> Self {
        self.placed("prefix", |place| place.prefix = Some(prefix.to_owned()))
    }

    /// The query parameter for the token, instead of a header.
    #[must_use]
    pub fn param(self, name: &str) -> Self {
        self.placed("param", |place| place.param = Some(name.to_owned()))
    }

    fn placed(mut self, word: &str, set: impl FnOnce(&mut PlaceWords)) -> Self {
        match &mut self.0 {
            Ok(AuthKind::Signed { place: Some(place), .. }) => set(place),
            Ok(_) => {
                self.0 = Err(Error::system(format!("auth: `{word}` needs a token, which this kind does not have")))
            }
            Err(_) => {}
        }
        self
    }

    fn token(token: Result<ErasedTemplate<C>>, default: Option<TokenPlace>) -> Self {
        Self::signed(token, Some(PlaceWords::default()), move |token, resolving| {
            let credentials: Credentials =
                resolving.place(default.clone())?.credentials(&resolving.text(token, "token")?);
            Ok(Rc::new(credentials))
        })
    }

    /// A kind whose signer is made by `resolve` from its templates.
    pub(super) fn signed<T: 'static>(
        templates: Result<T>,
        place: Option<PlaceWords>,
        resolve: impl Fn(&T, &Resolving<'_, C>) -> Result<Rc<dyn Signer>> + 'static,
    ) -> Self {
        let kind = |templates| {
            let resolve: Resolve<C> = Rc::new(move |resolving| resolve(&templates, resolving));
            AuthKind::Signed { resolve, place, keeps: None }
        };
        Self(templates.map(kind))
    }

    /// Declares the paths at which tokens are stored in the config.
    pub(super) fn keeping(mut self, paths: ConfigPaths) -> Self {
        if let Ok(AuthKind::Signed { keeps, .. }) = &mut self.0 {
            *keeps = Some(paths);
        }
        self
    }
}

/// The choice that a function makes.
fn chosen<C>(function: impl Fn(&C) -> Auth<C> + 'static) -> Choice<C> {
    let name = type_of(&function);
    Choice::new(move |config| function(config).0, name)
}

/// The type of a function that captures nothing. It identifies the function.
fn type_of<F: 'static>(_: &F) -> Option<TypeId> {
    (size_of::<F>() == 0).then(TypeId::of::<F>)
}

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// How requests are authenticated. Replaces the source's `auth`. Default: the source's.
    #[must_use]
    pub fn auth(mut self, auth: Auth<C>) -> Self {
        self.definition.own.auth = self.definition.own.keep(auth.0);
        self
    }
}

impl<C: 'static> SourceDef<C> {
    /// How requests are authenticated. Default: no authentication.
    #[must_use]
    pub fn auth(mut self, auth: Auth<C>) -> Self {
        self.defaults.auth = self.defaults.keep(auth.0);
        self
    }
}
