//! Signers: who signs is one for all streams of a run, so that one token serves them all.
//!
//! In: what signs, told apart by whose credentials it gives. Out: the first of its kind.
//! Not here: functions of the connector's own, of which each stream may have another.

use std::cell::RefCell;
use std::rc::Rc;

use super::Signer;
use crate::error::{Error, Result};

/// What signs the requests of a run. A run has a handful of them.
#[derive(Default)]
pub(crate) struct Signers(RefCell<Vec<Rc<dyn Signer>>>);

impl Signers {
    /// The one that was made first of those with these credentials.
    ///
    /// # Errors
    /// Where another one uses up the same token, for one of which it would be of no use any more.
    pub(crate) fn shared(&self, signer: Rc<dyn Signer>) -> Result<Rc<dyn Signer>> {
        let mut known = self.0.borrow_mut();
        if let Some(first) = known.iter().find(|other| other.identity() == signer.identity()) {
            return Ok(first.clone());
        }
        let token = signer.uses_up();
        if token.is_some() && known.iter().any(|other| other.uses_up() == token) {
            return Err(Error::system(
                "auth: two streams take tokens for the same single-use refresh token in different words, so that one of them would \
                 use it up for the other; say `auth` on the source, or in the same words",
            ));
        }
        known.push(signer.clone());
        Ok(signer)
    }
}
