//! A response rule, without its view.

use super::template::ErasedTemplate;
use crate::retry::{Action, Conditions};

/// Conditions that must all match, an action, and a message for the user.
pub(crate) struct Rule<C> {
    pub(crate) conditions: Conditions,
    pub(crate) action: Action,
    pub(crate) message: Option<ErasedTemplate<C>>,
}
