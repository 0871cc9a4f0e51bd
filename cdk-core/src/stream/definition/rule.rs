//! A rule about responses, without its view.

use super::template::ErasedTemplate;
use crate::retry::{Action, Conditions};

/// Conditions that must all hold, what follows, and a sentence for the user.
pub(crate) struct Rule<C> {
    pub(crate) conditions: Conditions,
    pub(crate) action: Action,
    pub(crate) message: Option<ErasedTemplate<C>>,
}
