//! State: how far a stream has been read, in the shapes that the Python CDK reads and writes.
//!
//! `format`, `text` and `value` know cursors: what they are compared by and how they are written. `range` and `track`
//! know how far one partition is: the windows that are finished, those that are not, and which are to come. `saved`
//! reads a state file's entry (`resume` what an unfinished sync added to it), `begin` knows where a partition begins,
//! `progress` takes what is read, page by page, and `written` says it as a state. `first` knows of streams that are
//! read in another way after a first sync, `future` of values that are later than the clock.
//! In: an earlier state, windows and pages. Out: windows to read, and a state that covers what is finished and only
//! that.
//! Default: a partition's state is one value, the greatest cursor of its gap-free front, as the Python CDK has it; an
//! unfinished sync adds one key, [`RESUME`].
//! Not here: when a STATE is written (see `read::checkpoint`), the words of a stream (see `stream::incremental`).

mod begin;
mod first;
mod format;
mod future;
mod partitions;
mod progress;
mod range;
mod resume;
mod saved;
#[cfg(test)]
mod tests;
mod text;
mod track;
mod value;
mod watermark;
mod written;

pub(crate) use begin::Begun;
pub(crate) use first::Way;
pub(crate) use format::TimeFormat;
pub(crate) use future::Future;
pub(crate) use progress::{CursorRules, PageEnd, Progress, Rules};
pub(crate) use range::{Cut, Window};
pub(crate) use saved::Saved;
pub(crate) use text::Look;
pub(crate) use value::{CursorValue, Kind, Stride};

/// The state itself, as the protocol carries it.
pub(crate) type State = serde_json::Map<String, serde_json::Value>;

/// The one key that an unfinished sync adds to the Python CDK's shape, which looks up its own keys and so ignores it.
pub(crate) const RESUME: &str = "__resume";
/// A full refresh that is complete. Source: the Python CDK's `NO_CURSOR_STATE_KEY`.
pub(crate) const NO_CURSOR: &str = "__ab_no_cursor_state_message";
/// A partition of a full refresh that is complete; also a whole stream, as its resumable full refresh has it.
pub(crate) const REFRESH_COMPLETE: &str = "__ab_full_refresh_sync_complete";
