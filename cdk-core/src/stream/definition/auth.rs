//! How requests are signed, as the engine sees it.
//!
//! In: a config. Out: what signs. Not here: making it of what a connector says (see `stream::auth`).

use std::any::TypeId;
use std::rc::Rc;

use url::Url;

use super::scope::Scope;
use super::template::ErasedTemplate;
use super::token_place::PlaceWords;
use crate::auth::{Authenticator, ConfigPaths, ConfigUpdates, Signer, TokenPlace};
use crate::error::{Error, Result};
use crate::http::url::endpoint;

/// How requests are signed, without a builder.
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
pub(crate) type Resolve<C> = Rc<dyn Fn(&Resolving<'_, C>) -> Result<Rc<dyn Signer>>>;

/// What a kind needs to become what signs.
pub(crate) struct Resolving<'a, C> {
    pub(crate) scope: &'a Scope<'a, C>,
    /// The server that takes the place of the API's, token endpoints included.
    stand_in: Option<&'a Url>,
    /// The config as it is kept, for what an earlier run left in it.
    pub(crate) kept: Option<&'a dyn ConfigUpdates>,
    place: PlaceWords,
}

impl<'a, C> Resolving<'a, C> {
    pub(crate) fn new(scope: &'a Scope<'a, C>, stand_in: Option<&'a Url>, kept: Option<&'a dyn ConfigUpdates>) -> Self {
        Self { scope, stand_in, kept, place: PlaceWords::default() }
    }

    /// Where a request for a token goes: an origin of its own, which next links may not lead to.
    pub(crate) fn endpoint(&self, url: &str, word: &str) -> Result<Url> {
        endpoint(url, self.stand_in)
            .ok_or_else(|| Error::config(format!("`{word}` must be a URL that begins with https:// or http://")))
    }

    /// A text that must be there; `what` it is, for the message.
    pub(crate) fn text(&self, template: &ErasedTemplate<C>, what: &str) -> Result<String> {
        let text = template.text(self.scope)?.filter(|text| !text.trim().is_empty());
        self.judged(text.ok_or_else(|| Error::config(format!("the config holds no {what} for the API")))?)
    }

    /// A text of the config, if no invisible character was pasted with it.
    pub(crate) fn judged(&self, text: String) -> Result<String> {
        self.kept.map_or(Ok(()), |kept| kept.pasted().judge_credential(&text)).map(|()| text)
    }

    /// # Errors
    /// If a header cannot hold the value.
    pub(crate) fn judge_header(&self, name: &str, value: &str) -> Result<()> {
        self.kept.map_or(Ok(()), |kept| kept.pasted().judge_header(name, value))
    }

    /// The same for a credential that a header holds as it is.
    pub(crate) fn judge_verbatim(&self, name: &str, value: &str) -> Result<()> {
        self.kept.map_or(Ok(()), |kept| kept.pasted().judge_verbatim(name, value))
    }

    pub(crate) fn place(&self, default: Option<TokenPlace>) -> Result<TokenPlace> {
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

type Choose<C> = dyn Fn(&C) -> Result<AuthKind<C>>;

/// A function from the config to the way of signing.
pub(crate) struct Choice<C> {
    function: Rc<Choose<C>>,
    /// What tells the function from others, where it holds nothing of its own: the streams of a run share what it chose.
    pub(crate) name: Option<TypeId>,
}

impl<C> Choice<C> {
    /// `name`: the type of a function that captures nothing.
    pub(crate) fn new(function: impl Fn(&C) -> Result<AuthKind<C>> + 'static, name: Option<TypeId>) -> Self {
        Self { function: Rc::new(function), name }
    }

    /// What it chooses for a config.
    pub(crate) fn of(&self, config: &C) -> Result<AuthKind<C>> {
        (self.function)(config)
    }
}
