//! The slices of a stream, lazily: one where it has no slicer, else the product of what its slicers give.
//!
//! In: a plan. Out: slice after slice. Of several slicers the first is the outermost: the others are gone through anew for
//! each of its slices.
//! Memory: one slice of each slicer, and one page of parent records for each that is a stream.
//! Not here: reading a slice (see `pages`), what is in a parent's record (see `parents`), what a function gives (see `given`).

use std::rc::Rc;

use serde_json::{Map, Value};
use tokio::sync::mpsc;

use super::given::GivenValues;
use super::parents::{Parents, Sliced};
use super::plan::{Plan, Run};
use super::repeats::Repeats;
use super::task::Task;
use crate::auth::LocalFuture;
use crate::error::{Error, Result};
use crate::protocol::Level;
use crate::stream::Slicer;
use crate::stream::scope::{Given, Slice};

/// Gives the slices of one stream.
pub(crate) struct Slices<C> {
    plan: Rc<Plan<C>>,
    run: Rc<Run<C>>,
    /// The slicers that are being gone through, from the outermost on; all but the last have a part.
    open: Vec<Open<C>>,
    parts: Vec<Part>,
    has_begun: bool,
    /// Where somebody wants to know of the same slice twice.
    repeats: Option<Repeats>,
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
    Given(GivenValues<C>),
}

/// What one slicer gives to a slice.
enum Part {
    Parent(Sliced),
    Given(Given),
}

impl Part {
    fn partition(&self) -> &Map<String, Value> {
        match self {
            Self::Parent(sliced) => &sliced.partition,
            Self::Given(given) => &given.partition,
        }
    }
}

impl<C: 'static> Slices<C> {
    pub(crate) fn new(plan: &Rc<Plan<C>>, run: &Rc<Run<C>>) -> Self {
        let (plan, run) = (plan.clone(), run.clone());
        Self { plan, run, open: Vec::new(), parts: Vec::new(), has_begun: false, repeats: None }
    }

    /// Warns of the first slice that comes twice.
    pub(super) fn watched(mut self) -> Self {
        self.repeats = Some(Repeats::default());
        self
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
                    Open::Given(values) => match values.next().await.and_then(|given| self.fitting(given)) {
                        Ok(given) => given.map(Part::Given),
                        Err(error) => {
                            // What a function does not give is known to nobody: the slices end here.
                            self.open.clear();
                            self.parts.clear();
                            return Err(error);
                        }
                    },
                };
                let Some(part) = part else {
                    self.open.pop();
                    self.parts.pop();
                    continue;
                };
                self.parts.push(part);
                if self.parts.len() == slicers {
                    let mut slice = slice(&self.parts);
                    if !self.is_wanted(&slice)? {
                        self.parts.pop();
                        continue;
                    }
                    self.warn_of_repeat(&slice);
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

    /// Whether `only` of those parents lets it through that could not be asked before.
    fn is_wanted(&mut self, slice: &Slice) -> Result<bool> {
        let plan = self.plan.clone();
        for parent in plan.definition.parents_that_wait() {
            let Some(only) = &parent.words.only else { continue };
            let wanted = only(&plan.scope(&self.run, slice, None, None));
            // An error is that of this slice: the next one is another.
            match wanted.inspect_err(|_| drop(self.parts.pop())) {
                Ok(true) => {}
                other => return other,
            }
        }
        Ok(true)
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
        let slicers = &self.plan.definition.slicers;
        let parents = slicers.iter().take(at).filter(|slicer| matches!(slicer, Slicer::Parent(_))).count();
        match (slicers.get(at), self.plan.parents.get(parents)) {
            (Some(Slicer::Parent(_)), Some(parent)) => {
                self.open.push(Open::Parent(Box::new(Parents::new(&self.plan, parents, parent, &self.run))));
            }
            (Some(Slicer::Given(_)), _) => {
                self.open.push(Open::Given(GivenValues::new(&self.plan, &self.run, at)));
            }
            (Some(Slicer::Parent(_)) | None, _) => {}
        }
    }

    /// # Errors
    /// Where a slicer further out names the same field of the partition, which could not tell the slices apart then.
    fn fitting(&self, given: Option<Given>) -> Result<Option<Given>> {
        let Some(given) = given else { return Ok(None) };
        let outer = || self.parts.iter().flat_map(|part| part.partition().keys());
        match given.partition.keys().find(|field| outer().any(|taken| taken == *field)) {
            Some(field) => Err(Error::system(format!(
                "the slices of `{}` and others of the stream have a field `{field}` each, so that a state could not \
                 tell them apart; rename one",
                given.name
            ))
            .with_context("hook", "slices")),
            None => Ok(Some(given)),
        }
    }

    fn warn_of_repeat(&mut self, slice: &Slice) {
        let Some(repeats) = &mut self.repeats else { return };
        if repeats.is_first_of(&slice.partition) {
            let (name, partition) = (&self.plan.definition.name, self.run.quoted(&slice.partition));
            let message = format!("stream `{name}`: the slice {partition} is given twice; both are read");
            self.run.output.log(Level::Warn, &message);
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
            Part::Given(given) => {
                slice.given.push(given.clone());
                slice.partition.extend(Map::clone(&given.partition));
            }
        }
    }
    slice
}
