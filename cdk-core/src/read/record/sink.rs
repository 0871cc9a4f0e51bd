//! Sink: where the records of one page go.
//!
//! RECORD lines in one batch, or typed records for the slices of a child.
//! Not here: what a record's data is (`emit`), taking records one by one (`collector`).

use std::rc::Rc;

use crate::read::base::nulled::NulledValues;
use crate::read::base::record_source::QueuedParent;
use crate::stream::scope::Slice;

/// Where the records of a page go.
pub(crate) enum Sink {
    /// RECORD lines.
    Lines(RecordBatch),
    /// Typed records, for the slices of a child, each with the children that it embeds.
    Parents { records: Vec<QueuedParent>, slice: Rc<Slice> },
}

/// RECORD lines of one page.
#[derive(Default)]
pub(crate) struct RecordBatch {
    pub(crate) lines: Vec<u8>,
    pub(crate) records: u64,
    /// The values that were changed: counted once the whole page is read.
    pub(crate) nulled: NulledValues,
}

impl Sink {
    /// Makes room for the lines of a page of `bytes` bytes, so that a large batch is not moved as it grows.
    pub(crate) fn reserve(&mut self, bytes: usize) {
        if let Self::Lines(batch) = self {
            batch.lines.reserve(bytes + bytes / 8);
        }
    }

    pub(crate) fn clear(&mut self) {
        match self {
            Self::Lines(batch) => {
                batch.lines.clear();
                batch.records = 0;
                batch.nulled.clear();
            }
            Self::Parents { records, .. } => records.clear(),
        }
    }
}
