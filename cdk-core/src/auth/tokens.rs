//! Token pool: several tokens, used in turn.
//!
//! In: the tokens. Out: the next token that is usable. A rate-limited token rests until its reset, a rejected one for
//! the rest of the run. If all are rate-limited, the one that is usable first is returned.
//! Not here: waiting until a token is usable (see `client`).

use std::cell::{Cell, RefCell};
use std::time::Duration;

use tokio::time::Instant;

use super::{Credentials, LocalFuture, Sender, Signer, TokenPlace};
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Identity, Request};

/// Shortest and longest rest of a rate-limited token, the same as for a server's wait.
const LEAST_REST: Duration = Duration::from_secs(1);
const MOST_REST: Duration = Duration::from_secs(3600);

pub(crate) struct TokenPool {
    tokens: Vec<Credentials>,
    next: Cell<usize>,
    rests: RefCell<Vec<TokenRest>>,
}

#[derive(Clone, Copy, PartialEq)]
enum TokenRest {
    None,
    Until(Instant),
    Refused,
}

impl TokenPool {
    pub(crate) fn new(tokens: &[String], place: &TokenPlace) -> Self {
        let tokens: Vec<_> = tokens.iter().map(|token| place.credentials(token)).collect();
        Self { next: Cell::new(0), rests: RefCell::new(vec![TokenRest::None; tokens.len()]), tokens }
    }

    /// The next token that is usable now, otherwise the one that is usable first; `None` if all are rejected.
    fn turn(&self) -> Option<Credentials> {
        let (now, rests, count) = (Instant::now(), self.rests.borrow(), self.tokens.len());
        let in_turn = (0..count).map(|step| (self.next.get() + step) % count);
        // Of equal moments the first.
        let (at, _) = in_turn.filter_map(|at| Some((at, rests[at].until(now)?))).min_by_key(|(_, moment)| *moment)?;
        self.next.set((at + 1) % count);
        Some(self.tokens[at].clone())
    }

    fn rest(&self, credentials: &Credentials, rest: TokenRest) {
        for (known, at) in self.tokens.iter().zip(self.rests.borrow_mut().iter_mut()) {
            // The list may contain the same token twice.
            if known == credentials {
                *at = rest;
            }
        }
    }

    /// The moment when the first token is usable.
    fn first_free(&self) -> Option<Instant> {
        let now = Instant::now();
        self.rests.borrow().iter().filter_map(|rest| rest.until(now)).min()
    }
}

impl TokenRest {
    /// The end of the rest, at the earliest now.
    fn until(self, now: Instant) -> Option<Instant> {
        match self {
            Self::None => Some(now),
            Self::Until(moment) => Some(moment.max(now)),
            Self::Refused => None,
        }
    }
}

impl Signer for TokenPool {
    fn credentials<'a>(&'a self, _: &'a Request, _: &'a dyn Sender) -> LocalFuture<'a, Result<Credentials>> {
        let refused = || {
            let error = Error::config("the API rejected every token of the config");
            error.with_kind(ErrorKind::Credentials).refused()
        };
        Box::pin(std::future::ready(self.turn().ok_or_else(refused)))
    }

    fn identity(&self) -> Identity {
        Identity::of(&self.tokens)
    }

    fn refused(&self, credentials: &Credentials) -> bool {
        self.rest(credentials, TokenRest::Refused);
        self.rests.borrow().iter().any(|rest| *rest != TokenRest::Refused)
    }

    fn has_several(&self) -> bool {
        self.tokens.len() > 1
    }

    fn rests_until(&self) -> Option<Instant> {
        self.first_free()
    }

    fn limited(&self, credentials: &Credentials, wait: Duration) -> Option<Duration> {
        // A token with a rest of zero would be used again and again.
        self.rest(credentials, TokenRest::Until(Instant::now() + wait.clamp(LEAST_REST, MOST_REST)));
        self.first_free().map(|moment| moment.saturating_duration_since(Instant::now()))
    }
}
