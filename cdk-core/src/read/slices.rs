//! The slices of a stream, lazily: one where it has no slicer, else the product of what its slicers give.
//!
//! In: a plan. Out: slice after slice. Of several slicers the first is the outermost: the others are gone through anew for
//! each of its slices.
//! Memory: one slice of each slicer, and one page of parent records for each that is a stream.
//! Not here: reading a slice (see `pages`), what is in a parent's record (see `parents`).

use std::rc::Rc;

use serde_json::{Map, Value};
use tokio::sync::mpsc;

use super::parents::{Parents, Sliced};
use super::plan::{Plan, Run};
use super::task::Task;
use crate::auth::LocalFuture;
use crate::error::Result;
use crate::protocol::Level;
use crate::stream::scope::Slice;

/// Gives the slices of one stream.
pub(crate) struct Slices<C> {
    plan: Rc<Plan<C>>,
    run: Rc<Run<C>>,
    /// The slicers that are being gone through, from the outermost on; all but the last have a part.
    open: Vec<Open<C>>,
    parts: Vec<Part>,
    has_begun: bool,
}

/// Slices that are found ahead. Ends its task with itself.
pub(super) struct Ahead {
    found: mpsc::Receiver<Result<Slice>>,
    finder: Task<()>,
    is_at_end: bool,
}

impl Ahead {
    /// The next one, as [`Slices::next`] gives it. May be given up while it waits, and asked again.
    pub(super) async fn next(&mut self) -> Option<Result<Slice>> {
        match self.found.recv().await {
            Some(slice) => Some(slice),
            None if std::mem::replace(&mut self.is_at_end, true) => None,
            None => self.finder.ended().await.err().map(Err),
        }
    }

    /// The next one if it is there already.
    pub(super) fn now(&mut self) -> Option<Result<Slice>> {
        self.found.try_recv().ok()
    }
}

/// A slicer while it is gone through.
enum Open<C> {
    Parent(Box<Parents<C>>),
}

/// What one slicer gives to a slice.
enum Part {
    Parent(Sliced),
}

impl<C: 'static> Slices<C> {
    pub(crate) fn new(plan: &Rc<Plan<C>>, run: &Rc<Run<C>>) -> Self {
        Self { plan: plan.clone(), run: run.clone(), open: Vec::new(), parts: Vec::new(), has_begun: false }
    }

    /// Finds the slices in a task of its own, one ahead of who takes them: parents are asked for while children are read.
    pub(super) fn ahead(mut self) -> Ahead {
        let (give, found) = mpsc::channel(1);
        let finder = Task::spawn(async move {
            while let Some(slice) = self.next().await.transpose() {
                if give.send(slice).await.is_err() {
                    break;
                }
            }
        });
        Ahead { found, finder, is_at_end: false }
    }

    /// The next slice; `None` at the end. An error stands for the slices that cannot be known by it; what follows are others.
    /// Boxed, since a parent's slices are slices again.
    pub(crate) fn next(&mut self) -> LocalFuture<'_, Result<Option<Slice>>> {
        Box::pin(async move {
            let slicers = self.plan.definition.slicers.len();
            if !std::mem::replace(&mut self.has_begun, true) {
                if slicers == 0 {
                    return Ok(Some(Slice::default()));
                }
                self.open();
            }
            while let Some(open) = self.open.last_mut() {
                let part = match open {
                    Open::Parent(parents) => parents.next(&slice(&self.parts)).await?.map(Part::Parent),
                };
                let Some(part) = part else {
                    self.open.pop();
                    self.parts.pop();
                    continue;
                };
                self.parts.push(part);
                if self.parts.len() == slicers {
                    let mut slice = slice(&self.parts);
                    if let Some(Part::Parent(Sliced { embedded, .. })) = self.parts.pop() {
                        slice.embedded = embedded;
                    }
                    self.tell(&slice);
                    return Ok(Some(slice));
                }
                self.open();
            }
            Ok(None)
        })
    }

    /// With `--debug`: which slice begins, as state names it.
    fn tell(&self, slice: &Slice) {
        if self.run.output.debug {
            let (name, partition) = (&self.plan.definition.name, Value::Object(slice.partition.clone()));
            self.run.output.log(Level::Debug, &format!("stream `{name}`: slice {partition} begins"));
        }
    }

    /// Begins with the next inner slicer.
    fn open(&mut self) {
        let at = self.open.len();
        if let Some(parent) = self.plan.parents.get(at) {
            self.open.push(Open::Parent(Box::new(Parents::new(&self.plan, at, parent, &self.run))));
        }
    }
}

/// The slice that these parts make.
fn slice(parts: &[Part]) -> Slice {
    let mut slice = Slice::default();
    for part in parts {
        match part {
            Part::Parent(Sliced { name, record, partition, .. }) => {
                slice.parents.push((name.clone(), record.clone()));
                slice.partition.extend(Map::clone(partition));
            }
        }
    }
    slice
}
