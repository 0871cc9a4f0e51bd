//! Hooks that depend on the type of the records, until the definition is finished.

use crate::error::Result;
use crate::stream::context::Context;
use crate::stream::value::StreamState;

/// A function for `filter`.
pub(super) type Filter<R, C, P, S> = Box<dyn Fn(&Context<'_, R, C, P, S>) -> Result<bool>>;
/// A function for `map`.
pub(super) type Map<R, C, P, S> = Box<dyn Fn(&Context<'_, R, C, P, S>, R) -> Result<Option<R>>>;
/// A function for `get_updated_state`.
pub(super) type UpdatedHook<R, C, P, S> = Box<dyn Fn(&Context<'_, R, C, P, S>) -> Result<StreamState>>;
