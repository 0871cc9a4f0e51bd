//! Shared signers: what signs the requests of a run. Streams with the same credentials share one signer.

use std::any::TypeId;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::auth::{Signer, Signers};

/// The signers of a run.
#[derive(Default)]
pub(crate) struct SharedSigners {
    pub(crate) signers: Signers,
    choices: RefCell<HashMap<TypeId, Option<Rc<dyn Signer>>>>,
}

impl SharedSigners {
    /// The signer of a choice that was made before.
    pub(crate) fn choice(&self, name: TypeId) -> Option<Option<Rc<dyn Signer>>> {
        self.choices.borrow().get(&name).cloned()
    }

    /// Keeps the signer of a choice.
    pub(crate) fn keep_choice(&self, name: TypeId, signer: Option<Rc<dyn Signer>>) {
        self.choices.borrow_mut().insert(name, signer);
    }
}
