//! Renewing: replaces a token before it expires, with one request for all streams that wait for it.
//!
//! In: an [`Issuer`], and where a request carries the token. Out: credentials with a valid token, right before sending.
//! Default: a token is renewed [`MARGIN`] before its end, or at 90 % of its lifetime if that is later. A token of
//! unknown lifetime is renewed after [`UNKNOWN_LIFE`], as in the Python CDK. A separate task requests the new token, so
//! a caller that stops waiting does not cancel it. A permanent refusal is remembered, and no further request is sent.
//! Not here: how a token is requested (see `oauth2`, `session_token`, `jwt`).

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use super::{Credentials, LocalFuture, Sender, Signer, TokenPlace};
use crate::error::{Error, FailureType, Result};
use crate::http::{Identity, Request};
use crate::secret::Secret;

/// Time before its end at which a token is renewed: longer than a request takes to reach the server.
const MARGIN: Duration = Duration::from_secs(60);
/// Lifetime of a token whose issuer does not return one. Source: the Python CDK's `abstract_oauth.py`.
pub(super) const UNKNOWN_LIFE: Duration = Duration::from_secs(3600);

/// Issues tokens.
pub(crate) trait Issuer {
    /// Returns a new token. Called by one task at a time.
    fn issue(self: Rc<Self>, sender: Rc<dyn Sender>) -> LocalFuture<'static, Result<IssuedToken>>;

    /// Identifies the account of the tokens.
    fn identity(&self) -> Identity;

    /// The single-use credential that is exchanged for a token.
    fn uses_up(&self) -> Option<Identity> {
        None
    }
}

/// A token that was issued.
pub(crate) struct IssuedToken {
    pub(crate) token: Secret,
    /// Lifetime from now on; `None` if the issuer does not return one.
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
    /// The request for a new token, while it is in flight.
    flight: Option<watch::Receiver<Option<Landed>>>,
    /// The permanent error: no further token will be requested.
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
        // A moment beyond the range of the clock is never reached.
        Self { token: issued.token, stale_at: Instant::now().checked_add(life - MARGIN.min(life / 10)) }
    }
}

impl<I: Issuer + 'static> Renewing<I> {
    /// `held`: a token from an earlier run that is still valid.
    pub(crate) fn new(issuer: I, place: TokenPlace, held: Option<IssuedToken>) -> Self {
        let state = TokenState { held: held.map(HeldToken::from), ..TokenState::default() };
        Self { issuer: Rc::new(issuer), place, state: Rc::new(RefCell::new(state)) }
    }

    /// A token that is valid now.
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
            None => Err(Error::system("the request for a new token was cancelled")),
        }
    }

    /// Starts a request for a new token.
    fn depart(&self, sender: &dyn Sender) -> watch::Receiver<Option<Landed>> {
        let (tell, landing) = watch::channel(None);
        let (issuer, sender, state) = (self.issuer.clone(), sender.owned(), self.state.clone());
        tokio::task::spawn_local(async move {
            let landed = issuer.issue(sender).await.map(HeldToken::from).map_err(Rc::new);
            let mut state = state.borrow_mut();
            state.flight = None;
            match &landed {
                Ok(held) => state.held = Some(held.clone()),
                // Other errors may be temporary: the network may recover, and the server too.
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

    /// The first caller drops the token; the others find its successor or wait for it.
    fn refused(&self, credentials: &Credentials) -> bool {
        let mut state = self.state.borrow_mut();
        let is_this = |held: &mut HeldToken| self.place.credentials(held.token.expose()) == *credentials;
        state.held.take_if(is_this);
        true
    }
}
