//! Signers: shares signers between the streams of a run, so that one token serves them all.
//!
//! In: a signer, identified by its account. Out: the first signer with this identity.
//! Not here: functions of the connector, because each stream may have a different one.

use std::cell::RefCell;
use std::rc::Rc;

use super::Signer;
use crate::error::{Error, Result};

/// The signers of a run, usually a few.
#[derive(Default)]
pub(crate) struct Signers(RefCell<Vec<Rc<dyn Signer>>>);

impl Signers {
    /// The first signer that was added with the same identity.
    ///
    /// # Errors
    /// If another signer consumes the same single-use token: one of them would invalidate it for the other.
    pub(crate) fn shared(&self, signer: Rc<dyn Signer>) -> Result<Rc<dyn Signer>> {
        let mut known = self.0.borrow_mut();
        if let Some(first) = known.iter().find(|other| other.identity() == signer.identity()) {
            return Ok(first.clone());
        }
        let token = signer.uses_up();
        if token.is_some() && known.iter().any(|other| other.uses_up() == token) {
            return Err(Error::system(
                "auth: two streams use the same single-use refresh token with different settings, so that one would \
                 invalidate it for the other; declare `auth` on the source, or use the same settings",
            ));
        }
        known.push(signer.clone());
        Ok(signer)
    }
}
