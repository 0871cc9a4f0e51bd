//! The kinds of `auth`.

use std::rc::Rc;

use url::Url;

use super::Choice;
use super::place::PlaceWords;
use super::values::Words;
use crate::auth::{Authenticator, ConfigPaths, ConfigUpdates, Credentials, Signer, TokenPlace, TokenPool, basic};
use crate::error::{Error, Result};
use crate::http::url::endpoint;
use crate::stream::field::{ErasedTemplate, IntoField, IntoTemplate, SourceView};
use crate::stream::scope::Scope;

/// How requests are signed. Its templates know the root `config` alone.
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

pub(crate) enum AuthKind<C> {
    None,
    /// The config's values fill its templates, once a run.
    Signed {
        resolve: Resolve<C>,
        /// `None` where it puts its credentials itself.
        place: Option<PlaceWords>,
        /// Where in the config it keeps tokens, which the config's type need not declare.
        keeps: Option<ConfigPaths>,
    },
    Custom(Rc<dyn Authenticator<C>>),
    Choice(Choice<C>),
}

/// Fills the templates.
type Resolve<C> = Rc<dyn Fn(&Resolving<'_, C>) -> Result<Rc<dyn Signer>>>;

/// What a kind needs to become what signs.
pub(crate) struct Resolving<'a, C> {
    pub(crate) scope: &'a Scope<'a, C>,
    /// The server that takes the place of the API's, token endpoints included.
    stand_in: Option<&'a Url>,
    /// The config as it is kept, for what an earlier run left in it.
    pub(super) kept: Option<&'a dyn ConfigUpdates>,
    place: PlaceWords,
}

impl<'a, C> Resolving<'a, C> {
    pub(crate) fn new(scope: &'a Scope<'a, C>, stand_in: Option<&'a Url>, kept: Option<&'a dyn ConfigUpdates>) -> Self {
        Self { scope, stand_in, kept, place: PlaceWords::default() }
    }

    /// Where a request for a token goes: an origin of its own, which next links may not lead to.
    pub(super) fn endpoint(&self, url: &str, word: &str) -> Result<Url> {
        endpoint(url, self.stand_in)
            .ok_or_else(|| Error::config(format!("`{word}` must be a URL that begins with https:// or http://")))
    }

    /// A text that must be there; `what` it is, for the message.
    pub(super) fn text(&self, template: &ErasedTemplate<C>, what: &str) -> Result<String> {
        let text = template.text(self.scope)?.filter(|text| !text.trim().is_empty());
        self.judged(text.ok_or_else(|| Error::config(format!("the config holds no {what} for the API")))?)
    }

    /// A text of the config, if no invisible character was pasted with it.
    pub(super) fn judged(&self, text: String) -> Result<String> {
        self.kept.map_or(Ok(()), |kept| kept.pasted().judge_credential(&text)).map(|()| text)
    }

    /// # Errors
    /// If a header cannot hold the value.
    pub(super) fn judge_header(&self, name: &str, value: &str) -> Result<()> {
        self.kept.map_or(Ok(()), |kept| kept.pasted().judge_header(name, value))
    }

    /// The same for a credential that a header holds as it is.
    fn judge_verbatim(&self, name: &str, value: &str) -> Result<()> {
        self.kept.map_or(Ok(()), |kept| kept.pasted().judge_verbatim(name, value))
    }

    pub(super) fn place(&self, default: Option<TokenPlace>) -> Result<TokenPlace> {
        self.place.place(default)
    }
}

impl<C> AuthKind<C> {
    /// The paths of a config at which this kind keeps tokens.
    pub(crate) fn keeps(&self, config: &C) -> Vec<Vec<String>> {
        match self {
            Self::Signed { keeps, .. } => keeps.iter().flat_map(ConfigPaths::all).collect(),
            // What is wrong with the choice is an error of the stream that it signs.
            Self::Choice(choice) => choice.of(config).map(|kind| kind.keeps(config)).unwrap_or_default(),
            Self::None | Self::Custom(_) => Vec::new(),
        }
    }

    /// What signs, where this kind puts credentials by itself.
    pub(crate) fn resolved(&self, mut resolving: Resolving<'_, C>) -> Result<Option<Rc<dyn Signer>>> {
        match self {
            Self::Signed { resolve, place, .. } => {
                resolving.place = place.clone().unwrap_or_default();
                resolve(&resolving).map(Some)
            }
            Self::None | Self::Custom(_) | Self::Choice(_) => Ok(None),
        }
    }
}

