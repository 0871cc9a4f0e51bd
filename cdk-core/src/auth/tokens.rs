//! Several tokens, in turn: each request takes the next one that does not rest.
//!
//! In: the tokens. Out: one after the other. One that is rate-limited rests until its reset, one that is refused for good; where
//! all are limited, the request waits for the first that is free again.
//! Not here: the waits of a request that failed by itself (see `client`).

use std::cell::{Cell, RefCell};
use std::time::Duration;

use tokio::time::Instant;

use super::{Credentials, LocalFuture, Sender, Signer, TokenPlace};
use crate::error::{Error, Result};
use crate::http::{Identity, Request};

/// How long a token rests, at least and at most: as for what a server names.
const LEAST_REST: Duration = Duration::from_secs(1);
const MOST_REST: Duration = Duration::from_secs(3600);

pub(crate) struct Tokens {
    tokens: Vec<Credentials>,
    next: Cell<usize>,
    rests: RefCell<Vec<Rest>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Rest {
    None,
    Until(Instant),
    Refused,
}

impl Tokens {
    pub(crate) fn new(tokens: &[String], place: &TokenPlace) -> Self {
        let tokens: Vec<_> = tokens.iter().map(|token| place.credentials(token)).collect();
        Self { next: Cell::new(0), rests: RefCell::new(vec![Rest::None; tokens.len()]), tokens }
    }

    /// The next token that is free now, else the moment at which the first is; `None` where all are refused.
    fn turn(&self) -> Option<Result<Credentials, Instant>> {
        let (now, rests, count) = (Instant::now(), self.rests.borrow(), self.tokens.len());
        let mut first: Option<Instant> = None;
        for at in (0..count).map(|step| (self.next.get() + step) % count) {
            match rests[at] {
                Rest::Refused => {}
                Rest::Until(moment) if moment > now => first = Some(first.map_or(moment, |first| first.min(moment))),
                _ => {
                    self.next.set((at + 1) % count);
                    return Some(Ok(self.tokens[at].clone()));
                }
            }
        }
        first.map(Err)
    }

    fn rest(&self, credentials: &Credentials, rest: Rest) {
        if let Some(at) = self.tokens.iter().position(|token| token == credentials) {
            self.rests.borrow_mut()[at] = rest;
        }
    }

    /// When the first of them is free.
    fn first_free(&self) -> Option<Instant> {
        let free_at = |rest: &Rest| match rest {
            Rest::None => Some(Instant::now()),
            Rest::Until(moment) => Some(*moment),
            Rest::Refused => None,
        };
        self.rests.borrow().iter().filter_map(free_at).min()
    }
}

impl Signer for Tokens {
    fn credentials<'a>(&'a self, _: &'a Request, _: &'a dyn Sender) -> LocalFuture<'a, Result<Credentials>> {
        Box::pin(async move {
            loop {
                match self.turn() {
                    Some(Ok(credentials)) => return Ok(credentials),
                    Some(Err(moment)) => tokio::time::sleep_until(moment).await,
                    None => return Err(Error::config("the API refuses every token of the config").refused()),
                }
            }
        })
    }

    fn identity(&self) -> Identity {
        Identity::of(&self.tokens)
    }

    fn refused(&self, credentials: &Credentials) -> bool {
        self.rest(credentials, Rest::Refused);
        self.rests.borrow().iter().any(|rest| *rest != Rest::Refused)
    }

    fn limited(&self, credentials: &Credentials, wait: Duration) -> Option<Duration> {
        // A token that need not rest would be taken again and again.
        self.rest(credentials, Rest::Until(Instant::now() + wait.clamp(LEAST_REST, MOST_REST)));
        self.first_free().map(|moment| moment.saturating_duration_since(Instant::now()))
    }
}
