//! Parents: the records of a parent stream, one after the other, for the slices of a child.
//!
//! In: the parent's plan; its own slices may have parents again. Out: typed records in the order of the parent's slices, read
//! page by page while the children are. Slices of the parent are read at the same time, each a page ahead.
//! Memory: two pages of the slice at hand, one of each that is read ahead.
//! Not here: combining them with other slicers (see `slices`).

use std::collections::VecDeque;
use std::rc::Rc;

use serde_json::{Map, Value};
use tokio::sync::mpsc;

use super::pages::Pages;
use super::plan::{Plan, Run};
use super::sink::Sink;
use super::slices::{Ahead, Slices};
use super::task::Task;
use crate::error::Result;
use crate::stream::scope::{EmbeddedPage, ParentRecord, Slice};

/// Key under which a partition holds that of its parent, as the Python CDK writes it.
const PARENT_SLICE: &str = "parent_slice";

/// Gives the records of one parent stream.
pub(crate) struct Parents<C> {
    /// The stream that the slices are of, and which of its parents this is.
    child: Rc<Plan<C>>,
    at: usize,
    /// The root by which templates see the record.
    name: Rc<str>,
    plan: Rc<Plan<C>>,
    run: Rc<Run<C>>,
    slices: Ahead,
    /// Slices of the parent that are read, at most as many as there may be requests in flight, in order.
    slices_read: VecDeque<SliceRead>,
    most: usize,
    queue: VecDeque<Queued>,
}

/// A record, and the children that it embeds.
pub(super) type Queued = (Rc<ParentRecord>, Result<Option<EmbeddedPage>>);

type Page = Result<Vec<Queued>>;

/// A slice of the parent while it is read.
struct SliceRead {
    pages: mpsc::Receiver<Page>,
    reader: Task<()>,
}

/// What a parent's record gives to a slice.
pub(super) struct Sliced {
    pub(super) name: Rc<str>,
    pub(super) record: Rc<ParentRecord>,
    pub(super) partition: Map<String, Value>,
    pub(super) embedded: Option<EmbeddedPage>,
}

impl<C: 'static> Parents<C> {
    /// The records of `plan` in order, as parent number `at` of `child`.
    pub(crate) fn new(child: &Rc<Plan<C>>, at: usize, plan: &Rc<Plan<C>>, run: &Rc<Run<C>>) -> Self {
        Self {
            slices: Slices::new(plan, run).ahead(),
            slices_read: VecDeque::new(),
            most: plan.most_at_once(run),
            name: "parent".into(),
            child: child.clone(),
            at,
            plan: plan.clone(),
            run: run.clone(),
            queue: VecDeque::new(),
        }
    }

    /// The next record that has a slice; `beside`: what the outer slicers gave.
    pub(super) async fn next(&mut self, beside: &Slice) -> Result<Option<Sliced>> {
        let next = self.next_wanted(beside).await;
        next.map_err(|error| error.with_context("parent", &self.plan.definition.name))
    }

    async fn next_wanted(&mut self, beside: &Slice) -> Result<Option<Sliced>> {
        while let Some((record, embedded)) = self.pop().await? {
            let mut candidate = beside.again();
            candidate.parents.push((self.name.clone(), record.clone()));
            if self.is_wanted(&candidate)? {
                let embedded = embedded.map_err(|error| error.with_context("record", record.key.trim()))?;
                let partition = self.partition(&record);
                return Ok(Some(Sliced { name: self.name.clone(), record, partition, embedded }));
            }
        }
        Ok(None)
    }

    /// The next record, whatever children want.
    pub(crate) async fn record(&mut self) -> Result<Option<Rc<ParentRecord>>> {
        Ok(self.pop().await?.map(|(record, _)| record))
    }

    async fn pop(&mut self) -> Result<Option<Queued>> {
        loop {
            if let Some(queued) = self.queue.pop_front() {
                return Ok(Some(queued));
            }
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
                    Some(records) => self.queue.extend(records?),
                    None => self.end().await?,
                },
                Some(slice) = self.slices.next(), if is_room => self.begin(slice?),
                else => return Ok(None),
            }
        }
    }

    /// Begins with a slice of the parent; its pages are taken when those before it are.
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

    /// Whether `only` gives the candidate a slice.
    fn is_wanted(&self, candidate: &Slice) -> Result<bool> {
        match self.child.definition.parents().nth(self.at).and_then(|parent| parent.words.only.as_ref()) {
            Some(only) => only(&self.child.scope(&self.run, candidate, None, None)),
            None => Ok(true),
        }
    }

    /// How the state of the child names the record's slice.
    ///
    /// Source: the Python CDK's `SubstreamPartitionRouter`.
    fn partition(&self, record: &ParentRecord) -> Map<String, Value> {
        let above = Value::Object(record.slice.partition.clone());
        [(self.name.to_string(), record.identity.clone()), (PARENT_SLICE.to_owned(), above)].into_iter().collect()
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
