//! Stream: one stream, from its definition to its last STATE.

pub(super) mod checkpoint;
pub(super) mod failures;
pub(super) mod partitions;
pub(super) mod reader;
pub(super) mod record_source;
pub(super) mod report;
pub(super) mod sync_mode;
