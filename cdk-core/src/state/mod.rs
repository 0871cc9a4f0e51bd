//! State: how far a stream is read, in the forms of the Python CDK.
//!
//! In: an earlier state, windows and pages. Out: the windows to read, and a state that covers only finished work.
//! `format`, `text` and `value` are about cursors: their order and their texts. `range` and `track` are about one
//! partition: its finished, open and future windows. `rules` is the part of a definition that matters for its state.
//! `reader` and `resume` read a state into `saved`; `written` writes it. `begin` begins a partition, `progress` counts
//! its pages. `first` is about different definitions for the first sync, `future` about values later than the clock.
//! Default: a partition's state is one value, the greatest cursor without a gap before it, as in the Python CDK. An
//! unfinished sync adds one key, [`RESUME`].
//! Not here: when a STATE is written (see `read::checkpoint`), attributes (see `stream::incremental`).

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
