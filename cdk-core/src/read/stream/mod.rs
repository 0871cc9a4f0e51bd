//! Stream: one stream, from its definition to its last STATE.
//!
//! In: a definition, and the position of an earlier run. Out: RECORD lines, STATEs, and log lines about the stream.
//! The stream's reader owns its `Tally`.
//! Not here: several streams (see `engine`), one slice (see `page`).

pub(super) mod checkpoint;
pub(super) mod failures;
pub(super) mod first_page;
pub(super) mod partitions;
pub(super) mod progress;
pub(super) mod reader;
pub(super) mod record_source;
pub(super) mod report;
pub(super) mod sample;
pub(super) mod source_function;
pub(super) mod sync_mode;
