//! Parent records: the records of a stream as their structs, in order, for the slices of a child or for a function that reads
//! the stream.
//!
//! In: the stream's plan; its own slices may have parents again. Out: typed records in the order of the stream's slices, read
//! page by page while the children are. Slices of the stream are read at the same time, each a page ahead.
//! Memory: two pages of the slice at hand, one of each that is read ahead.
//! Not here: which of them have a slice, and batches of them (see `parents`).

use std::any::Any;
use std::collections::VecDeque;
use std::rc::Rc;

use serde_json::Value;
use tokio::sync::mpsc;

use super::pages::Pages;
use super::plan::{Plan, Run};
use super::sink::Sink;
use super::slices::{Ahead, Slices};
use super::task::Task;
use crate::error::Result;
use crate::stream::scope::{EmbeddedPage, ParentRecord, Slice};

/// Gives the records of one stream.
pub(crate) struct ParentRecords<C> {
    plan: Rc<Plan<C>>,
    run: Rc<Run<C>>,
    slices: Ahead,
    /// Slices that are read, at most as many as there may be requests in flight, in order.
    slices_read: VecDeque<SliceRead>,
    most: usize,
    queue: VecDeque<Queued>,
}

/// A record, what tells it apart, and the children that it embeds. What is wrong with these is told when the record's slice
/// is wanted: `only` may say that there is none.
pub(crate) struct Queued {
    pub(super) record: ParentRecord,
    pub(super) identity: Result<Value>,
    pub(super) embedded: Result<Option<EmbeddedPage>>,
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
    pub(crate) fn new(plan: &Rc<Plan<C>>, run: &Rc<Run<C>>) -> Self {
        Self {
            slices: Slices::new(plan, run).ahead(),
            slices_read: VecDeque::new(),
            most: plan.most_at_once(run),
            plan: plan.clone(),
            run: run.clone(),
            queue: VecDeque::new(),
        }
    }

    /// The next record; `None` at the end of the stream.
    pub(super) async fn next(&mut self) -> Result<Option<Queued>> {
        self.next_up_to(false).await
    }

    /// The next record of the slice that the last one was of; `None` at that slice's end.
    pub(super) async fn next_of_slice(&mut self) -> Result<Option<Queued>> {
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
            match self.wait().await? {
                Brought::Nothing => return Ok(None),
                Brought::EndOfSlice if the_slice_ends => return Ok(None),
                Brought::Records | Brought::Slice | Brought::EndOfSlice => {}
            }
        }
    }

    async fn wait(&mut self) -> Result<Brought> {
        if self.slices_read.len() < self.most
            && let Some(slice) = self.slices.now()
        {
            self.begin(slice?);
        }
        let is_room = self.slices_read.len() < self.most;
        let foremost = self.slices_read.front_mut();
        tokio::select! {
            biased;
            Some(page) = page(foremost) => match page {
                Some(records) => {
                    self.queue.extend(records?);
                    Ok(Brought::Records)
                }
                None => self.end().await.map(|()| Brought::EndOfSlice),
            },
            Some(slice) = self.slices.next(), if is_room => {
                self.begin(slice?);
                Ok(Brought::Slice)
            }
            else => Ok(Brought::Nothing),
        }
    }

    /// Begins with a slice; its pages are taken when those before it are.
    fn begin(&mut self, slice: Slice) {
        let (give, pages) = mpsc::channel(1);
        let reader = Pages::new(self.plan.clone(), self.run.clone(), slice).one_by_one();
        self.slices_read.push_back(SliceRead { pages, reader: Task::spawn(read(reader, give)) });
    }

    /// The foremost slice is read.
    async fn end(&mut self) -> Result<()> {
        match self.slices_read.pop_front() {
            Some(mut slice) => slice.reader.ended().await,
            None => Ok(()),
        }
    }
}

/// The next page of a slice that is read: `Some(None)` at its end, `None` where no slice is.
async fn page(slice: Option<&mut SliceRead>) -> Option<Option<Page>> {
    Some(slice?.pages.recv().await)
}

/// Reads a slice of the parent. A page is asked for when the one before it was taken.
async fn read<C: 'static>(mut pages: Pages<C>, give: mpsc::Sender<Page>) {
    while let Ok(room) = give.reserve().await {
        let mut sink = Sink::Parents { records: Vec::new(), slice: pages.slice.clone() };
        match pages.next(&mut sink).await {
            Ok(false) => break,
            Ok(true) => {
                if let Sink::Parents { records, .. } = sink {
                    room.send(Ok(records));
                }
            }
            Err(error) => {
                room.send(Err(error));
                break;
            }
        }
    }
}
