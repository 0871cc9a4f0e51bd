//! Windows: a partition's cursors, in windows that are slices.
//!
//! In: a partition, once its slicers found it. Out: a slice for each window that is to be read, what an earlier run
//! left first.
//! Default: a stream without a cursor has one window for each partition, without ends.
//! Not here: which windows are left (see `state`), finding partitions (see `product`).

use std::rc::Rc;

use serde_json::Value;

use super::bounds::slice_bounds;
use super::future::FutureCursor;
use crate::error::Result;
use crate::protocol::{Level, SyncMode};
use crate::read::plan::cursor_rules::state_rules;
use crate::read::plan::open_stream::OpenStream;
use crate::state::{Begun, Saved, StreamProgress};
use crate::stream::scope::{Resume, Slice};

/// A partition whose windows are being given.
pub(crate) struct Windows {
    slice: Slice,
    /// How progress names it.
    key: String,
    progress: Rc<StreamProgress>,
    /// Whether the reader of its slices reports to the progress.
    is_tracked: bool,
}

/// What a partition has to read.
pub(crate) enum PartitionStart {
    /// The partition is the slice.
    Whole(Slice),
    Windows(Windows),
    /// An earlier run has read all of it.
    Nothing,
    /// The partitions are not those that an earlier run has read in part.
    OtherPartitions,
}

impl Windows {
    /// Begins with a partition; `tracked`: the progress that its slices are reported to.
    ///
    /// # Errors
    /// If the bounds of the partition are wrong.
    pub(crate) fn begin<C: 'static>(
        stream: &OpenStream<C>,
        tracked: Option<&Rc<StreamProgress>>,
        slice: Slice,
    ) -> Result<PartitionStart> {
        let progress = match tracked {
            Some(progress) => progress.clone(),
            None if stream.plan.cursor.is_none() => return Ok(PartitionStart::Whole(slice)),
            // Nobody reports how far it is read: all of it is, and nothing is remembered.
            None => {
                let rules = state_rules(&stream.plan.definition, &stream.run, SyncMode::FullRefresh)?;
                Rc::new(StreamProgress::new(rules, Saved::default(), stream.run.began, Vec::new()))
            }
        };
        let is_tracked = tracked.is_some();
        if is_tracked && !progress.is_as_before() {
            return Ok(PartitionStart::OtherPartitions);
        }
        let (bounds, start) = slice_bounds(stream, &slice)?;
        let begun = progress.begin(&slice.partition, bounds);
        let Some(Begun { key, from, future: state }) = begun else { return Ok(PartitionStart::Nothing) };
        FutureCursor { state, start }.warn(stream.name(), from.as_ref(), &stream.run.output);
        Ok(PartitionStart::Windows(Self { slice, key, progress, is_tracked }))
    }

    /// The next window.
    pub(crate) fn next<C: 'static>(&mut self, stream: &OpenStream<C>) -> Option<Slice> {
        let window = self.progress.take(&self.key)?;
        let mut slice = self.slice.again();
        if self.is_tracked {
            slice.state = window.state;
        }
        // What the parent's record holds are the first records of its first window.
        if let Some(embedded) = self.slice.embedded.take().filter(|_| window.left.token.is_none()) {
            slice.embedded = Some(embedded);
        }
        slice.window = window.left.window;
        let (number, token, recent) = (window.number, window.left.token, window.left.recent);
        slice.resume = self.is_tracked.then_some(Resume { number, token, recent });
        log_window(stream, &slice);
        Some(slice)
    }
}

/// With `--debug`: which window begins.
fn log_window<C: 'static>(stream: &OpenStream<C>, slice: &Slice) {
    let window = &slice.window;
    if stream.run.output.debug && (window.start.is_some() || window.end.is_some()) {
        let edge = |which: &str| window.edge(which).map_or_else(|| "…".to_owned(), |edge| edge.to_string());
        let (name, partition) = (stream.name(), Value::Object(slice.partition.clone()));
        let message = format!("stream `{name}`: slice {partition}: {} to {} begins", edge("start"), edge("end"));
        stream.run.output.log(Level::Debug, &message);
    }
}
