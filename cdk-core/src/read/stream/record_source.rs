//! Record source: reads the typed records of a stream, for the slices of a child or for a function.
//!
//! In: a stream that is open; its slices may have parents again. Out: typed records, page by page, read while the
//! children are. Slices of the stream are read at the same time, each a page ahead; whichever has a page delivers it,
//! so that none waits for another's retries. With one request in flight they come in their order.
//! The one implementation of [`RecordSource`]: this file knows both slices and pages.
//! Memory: two pages of the slice at hand, one of each that is read ahead.
//! Not here: which records have a slice, and batches of them (see `slice::parents`).

use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use tokio::sync::mpsc;

use crate::auth::LocalFuture;
use crate::error::Result;
use crate::read::base::record_source::{Delivery, Extent, QueuedParent, RecordQueue, RecordSource};
use crate::read::base::task::Task;
use crate::read::page::look_ahead::Requests;
use crate::read::page::reader::PageReader;
use crate::read::plan::open_stream::OpenStream;
use crate::read::record::sink::Sink;
use crate::read::slice::prepared::PreparedSlices;
use crate::read::slice::slices::Slices;
use crate::state::StreamProgress;
use crate::stream::scope::Slice;

/// Reads the records of one stream.
struct StreamRecords<C> {
    stream: Rc<OpenStream<C>>,
    slices: PreparedSlices,
    /// Slices that are read, at most as many as there may be requests in flight; the last record is of the first.
    slices_read: VecDeque<SliceRead>,
    most: usize,
    progress: Option<Rc<StreamProgress>>,
}

type ParentPage = Result<Vec<QueuedParent>>;

/// A slice of the stream while it is read.
struct SliceRead {
    pages: mpsc::Receiver<ParentPage>,
    reader: Task<()>,
}

/// The records of a stream; with a progress, only what that has not read yet.
pub(crate) fn open_records<C: 'static>(
    stream: &Rc<OpenStream<C>>,
    progress: Option<Rc<StreamProgress>>,
) -> RecordQueue {
    RecordQueue::new(Box::new(StreamRecords {
        slices: PreparedSlices::new(Slices::new(stream, progress.clone())),
        slices_read: VecDeque::new(),
        most: stream.most_at_once(),
        stream: stream.clone(),
        progress,
    }))
}

impl<C: 'static> RecordSource for StreamRecords<C> {
    fn next_page(&mut self, extent: Extent) -> LocalFuture<'_, Result<Delivery>> {
        Box::pin(self.wait(extent))
    }
}

impl<C: 'static> StreamRecords<C> {
    /// Waits for a page: of the foremost slice alone, or of whichever has one first, so that none waits for the others'
    /// retries.
    async fn wait(&mut self, extent: Extent) -> Result<Delivery> {
        if self.slices_read.len() < self.most
            && let Some(slice) = self.slices.take_ready()
        {
            self.begin(slice?);
        }
        let has_room = self.slices_read.len() < self.most;
        let has_any = !self.slices_read.is_empty();
        let looked_at = match extent {
            Extent::SameSlice => 1,
            Extent::AnySlice => self.slices_read.len(),
        };
        tokio::select! {
            biased;
            (at, page) = first_page(&mut self.slices_read, looked_at), if has_any => {
                let Some(mut slice) = self.slices_read.remove(at) else { return Ok(Delivery::SliceBegun) };
                match page {
                    Some(records) => {
                        // It is the foremost from now on: the rest of a batch is of the same slice.
                        self.slices_read.push_front(slice);
                        records.map(Delivery::Records)
                    }
                    None => slice.reader.join().await.map(|()| Delivery::SliceEnded),
                }
            }
            Some(slice) = self.slices.next(), if has_room => {
                self.begin(slice?);
                Ok(Delivery::SliceBegun)
            }
            else => Ok(Delivery::End),
        }
    }

    /// Begins with a slice.
    fn begin(&mut self, slice: Slice) {
        let (give, pages) = mpsc::channel(1);
        let reader = PageReader::new(self.stream.clone(), slice, Requests::OneByOne);
        let reader = Task::spawn(read_slice(reader, give, self.progress.clone()));
        self.slices_read.push_back(SliceRead { pages, reader });
    }
}

/// The first page that one of the first `looked_at` slices has, and of which; `None` at that slice's end.
async fn first_page(slices: &mut VecDeque<SliceRead>, looked_at: usize) -> (usize, Option<ParentPage>) {
    poll_fn(|cx| {
        let ready =
            slices.iter_mut().take(looked_at).enumerate().find_map(|(at, slice)| match slice.pages.poll_recv(cx) {
                Poll::Ready(page) => Some((at, page)),
                Poll::Pending => None,
            });
        ready.map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

/// Reads a slice of the stream. A page is requested when the one before it was taken.
async fn read_slice<C: 'static>(
    mut pages: PageReader<C>,
    give: mpsc::Sender<ParentPage>,
    progress: Option<Rc<StreamProgress>>,
) {
    let report = |ended: Option<bool>, pages: &PageReader<C>| {
        let Some((progress, number)) = progress.as_ref().zip(pages.number_in_progress()) else { return };
        match ended {
            None => progress.page(number, pages.page_end()),
            Some(is_complete) => progress.ended(number, is_complete),
        }
    };
    while let Ok(room) = give.reserve().await {
        let mut sink = Sink::Parents { records: Vec::new(), slice: pages.slice().clone() };
        match pages.next(&mut sink).await {
            Ok(false) => {
                report(Some(true), &pages);
                break;
            }
            Ok(true) => {
                report(None, &pages);
                if let Sink::Parents { records, .. } = sink {
                    room.send(Ok(records));
                }
            }
            Err(error) => {
                report(Some(false), &pages);
                room.send(Err(error));
                break;
            }
        }
    }
}
