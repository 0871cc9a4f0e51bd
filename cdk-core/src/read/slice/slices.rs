//! The slices of a stream, lazily: each partition of its slicers, in the windows of its cursor.
//!
//! In: a stream that is open, and how far an earlier run read it. Out: slice after slice.
//! Memory: one slice of each slicer, and one page of parent records for each parent stream.
//! Not here: reading a slice (see `page`), combining slicers (see `product`), windows (see `windows`).

use std::rc::Rc;

use super::product::SliceProduct;
use super::repeats::Repeats;
use super::windows::{PartitionStart, Windows};
use crate::error::Result;
use crate::protocol::Level;
use crate::read::plan::open_stream::OpenStream;
use crate::state::StreamProgress;
use crate::stream::scope::Slice;

/// Gives the slices of one stream.
pub(crate) struct Slices<C> {
    stream: Rc<OpenStream<C>>,
    product: SliceProduct<C>,
    /// How far the stream is read, if that is reported.
    progress: Option<Rc<StreamProgress>>,
    /// The partition whose windows are being given.
    windows: Option<Windows>,
}

impl<C: 'static> Slices<C> {
    /// With a progress: what that has not read yet; how its slices are read is to be reported to it.
    pub(crate) fn new(stream: &Rc<OpenStream<C>>, progress: Option<Rc<StreamProgress>>) -> Self {
        let product = SliceProduct::new(stream, progress.clone());
        Self { stream: stream.clone(), product, progress, windows: None }
    }

    /// Warns of the first slice that comes twice.
    pub(crate) fn warn_of_repeats(mut self) -> Self {
        self.product.repeats = Some(Repeats::default());
        self
    }

    /// The next slice; `None` at the end. An error replaces the slices that cannot be listed because of it; the
    /// following items are other slices.
    pub(crate) async fn next(&mut self) -> Result<Option<Slice>> {
        loop {
            if let Some(windows) = &mut self.windows {
                if let Some(slice) = windows.next(&self.stream) {
                    return Ok(Some(slice));
                }
                self.windows = None;
            }
            match self.product.next().await? {
                Some(partition) => match Windows::begin(&self.stream, self.progress.as_ref(), partition)? {
                    PartitionStart::Whole(slice) => return Ok(Some(slice)),
                    PartitionStart::Windows(windows) => self.windows = Some(windows),
                    PartitionStart::Nothing => {}
                    PartitionStart::OtherPartitions => self.begin_anew(),
                },
                None if self.progress.as_ref().is_none_or(|progress| progress.all_found()) => return Ok(None),
                None => self.begin_anew(),
            }
        }
    }

    /// The partitions are not those that an earlier run has read in part: they are gone through from the first one on.
    fn begin_anew(&mut self) {
        let message = format!(
            "stream `{}`: its slices are not those of the run before, so all of them are read from the first on",
            self.stream.name()
        );
        self.stream.run.output.log(Level::Warn, &message);
        self.product.rewind();
        self.windows = None;
    }
}
