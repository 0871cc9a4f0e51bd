//! Authentication that the config chooses.

use std::any::TypeId;
use std::rc::Rc;

use super::{Auth, AuthKind};
use crate::error::Result;

type Choose<C> = dyn Fn(&C) -> Auth<C>;

/// A function from the config to the way of signing.
pub(crate) struct Choice<C> {
    function: Rc<Choose<C>>,
    /// What tells the function from others, where it holds nothing of its own: the streams of a run share what it chose.
    pub(crate) name: Option<TypeId>,
}

impl<C> Choice<C> {
    pub(super) fn new(function: impl Fn(&C) -> Auth<C> + 'static) -> Self {
        let name = type_of(&function);
        Self { function: Rc::new(function), name }
    }

    /// What it chooses for a config.
    pub(crate) fn of(&self, config: &C) -> Result<AuthKind<C>> {
        (self.function)(config).0
    }
}

/// The type of a function that captures nothing: one type is one function then.
fn type_of<F: 'static>(_: &F) -> Option<TypeId> {
    (size_of::<F>() == 0).then(TypeId::of::<F>)
}
