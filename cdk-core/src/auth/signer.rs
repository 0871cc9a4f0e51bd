//! Signer: adds credentials to the requests of a stream.

use std::time::Duration;

use super::credentials::Credentials;
use super::local_future::LocalFuture;
use super::sender::Sender;
use crate::error::Result;
use crate::http::{Identity, Request};

/// Returns the credentials for a request. Called before every attempt; several calls may be in progress at a time.
pub(crate) trait Signer {
    fn credentials<'a>(&'a self, request: &'a Request, sender: &'a dyn Sender) -> LocalFuture<'a, Result<Credentials>>;

    /// Identifies the account: the same for a token and its successor.
    fn identity(&self) -> Identity;

    /// The single-use token that these credentials consume.
    fn uses_up(&self) -> Option<Identity> {
        None
    }

    /// Called when the API rejects these credentials.
    ///
    /// Returns whether the request may be sent once more, with new credentials from [`Self::credentials`].
    fn refused(&self, _: &Credentials) -> bool {
        false
    }

    /// Whether there are several credentials, each of which the API may reject or limit separately.
    fn has_several(&self) -> bool {
        false
    }

    /// When all credentials are rate-limited: the moment when the first one is usable again.
    fn rests_until(&self) -> Option<tokio::time::Instant> {
        None
    }

    /// Writes the URL of a signed request as the signature has it.
    fn spell(&self, _: &mut Request) {}

    /// Called when the API rate-limits these credentials for a duration.
    ///
    /// Returns the wait until the first of several is usable; `None` if there is only one.
    fn limited(&self, _: &Credentials, _: Duration) -> Option<Duration> {
        None
    }
}
