//! Signer: what adds credentials to the requests of a stream, whatever kind they are of.

use std::time::Duration;

use super::credentials::Credentials;
use super::local_future::LocalFuture;
use super::sender::Sender;
use crate::error::Result;
use crate::http::{Identity, Request};

/// Gives the credentials for a request. Called before every attempt, possibly for several requests at a time.
pub(crate) trait Signer {
    fn credentials<'a>(&'a self, request: &'a Request, sender: &'a dyn Sender) -> LocalFuture<'a, Result<Credentials>>;

    /// Whose credentials they are: the same for a token and the one that replaces it.
    fn identity(&self) -> Identity;

    /// The token that these credentials use up, where each is good for one use.
    fn uses_up(&self) -> Option<Identity> {
        None
    }

    /// The API does not accept these. Whether the request may be sent once more, with what [`Self::credentials`] gives then.
    fn refused(&self, _: &Credentials) -> bool {
        false
    }

    /// Whether there are several credentials, each of which the API may refuse or limit by itself.
    fn has_several(&self) -> bool {
        false
    }

    /// When the first of several credentials that all rest is free.
    fn rests_until(&self) -> Option<tokio::time::Instant> {
        None
    }

    /// Spells a signed request as the signature has it.
    fn spell(&self, _: &mut Request) {}

    /// The API takes these again only after a wait. When the first of several is free; `None` where there are no others.
    fn limited(&self, _: &Credentials, _: Duration) -> Option<Duration> {
        None
    }
}
