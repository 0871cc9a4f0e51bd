//! Shape: what all states share, and the keys that are not a stream's own.
//!
//! Not here: a stream's rules (see `rules`), reading a state (see `reader`), writing one (see `written`).

use serde_json::{Map, Value};

use super::value::CursorValue;

/// The state itself, as the protocol carries it.
pub(crate) type State = Map<String, Value>;

/// The one key that an unfinished sync adds to the Python CDK's shape, which looks up its own keys and so ignores it.
pub(crate) const RESUME: &str = "__resume";
/// A full refresh that is complete. Source: the Python CDK's `NO_CURSOR_STATE_KEY`.
pub(crate) const NO_CURSOR: &str = "__ab_no_cursor_state_message";
/// A partition of a full refresh that is complete; also a whole stream, as its resumable full refresh has it.
pub(crate) const REFRESH_COMPLETE: &str = "__ab_full_refresh_sync_complete";
/// In an unfinished state: that it is one of the first way.
pub(super) const FIRST: &str = "first";

/// `{"updated": "2024-01-31"}`
pub(super) fn one(field: &str, value: &CursorValue) -> State {
    Map::from_iter([(field.to_owned(), value.raw().clone())])
}
