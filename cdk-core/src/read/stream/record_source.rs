//! Parent records: the records of a stream as their structs, in order, for the slices of a child or for a function that reads
//! the stream.
//!
//! In: the stream's plan; its own slices may have parents again. Out: typed records, page by page, read while the children
//! are. Slices of the stream are read at the same time, each a page ahead; whichever has a page gives it, so that none waits for
//! another's retries. With one request in flight they come in their order.
//! Memory: two pages of the slice at hand, one of each that is read ahead.
//! Not here: which of them have a slice, and batches of them (see `parents`).

use std::any::Any;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use serde_json::Value;
use tokio::sync::mpsc;

use crate::error::Result;
use crate::read::base::task::Task;
use crate::read::page::reader::Pages;
use crate::read::plan::stream_plan::{Plan, Run};
use crate::read::record::sink::Sink;
use crate::read::slice::slices::{Ahead, Slices};
use crate::state::Progress;
use crate::stream::scope::{EmbeddedPage, ParentRecord, Slice};

/// Gives the records of one stream.
pub(crate) struct ParentRecords<C> {
    plan: Rc<Plan<C>>,
    run: Rc<Run<C>>,
    slices: Ahead,
    /// Slices that are read, at most as many as there may be requests in flight; the last record is of the first.
    slices_read: VecDeque<SliceRead>,
    most: usize,
    queue: VecDeque<Queued>,
    progress: Option<Rc<Progress>>,
}

/// A record, what tells it apart, and the children that it embeds. What is wrong with these is told when the record's slice
/// is wanted: `only` may say that there is none.
pub(crate) struct Queued {
    pub(crate) record: ParentRecord,
    pub(crate) identity: Result<Value>,
    pub(crate) embedded: Result<Option<EmbeddedPage>>,
}

type Page = Result<Vec<Queued>>;

/// A slice of the parent while it is read.
struct SliceRead {
    pages: mpsc::Receiver<Page>,
    reader: Task<()>,
}

/// What a wait for records brought.
enum Brought {
    Records,
    Slice,
    EndOfSlice,
    Nothing,
}

impl<C: 'static> ParentRecords<C> {
    /// `progress`: only what that has not read yet.
    pub(crate) fn new(plan: &Rc<Plan<C>>, run: &Rc<Run<C>>, progress: Option<Rc<Progress>>) -> Self {
        Self {
            slices: Slices::new(plan, run).with_progress(progress.clone()).ahead(),
            progress,
            slices_read: VecDeque::new(),
            most: plan.most_at_once(run),
            plan: plan.clone(),
            run: run.clone(),
            queue: VecDeque::new(),
        }
    }

    /// The next record; `None` at the end of the stream.
    pub(crate) async fn next(&mut self) -> Result<Option<Queued>> {
        self.next_up_to(false).await
    }

    /// The next record of the slice that the last one was of; `None` at that slice's end.
    pub(crate) async fn next_of_slice(&mut self) -> Result<Option<Queued>> {
        self.next_up_to(true).await
    }

    /// The next record's struct.
    pub(crate) async fn typed(&mut self) -> Result<Option<Box<dyn Any>>> {
        Ok(self.next().await?.map(|queued| queued.record.typed))
    }

    async fn next_up_to(&mut self, the_slice_ends: bool) -> Result<Option<Queued>> {
        loop {
            if let Some(queued) = self.queue.pop_front() {
                return Ok(Some(queued));
            }
            match self.wait(the_slice_ends).await? {
                Brought::Nothing => return Ok(None),
                Brought::EndOfSlice if the_slice_ends => return Ok(None),
                Brought::Records | Brought::Slice | Brought::EndOfSlice => {}
            }
        }
    }

    /// Waits for a page: of the foremost slice alone, or of whichever has one first, so that none waits for the others' retries.
    async fn wait(&mut self, of_foremost: bool) -> Result<Brought> {
        if self.slices_read.len() < self.most
            && let Some(slice) = self.slices.now()
        {
            self.begin(slice?);
        }
        let is_room = self.slices_read.len() < self.most;
        let has_any = !self.slices_read.is_empty();
        let looked_at = if of_foremost { 1 } else { self.slices_read.len() };
        tokio::select! {
            biased;
            (at, page) = first_page(&mut self.slices_read, looked_at), if has_any => {
                let Some(mut slice) = self.slices_read.remove(at) else { return Ok(Brought::Slice) };
                match page {
                    Some(records) => {
                        // It is the foremost from now on: the rest of a batch is of the same slice.
                        self.slices_read.push_front(slice);
                        self.queue.extend(records?);
                        Ok(Brought::Records)
                    }
                    None => slice.reader.ended().await.map(|()| Brought::EndOfSlice),
                }
            }
            Some(slice) = self.slices.next(), if is_room => {
                self.begin(slice?);
                Ok(Brought::Slice)
            }
            else => Ok(Brought::Nothing),
        }
    }

    /// Begins with a slice.
    fn begin(&mut self, slice: Slice) {
        let (give, pages) = mpsc::channel(1);
        let reader = Pages::new(self.plan.clone(), self.run.clone(), slice).one_by_one();
        self.slices_read.push_back(SliceRead { pages, reader: Task::spawn(read(reader, give, self.progress.clone())) });
    }
}

/// The first page that one of the first so many slices has, and of which; `None` at that slice's end.
async fn first_page(slices: &mut VecDeque<SliceRead>, looked_at: usize) -> (usize, Option<Page>) {
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

/// Reads a slice of the parent. A page is asked for when the one before it was taken.
async fn read<C: 'static>(mut pages: Pages<C>, give: mpsc::Sender<Page>, progress: Option<Rc<Progress>>) {
    let tell = |ended: Option<bool>, page: &Pages<C>| {
        let Some((progress, number)) = progress.as_ref().zip(page.number_in_progress()) else { return };
        match ended {
            None => progress.page(number, page.page_end()),
            Some(is_complete) => progress.ended(number, is_complete),
        }
    };
    while let Ok(room) = give.reserve().await {
        let mut sink = Sink::Parents { records: Vec::new(), slice: pages.slice.clone() };
        match pages.next(&mut sink).await {
            Ok(false) => {
                tell(Some(true), &pages);
                break;
            }
            Ok(true) => {
                tell(None, &pages);
                if let Sink::Parents { records, .. } = sink {
                    room.send(Ok(records));
                }
            }
            Err(error) => {
                tell(Some(false), &pages);
                room.send(Err(error));
                break;
            }
        }
    }
}
