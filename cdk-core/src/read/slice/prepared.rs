//! Prepared slices: the slices of a stream, found one ahead of the reader: parents are requested while children are
//! read.

use tokio::sync::mpsc;

use super::slices::Slices;
use crate::error::Result;
use crate::read::base::task::Task;
use crate::stream::scope::Slice;

/// Slices that are found ahead. Ends its task with itself.
pub(crate) struct PreparedSlices {
    found: mpsc::Receiver<Result<Slice>>,
    finder: Task<()>,
    is_at_end: bool,
}

impl PreparedSlices {
    /// Finds the slices in a separate task.
    pub(crate) fn new<C: 'static>(mut slices: Slices<C>) -> Self {
        let (give, found) = mpsc::channel(1);
        let finder = Task::spawn(async move {
            while let Some(slice) = slices.next().await.transpose() {
                if give.send(slice).await.is_err() {
                    break;
                }
            }
        });
        Self { found, finder, is_at_end: false }
    }

    /// The next one, as [`Slices::next`] returns it. May be given up while it waits, and called again.
    pub(crate) async fn next(&mut self) -> Option<Result<Slice>> {
        match self.found.recv().await {
            Some(slice) => Some(slice),
            None if self.is_at_end => None,
            None => {
                let ended = self.finder.join().await;
                // Not before: who gives the wait up must hear of a panic the next time.
                self.is_at_end = true;
                ended.err().map(Err)
            }
        }
    }

    /// Waits one turn for another slice; true if there is one or may be one.
    pub(crate) async fn wait_for_more(&mut self) -> bool {
        tokio::select! {
            biased;
            slice = self.next() => slice.is_some(),
            () = tokio::task::yield_now() => true,
        }
    }

    /// The next one if it is there already.
    pub(crate) fn take_ready(&mut self) -> Option<Result<Slice>> {
        self.found.try_recv().ok()
    }
}
