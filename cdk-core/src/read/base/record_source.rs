//! Record source: the typed records of a stream, for the slices of a child or for a function that reads the stream.
//!
//! Reading a stream needs its slices, and these may need the records of a parent stream. This recursion goes through
//! [`RecordSource`], so slices and functions do not depend on the reader of streams. `stream::record_source` implements
//! it.
//! Memory: one page of records in the queue.

use std::any::Any;
use std::collections::VecDeque;

use serde_json::Value;

use crate::auth::LocalFuture;
use crate::error::Result;
use crate::stream::scope::{EmbeddedPage, ParentRecord};

/// A parent's record, its identity, and the embedded children. Errors of the latter two are reported only if the record
/// has a slice, which `only` decides.
pub(crate) struct QueuedParent {
    pub(crate) record: ParentRecord,
    pub(crate) identity: Result<Value>,
    pub(crate) embedded: Result<Option<EmbeddedPage>>,
}

/// The slices from which the next page may come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    AnySlice,
    /// The slice of the page before.
    SameSlice,
}

/// The result of a wait for records.
pub(crate) enum Delivery {
    Records(Vec<QueuedParent>),
    SliceBegun,
    SliceEnded,
    End,
}

/// Reads a stream, page by page.
pub(crate) trait RecordSource {
    /// Waits for a page or the end of a slice. Only one call waits at a time.
    fn next_page(&mut self, extent: Extent) -> LocalFuture<'_, Result<Delivery>>;
}

/// Returns the records of a source one by one.
pub(crate) struct RecordQueue {
    source: Box<dyn RecordSource>,
    queue: VecDeque<QueuedParent>,
}

impl RecordQueue {
    pub(crate) fn new(source: Box<dyn RecordSource>) -> Self {
        Self { source, queue: VecDeque::new() }
    }

    /// The next record; `None` at the end of the stream.
    pub(crate) async fn next(&mut self) -> Result<Option<QueuedParent>> {
        self.next_within(Extent::AnySlice).await
    }

    /// The next record of the same slice; `None` at its end.
    pub(crate) async fn next_of_slice(&mut self) -> Result<Option<QueuedParent>> {
        self.next_within(Extent::SameSlice).await
    }

    /// The next record's struct.
    pub(crate) async fn next_typed(&mut self) -> Result<Option<Box<dyn Any>>> {
        Ok(self.next().await?.map(|queued| queued.record.typed))
    }

    async fn next_within(&mut self, extent: Extent) -> Result<Option<QueuedParent>> {
        loop {
            if let Some(queued) = self.queue.pop_front() {
                return Ok(Some(queued));
            }
            match self.source.next_page(extent).await? {
                Delivery::Records(records) => self.queue.extend(records),
                Delivery::End => return Ok(None),
                Delivery::SliceEnded if extent == Extent::SameSlice => return Ok(None),
                Delivery::SliceBegun | Delivery::SliceEnded => {}
            }
        }
    }
}
