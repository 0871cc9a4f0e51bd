//! Signers: who signs is one for all streams of a run, so that one token serves them all.
//!
//! In: what signs, told apart by whose credentials it gives. Out: the first of its kind.
//! Not here: functions of the connector's own, of which each stream may have another.

use std::cell::RefCell;
use std::rc::Rc;

use super::Signer;

/// What signs the requests of a run. A run has a handful of them.
#[derive(Default)]
pub(crate) struct Signers(RefCell<Vec<Rc<dyn Signer>>>);

impl Signers {
    /// The one that was made first of those with these credentials.
    pub(crate) fn shared(&self, signer: Rc<dyn Signer>) -> Rc<dyn Signer> {
        let mut known = self.0.borrow_mut();
        match known.iter().find(|other| other.identity() == signer.identity()) {
            Some(first) => first.clone(),
            None => {
                known.push(signer.clone());
                signer
            }
        }
    }
}
