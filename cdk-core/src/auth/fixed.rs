//! Fixed credentials: the same for every request.

use super::credentials::Credentials;
use super::local_future::LocalFuture;
use super::sender::Sender;
use super::signer::Signer;
use crate::error::Result;
use crate::http::{Identity, Request};

/// Returns the same credentials for every request.
impl Signer for Credentials {
    fn credentials<'a>(&'a self, _: &'a Request, _: &'a dyn Sender) -> LocalFuture<'a, Result<Credentials>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }

    fn identity(&self) -> Identity {
        Identity::of(self)
    }
}
