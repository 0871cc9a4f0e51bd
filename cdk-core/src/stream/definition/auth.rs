//! Authentication of requests, as the engine sees it.
//!
//! In: a config. Out: a signer. Not here: the builders (see `stream::auth`).

use std::any::TypeId;
use std::rc::Rc;

use url::Url;

use super::scope::Scope;
use super::template::ErasedTemplate;
use super::token_place::PlaceWords;
use crate::auth::{Authenticator, ConfigPaths, ConfigUpdates, Signer, TokenPlace};
use crate::error::{Error, Result};
use crate::http::url::endpoint;

/// How requests are authenticated, without a builder.
pub(crate) enum AuthKind<C> {
    None,
    /// A signer from templates, which the config's values fill once per run.
    Signed {
        resolve: Resolve<C>,
        /// `None` if the kind has a fixed place for its credentials.
        place: Option<PlaceWords>,
        /// The config paths at which tokens are stored. The config's type need not declare them.
        keeps: Option<ConfigPaths>,
    },
    Custom(Rc<dyn Authenticator<C>>),
    Choice(Choice<C>),
}

/// Fills the templates and makes the signer.
pub(crate) type Resolve<C> = Rc<dyn Fn(&Resolving<'_, C>) -> Result<Rc<dyn Signer>>>;

/// The arguments of [`Resolve`].
pub(crate) struct Resolving<'a, C> {
    pub(crate) scope: &'a Scope<'a, C>,
    /// The base URL that replaces the API's, also for token endpoints.
    stand_in: Option<&'a Url>,
    /// The stored config, which may contain tokens of an earlier run.
    pub(crate) kept: Option<&'a dyn ConfigUpdates>,
    place: PlaceWords,
}

impl<'a, C> Resolving<'a, C> {
    pub(crate) fn new(scope: &'a Scope<'a, C>, stand_in: Option<&'a Url>, kept: Option<&'a dyn ConfigUpdates>) -> Self {
        Self { scope, stand_in, kept, place: PlaceWords::default() }
    }

    /// The URL of a token request, redirected to the stand-in server if set. Next-page URLs may not lead to its origin.
    pub(crate) fn endpoint(&self, url: &str, word: &str) -> Result<Url> {
        endpoint(url, self.stand_in)
            .ok_or_else(|| Error::config(format!("`{word}` must be a URL that begins with https:// or http://")))
    }

    /// A required text; `what` names it in the message.
    pub(crate) fn text(&self, template: &ErasedTemplate<C>, what: &str) -> Result<String> {
        let text = template.text(self.scope)?.filter(|text| !text.trim().is_empty());
        self.judged(text.ok_or_else(|| Error::config(format!("the config contains no {what} for the API")))?)
    }

    /// Rejects a text with invisible characters, which come from copy and paste.
    pub(crate) fn judged(&self, text: String) -> Result<String> {
        self.kept.map_or(Ok(()), |kept| kept.pasted().judge_credential(&text)).map(|()| text)
    }

    /// # Errors
    /// If the value is not valid in a header.
    pub(crate) fn judge_header(&self, name: &str, value: &str) -> Result<()> {
        self.kept.map_or(Ok(()), |kept| kept.pasted().judge_header(name, value))
    }

    /// Like [`Self::judge_header`], for a credential that is sent unchanged.
    pub(crate) fn judge_verbatim(&self, name: &str, value: &str) -> Result<()> {
        self.kept.map_or(Ok(()), |kept| kept.pasted().judge_verbatim(name, value))
    }

    pub(crate) fn place(&self, default: Option<TokenPlace>) -> Result<TokenPlace> {
        self.place.place(default)
    }
}

impl<C> AuthKind<C> {
    /// The config paths at which this kind stores tokens.
    pub(crate) fn keeps(&self, config: &C) -> Vec<Vec<String>> {
        match self {
            Self::Signed { keeps, .. } => keeps.iter().flat_map(ConfigPaths::all).collect(),
            // An invalid choice is reported by the stream that uses it.
            Self::Choice(choice) => choice.of(config).map(|kind| kind.keeps(config)).unwrap_or_default(),
            Self::None | Self::Custom(_) => Vec::new(),
        }
    }

    /// The signer of a kind that places credentials itself.
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

/// A function from the config to an authentication kind.
pub(crate) struct Choice<C> {
    function: Rc<Choose<C>>,
    /// Identifies a function that captures nothing, so that the streams of a run share its choice.
    pub(crate) name: Option<TypeId>,
}

impl<C> Choice<C> {
    /// `name`: the type of a function that captures nothing.
    pub(crate) fn new(function: impl Fn(&C) -> Result<AuthKind<C>> + 'static, name: Option<TypeId>) -> Self {
        Self { function: Rc::new(function), name }
    }

    /// The chosen kind for a config.
    pub(crate) fn of(&self, config: &C) -> Result<AuthKind<C>> {
        (self.function)(config)
    }
}
