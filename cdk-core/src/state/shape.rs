//! Shape: the state as the protocol has it, and the keys of the framework in it.

use serde_json::{Map, Value};

use super::value::CursorValue;

/// The state of a stream, as in the protocol.
pub(crate) type State = Map<String, Value>;

/// The key with the data of an unfinished sync. The Python CDK ignores it.
pub(crate) const RESUME: &str = "__resume";
/// A full refresh that is complete. Source: the Python CDK's `NO_CURSOR_STATE_KEY`.
pub(crate) const NO_CURSOR: &str = "__ab_no_cursor_state_message";
/// A partition of a full refresh that is complete; also a whole stream, as its resumable full refresh has it.
pub(crate) const REFRESH_COMPLETE: &str = "__ab_full_refresh_sync_complete";
/// The mark of an unfinished first sync.
pub(super) const FIRST: &str = "first";

/// `{"updated": "2024-01-31"}`
pub(super) fn one(field: &str, value: &CursorValue) -> State {
    Map::from_iter([(field.to_owned(), value.raw().clone())])
}
