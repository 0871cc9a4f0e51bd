//! State: how far a stream has been read, in the shapes that the Python CDK reads and writes.
//!
//! `format`, `text` and `value` know cursors: what they are compared by and how they are written. `range` and `track`
//! know how far one partition is: the windows that are finished, those that are not, and which are to come. `rules` is
//! what a stream's definition says about its state, `shape` what all states share. `reader` reads a state file's entry
//! (`resume` what an unfinished sync added to it) into `saved`. `begin` knows where a partition begins, `progress`
//! takes what is read, page by page, and `written` writes it as a state. `first` knows of streams that are read in
//! another way after a first sync, `future` of values that are later than the clock.
//! In: an earlier state, windows and pages. Out: windows to read, and a state that covers what is finished and only
//! that.
//! Default: a partition's state is one value, the greatest cursor of its gap-free front, as the Python CDK has it; an
//! unfinished sync adds one key, [`RESUME`].
//! Not here: when a STATE is written (see `read::checkpoint`), the attributes of a stream (see `stream::incremental`).

mod begin;
mod first;
mod format;
mod future;
mod partitions;
mod progress;
mod range;
mod reader;
mod resume;
mod rules;
mod saved;
mod shape;
#[cfg(test)]
mod tests;
mod text;
mod track;
mod value;
mod watermark;
mod written;

pub(crate) use begin::Begun;
pub(crate) use format::TimeFormat;
pub(crate) use progress::{PageEnd, StreamProgress};
pub(crate) use range::{CursorRange, Cut};
pub(crate) use rules::{CursorRules, Rules, Way};
pub(crate) use saved::{Future, Saved};
#[cfg(test)]
use shape::RESUME;
pub(crate) use shape::State;
pub(crate) use text::Look;
pub(crate) use value::{CursorKind, CursorValue, Stride};
