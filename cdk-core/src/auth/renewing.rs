//! Renewing: a token that expires, and is replaced ahead of that by one task for all who wait.
//!
//! In: an [`Issuer`], and where the token goes. Out: the credentials with a fresh token, at the moment of sending.
//! Default: a token is taken for stale [`MARGIN`] before its end, or a tenth of its life where that is less; one of unknown life
//! after [`UNKNOWN_LIFE`], as in the Python CDK. A task of its own asks for the new one, so that nobody who stops waiting breaks it
//! off. What the issuer refuses for good is remembered: nobody asks again.
//! Not here: how a token is asked for (see `oauth2`, `session_token`, `jwt`).

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use super::{Credentials, LocalFuture, Sender, Signer, TokenPlace};
use crate::error::{Error, FailureType, Result};
use crate::http::{Identity, Request};
use crate::secret::Secret;

/// How long before its end a token is replaced: longer than a request is on its way.
const MARGIN: Duration = Duration::from_secs(60);
/// Of a token that says nothing of its end. Source: the Python CDK's `abstract_oauth.py`.
pub(super) const UNKNOWN_LIFE: Duration = Duration::from_secs(3600);

/// Gives tokens, one after the other.
pub(crate) trait Issuer {
    /// A new token. Called by one task at a time.
    fn issue(self: Rc<Self>, sender: Rc<dyn Sender>) -> LocalFuture<'static, Result<IssuedToken>>;

    /// Whose tokens they are.
    fn identity(&self) -> Identity;

    /// What they are got for, where it is good for one use.
    fn uses_up(&self) -> Option<Identity> {
        None
    }
}

/// A token that was issued.
pub(crate) struct IssuedToken {
    pub(crate) token: Secret,
    /// From now on; `None` where nobody said.
    pub(crate) life: Option<Duration>,
}

pub(crate) struct Renewing<I> {
    issuer: Rc<I>,
    place: TokenPlace,
    state: Rc<RefCell<TokenState>>,
}

#[derive(Default)]
struct TokenState {
    held: Option<HeldToken>,
    /// The request for a new one, while it is under way.
    flight: Option<watch::Receiver<Option<Landed>>>,
    /// Why there will never be another one.
    lost: Option<Rc<Error>>,
}

#[derive(Clone)]
struct HeldToken {
    token: Secret,
    stale_at: Option<Instant>,
}

type Landed = Result<Secret, Rc<Error>>;

impl From<IssuedToken> for HeldToken {
    fn from(issued: IssuedToken) -> Self {
        let life = issued.life.unwrap_or(UNKNOWN_LIFE);
        // What is too far away for the clock never comes.
        Self { token: issued.token, stale_at: Instant::now().checked_add(life - MARGIN.min(life / 10)) }
    }
}

impl<I: Issuer + 'static> Renewing<I> {
    /// `held`: a token from an earlier run, where it is good still.
    pub(crate) fn new(issuer: I, place: TokenPlace, held: Option<IssuedToken>) -> Self {
        let state = TokenState { held: held.map(HeldToken::from), ..TokenState::default() };
        Self { issuer: Rc::new(issuer), place, state: Rc::new(RefCell::new(state)) }
    }

    /// A token that is fresh now.
    async fn token(&self, sender: &dyn Sender) -> Result<Secret> {
        let mut flight = {
            let mut state = self.state.borrow_mut();
            if let Some(error) = &state.lost {
                return Err(error.again());
            }
            let fresh = state.held.as_ref().filter(|held| held.stale_at.is_none_or(|stale| Instant::now() < stale));
            match (fresh, &state.flight) {
                (Some(held), _) => return Ok(held.token.clone()),
                (None, Some(flight)) => flight.clone(),
                (None, None) => state.flight.insert(self.depart(sender)).clone(),
            }
        };
        let landed = flight.wait_for(Option::is_some).await.ok().and_then(|landed| landed.clone());
        match landed {
            Some(landed) => landed.map_err(|error| error.again()),
            None => Err(Error::system("the request for a new token was broken off")),
        }
    }

    /// Begins to ask for a token.
    fn depart(&self, sender: &dyn Sender) -> watch::Receiver<Option<Landed>> {
        let (tell, landing) = watch::channel(None);
        let (issuer, sender, state) = (self.issuer.clone(), sender.owned(), self.state.clone());
        tokio::task::spawn_local(async move {
            let landed = issuer.issue(sender).await.map(HeldToken::from).map_err(Rc::new);
            let mut state = state.borrow_mut();
            state.flight = None;
            match &landed {
                Ok(held) => state.held = Some(held.clone()),
                // The network may be well again, and a server that broke its word may keep it.
                Err(error) if error.failure_type() == FailureType::ConfigError => state.lost = Some(error.clone()),
                Err(_) => {}
            }
            drop(state);
            tell.send_replace(Some(landed.map(|held| held.token)));
        });
        landing
    }
}

impl<I: Issuer + 'static> Signer for Renewing<I> {
    fn credentials<'a>(&'a self, _: &'a Request, sender: &'a dyn Sender) -> LocalFuture<'a, Result<Credentials>> {
        Box::pin(async move { Ok(self.place.credentials(self.token(sender).await?.expose())) })
    }

    fn identity(&self) -> Identity {
        Identity::of(&(self.issuer.identity(), &self.place))
    }

    fn uses_up(&self) -> Option<Identity> {
        self.issuer.uses_up()
    }

    /// Only the one who comes first lets the token go: the others find its successor, or wait for it.
    fn refused(&self, credentials: &Credentials) -> bool {
        let mut state = self.state.borrow_mut();
        let is_this = |held: &mut HeldToken| self.place.credentials(held.token.expose()) == *credentials;
        state.held.take_if(is_this);
        true
    }
}
