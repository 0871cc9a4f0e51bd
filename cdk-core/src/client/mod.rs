//! Client: request → response, the only place that knows the order of the policies.
//!
//! For one request: loop { *auth* gives the credentials (after every wait: a token can expire in it) → transport →
//! *retry* decides: success, wait and send again, or the error }. Cache and budget take their places in front of that
//! when they are built.
//! In: a request, the stream's signer and policy, someone who hears of retries. Out: a success with a body, or an error
//! with method, URL without secrets, status and the API's own message.
//! Not here: pages, tokens, records. A body that turns out broken later is reported back by [`Tries::body_failed`].

mod tries;

pub(crate) use tries::{OnRetry, RetryNotice, Sending, Stats, Tries};

use std::cell::RefCell;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::rc::Rc;

use crate::auth::{Credentials, LocalFuture, Sender};
use crate::error::Result;
use crate::http::{Request, Response, Transport};
use crate::secret::Redactor;

/// What is kept of the body of an answer that is no success.
const MOST_QUOTABLE_BYTES: usize = 256 << 10;
/// Hashes of credentials that are kept, so that masking them again costs nothing.
const MOST_HASHES: usize = 10_000;

/// Sends requests. One a run, shared by all streams.
pub(crate) struct Client {
    transport: Rc<dyn Transport>,
    redactor: Rc<Redactor>,
    /// Hashes of the credentials that the redactor knows already.
    masked: RefCell<HashSet<u64>>,
    hasher: RandomState,
}

impl Client {
    pub(crate) fn new(transport: Rc<dyn Transport>, redactor: Rc<Redactor>) -> Self {
        Self { transport, redactor, masked: RefCell::default(), hasher: RandomState::new() }
    }

    /// Makes sure that no log can show what was computed for a request.
    fn mask(&self, credentials: &Credentials) {
        let mut masked = self.masked.borrow_mut();
        if masked.len() >= MOST_HASHES {
            masked.clear();
        }
        if !masked.insert(self.hasher.hash_one(credentials)) {
            return;
        }
        for (_, value) in credentials.headers.iter().chain(&credentials.params) {
            self.redactor.add_computed(value);
            // `Bearer abc`: the token alone, too.
            if let Some((_, token)) = value.split_once(' ') {
                self.redactor.add_computed(token);
            }
        }
    }

    /// The answer as it may be quoted: masked as a whole, since half a secret would not be recognised.
    fn quotable(&self, mut response: Response) -> Response {
        response.body.truncate(MOST_QUOTABLE_BYTES);
        response.body = self.redactor.mask(&String::from_utf8_lossy(&response.body)).into_owned().into_bytes();
        response
    }
}

impl Sender for Rc<Client> {
    fn send_unsigned<'a>(&'a self, request: Request) -> LocalFuture<'a, Result<Response>> {
        Box::pin(async move { Tries::new(self.clone(), Rc::default(), request).send().await })
    }
}

#[cfg(test)]
mod tests;