impl<C: 'static> Auth<C> {
    /// Not at all; takes an inherited authentication away.
    pub fn none() -> Self {
        Self(Ok(AuthKind::None))
    }

    /// `Authorization: Basic …` (RFC 7617). An absent part of the pair is empty: many APIs take a token for the user and
    /// nothing for the password.
    pub fn basic(user: impl IntoTemplate<SourceView<C>>, password: impl IntoTemplate<SourceView<C>>) -> Self {
        let pair = user.into_template().and_then(|user| Ok((user, password.into_template()?)));
        Self::signed(pair, None, |(user, password), resolving| {
            let user = resolving.judged(user.text(resolving.scope)?.unwrap_or_default())?;
            let password = resolving.judged(password.text(resolving.scope)?.unwrap_or_default())?;
            Ok(Rc::new(basic(&user, &password)))
        })
    }

    /// `Authorization: Bearer …` (RFC 6750); [`Self::header`], [`Self::prefix`] and [`Self::param`] put the token elsewhere.
    pub fn bearer(token: impl IntoTemplate<SourceView<C>>) -> Self {
        Self::token(token.into_template(), Some(TokenPlace::bearer()))
    }

    /// A key in a header or a parameter: say [`Self::header`] or [`Self::param`], without which it is an error.
    pub fn api_key(key: impl IntoTemplate<SourceView<C>>) -> Self {
        Self::token(key.into_template(), None)
    }

    /// Several tokens in turn, a list, or a text with commas between: each request takes the next one. One that is
    /// rate-limited rests until its reset, one that is refused for the rest of the run. They go where a bearer token goes.
    pub fn tokens(tokens: impl IntoField<SourceView<C>>) -> Self {
        let mut words = Words::default();
        words.several("tokens", tokens);
        Self::signed(words.judged(), Some(PlaceWords::default()), |words, resolving| {
            let texts = words.texts("tokens", resolving)?;
            // A config may hold them in one text, as the Python CDK's does.
            let split = texts.iter().flat_map(|text| text.split(',')).map(|token| token.trim().to_owned());
            let tokens: Vec<String> = split.filter(|token| !token.is_empty()).collect();
            if tokens.is_empty() {
                return Err(Error::config("the config holds no token for the API"));
            }
            let place = resolving.place(Some(TokenPlace::bearer()))?;
            // Any of them may be the last that is not used up: what is wrong with one is said before the first request.
            if let TokenPlace::Header { name, .. } = &place {
                tokens.iter().try_for_each(|token| resolving.judge_verbatim(name, token))?;
            }
            Ok(Rc::new(TokenPool::new(&tokens, &place)))
        })
    }

    /// By an `async fn(&AuthCx<'_, Config>) -> Result<Credentials>` or another [`Authenticator`], asked before every attempt.
    pub fn custom(authenticator: impl Authenticator<C>) -> Self {
        Self(Ok(AuthKind::Custom(Rc::new(authenticator))))
    }

    /// By what the function chooses, which is asked once a run where it captures nothing: `match` over the config's variants,
    /// and each arm an [`Auth`].
    pub fn choose(function: impl Fn(&C) -> Self + 'static) -> Self {
        Self(Ok(AuthKind::Choice(Choice::new(function))))
    }

    /// The header that carries the token.
    #[must_use]
    pub fn header(self, name: &str) -> Self {
        self.placed("header", |place| place.header = Some(name.to_owned()))
    }

    /// What stands before the token in its header, and a blank between; `""` for nothing.
    #[must_use]
    pub fn prefix(self, prefix: &str) -> Self {
        self.placed("prefix", |place| place.prefix = Some(prefix.to_owned()))
    }

    /// The query parameter that carries the token, in place of a header.
    #[must_use]
    pub fn param(self, name: &str) -> Self {
        self.placed("param", |place| place.param = Some(name.to_owned()))
    }

    fn placed(mut self, word: &str, set: impl FnOnce(&mut PlaceWords)) -> Self {
        match &mut self.0 {
            Ok(AuthKind::Signed { place: Some(place), .. }) => set(place),
            Ok(_) => self.0 = Err(Error::system(format!("auth: `{word}` is about a token, and this kind has none"))),
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

    /// A kind that `resolve` makes of its templates.
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

    /// Tokens are kept in the config.
    pub(super) fn keeping(mut self, paths: ConfigPaths) -> Self {
        if let Ok(AuthKind::Signed { keeps, .. }) = &mut self.0 {
            *keeps = Some(paths);
        }
        self
    }
}
