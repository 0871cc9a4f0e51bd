//! Out: the directory of `--out`: one file of records per stream, and the state that the next run continues from.
//!
//! In: the lines of a read. Out: `STREAM.jsonl` with the records' own bytes, `_state.json` and `_catalog.json`.
//! Each record is written exactly once. The records are synced first; then `_state.json` is replaced, which names the
//! file and the length that its state covers. The next run cuts a longer file back to that length.
//! A full refresh writes a new file, which replaces the old one at its end.
//! Not here: which STATEs cover all records before them (see `read::stream::checkpoint`).

mod catalog;
mod directory;
mod names;
mod open_file;
mod sink;
mod state_file;

pub(super) use directory::OutDirectory;
pub(super) use sink::{DirectorySlot, directory_sink};
