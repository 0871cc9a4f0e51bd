//! Record: a found record → what leaves of it, and where it goes.
//!
//! In: a record as the scanner found it, the `RecordPlan`, the scope. Out: a RECORD line or a parent's record; the
//! totals of the stream change in its `Tally`.
//! Not here: where records are found (see `page`).

pub(super) mod added;
pub(super) mod collector;
pub(super) mod embedded_list;
pub(super) mod emit;
pub(super) mod errors;
pub(super) mod identity;
pub(super) mod observe;
mod selected_columns;
pub(super) mod sink;
pub(super) mod verify;
