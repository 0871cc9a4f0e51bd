//! Sample: the limit of records of a stream, for `--limit`.

use std::cell::Cell;

use crate::read::plan::purpose::ReadPurpose;
use crate::read::record::sink::RecordBatch;

/// The limit of a stream, if it has one.
pub(crate) struct Sample {
    limit: Option<u64>,
    /// The number of records that may still be written.
    left: Option<Cell<u64>>,
}

impl Sample {
    pub(crate) fn new(purpose: ReadPurpose) -> Self {
        let limit = match purpose {
            ReadPurpose::Sample(limit) => Some(limit),
            ReadPurpose::Sync | ReadPurpose::ExactSync => None,
        };
        Self { limit, left: limit.map(Cell::new) }
    }

    pub(crate) fn is_limited(&self) -> bool {
        self.left.is_some()
    }

    /// Whether as many records are written as the limit allows.
    pub(crate) fn is_written(&self, records: u64) -> bool {
        self.limit.is_some_and(|limit| records >= limit)
    }

    /// Whether no further record is needed. Those that are needed may still wait to be written.
    pub(crate) fn is_full(&self) -> bool {
        self.left.as_ref().is_some_and(|left| left.get() == 0)
    }

    /// Counts the records of a batch. Drops those beyond the limit.
    pub(crate) fn take(&self, batch: &mut RecordBatch) {
        let Some(left) = &self.left else { return };
        if let Some(end) = line_end(&batch.lines, left.get()) {
            batch.lines.truncate(end);
            batch.records = batch.records.min(left.get());
        }
        left.set(left.get() - batch.records.min(left.get()));
    }
}

/// The end of the line with this number, from 1. `None` if there are fewer lines.
fn line_end(lines: &[u8], number: u64) -> Option<usize> {
    let Some(last) = number.checked_sub(1) else { return Some(0) };
    memchr::memchr_iter(b'\n', lines).nth(usize::try_from(last).ok()?).map(|end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_beyond_the_limit_are_dropped() {
        let sample = Sample::new(ReadPurpose::Sample(3));
        let batch = || RecordBatch { lines: b"1\n2\n".to_vec(), records: 2, ..RecordBatch::default() };
        let (mut first, mut second) = (batch(), batch());

        sample.take(&mut first);
        assert!(!sample.is_full());
        sample.take(&mut second);

        assert!(sample.is_full());
        assert_eq!((first.lines.as_slice(), first.records), (&b"1\n2\n"[..], 2));
        assert_eq!((second.lines.as_slice(), second.records), (&b"1\n"[..], 1));
    }
}
