//! Record source: reads the typed records of a stream, for the slices of a child or for a function.
//!
//! In: an open stream, whose slices may need parents again. Out: typed records, page by page, while the children are
//! read. Several slices are read at a time, each one page ahead. The first slice with a page delivers it, so no slice
//! waits for the retries of another. With one request in flight, slices keep their order.
//! This is the only implementation of [`RecordSource`]: only this file knows both slices and pages.
//! Memory: two pages of the current slice, and one page of each slice that is read ahead.
//! Not here: the slices of records, and batches of records (see `slice::parents`).

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
    /// Slices that are being read, at most as many as there may be requests in flight. The last record is of the first
    /// one.
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

/// The records of a stream. With a progress, only the records that it does not cover.
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
    /// Waits for a page of the first slice, or of any slice.
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
                        // This slice becomes the first: the rest of a batch is of the same slice.
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

    /// Begins to read a slice.
    fn begin(&mut self, slice: Slice) {
        let (give, pages) = mpsc::channel(1);
        let reader = PageReader::new(self.stream.clone(), slice, Requests::OneByOne);
        let reader = Task::spawn(read_slice(reader, give, self.progress.clone()));
        self.slices_read.push_back(SliceRead { pages, reader });
    }
}

/// The first page that one of the first `looked_at` slices has, with the slice's place. `None`: the slice has ended.
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

/// Reads a slice of the stream. A page is requested after the one before was taken.
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
