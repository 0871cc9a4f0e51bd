//! Record source: the typed records of a stream, for the slices of a child or for a function that reads the stream.
//!
//! Reading a stream needs its slices, and these may need the records of a parent stream: the one recursion of the
//! engine. It goes through [`RecordSource`], so that slices and functions know no reader of streams.
//! `stream::record_source` implements it.
//! Memory: one page of records in the queue.

use std::any::Any;
use std::collections::VecDeque;

use serde_json::Value;

use crate::auth::LocalFuture;
use crate::error::Result;
use crate::stream::scope::{EmbeddedPage, ParentRecord};

/// A parent's record, its identity, and the children that it embeds. Errors of the latter two are reported when the
/// record's slice is read: `only` may say that it has none.
pub(crate) struct QueuedParent {
    pub(crate) record: ParentRecord,
    pub(crate) identity: Result<Value>,
    pub(crate) embedded: Result<Option<EmbeddedPage>>,
}

/// From which slices of the stream the next page may come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    AnySlice,
    /// The slice of the page before.
    SameSlice,
}

/// What a wait for records brought.
pub(crate) enum Delivery {
    Records(Vec<QueuedParent>),
    SliceBegun,
    SliceEnded,
    End,
}

/// Reads a stream, page by page.
pub(crate) trait RecordSource {
    /// Waits for a page, or for the end of a slice. Called once a page, and never while another call waits.
    fn next_page(&mut self, extent: Extent) -> LocalFuture<'_, Result<Delivery>>;
}

/// Gives the records of a source one by one.
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

    /// The next record of the slice that the last one was of; `None` at that slice's end.
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
