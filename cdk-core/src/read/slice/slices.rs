//! The slices of a stream, lazily: one where it has no slicer, else the product of what its slicers give.
//!
//! In: a plan. Out: slice after slice. Of several slicers the first is the outermost: the others are gone through anew for
//! each of its slices.
//! Memory: one slice of each slicer, and one page of parent records for each that is a stream.
//! Not here: reading a slice (see `pages`), what is in a parent's record (see `parents`), what a function gives (see `given`).

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Map, Value};
use tokio::sync::mpsc;

use crate::auth::LocalFuture;
use crate::error::{Error, Result};
use crate::protocol::Level;
use crate::read::base::task::Task;
use crate::read::plan::stream_plan::{Plan, Run};
use crate::read::slice::function_values::GivenValues;
use crate::read::slice::parents::{Parents, Sliced};
use crate::read::slice::repeats::Repeats;
use crate::read::slice::windows::Windows;
use crate::state::Progress;
use crate::stream::Slicer;
use crate::stream::scope::{Given, Slice};

/// Parts that may come to no slice before others have their turn.
const MOST_IN_VAIN: u32 = 64;

/// Gives the slices of one stream.
pub(crate) struct Slices<C> {
    pub(crate) plan: Rc<Plan<C>>,
    pub(crate) run: Rc<Run<C>>,
    /// The slicers that are being gone through, from the outermost on; all but the last have a part.
    open: Vec<Open<C>>,
    parts: Vec<Part>,
    has_begun: bool,
    /// What functions were asked for before their turn, by the place of their slicer.
    asked: BTreeMap<usize, GivenValues<C>>,
    /// Where somebody wants to know of the same slice twice.
    repeats: Option<Repeats>,
    /// How far the stream is read, where that is told.
    pub(crate) progress: Option<Rc<Progress>>,
    /// The partition whose windows are being given.
    pub(crate) windows: Option<Windows>,
}

/// Slices that are found ahead. Ends its task with itself.
pub(crate) struct Ahead {
    found: mpsc::Receiver<Result<Slice>>,
    finder: Task<()>,
    is_at_end: bool,
}

impl Ahead {
    /// The next one, as [`Slices::next`] gives it. May be given up while it waits, and asked again.
    pub(crate) async fn next(&mut self) -> Option<Result<Slice>> {
        match self.found.recv().await {
            Some(slice) => Some(slice),
            None if self.is_at_end => None,
            None => {
                let ended = self.finder.ended().await;
                // Not before: who gives the wait up must hear of a panic the next time.
                self.is_at_end = true;
                ended.err().map(Err)
            }
        }
    }

    /// Whether there is another one, as far as that is known without waiting.
    pub(crate) async fn may_go_on(&mut self) -> bool {
        tokio::select! {
            biased;
            slice = self.next() => slice.is_some(),
            () = tokio::task::yield_now() => true,
        }
    }

    /// The next one if it is there already.
    pub(crate) fn now(&mut self) -> Option<Result<Slice>> {
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
        Self {
            plan,
            run,
            open: Vec::new(),
            parts: Vec::new(),
            has_begun: false,
            asked: BTreeMap::new(),
            repeats: None,
            progress: None,
            windows: None,
        }
    }

    /// Gives what that progress has not read yet; how its slices go is to be told to it.
    pub(crate) fn with_progress(mut self, progress: Option<Rc<Progress>>) -> Self {
        self.progress = progress;
        self
    }

    /// Begins with the first partition again.
    pub(crate) fn rewind(&mut self) {
        self.open.clear();
        self.parts.clear();
        self.asked.clear();
        self.has_begun = false;
        self.windows = None;
        self.repeats = self.repeats.take().map(|_| Repeats::default());
    }

    /// Warns of the first slice that comes twice.
    pub(crate) fn watched(mut self) -> Self {
        self.repeats = Some(Repeats::default());
        self
    }

    /// Finds the slices in a task of its own, one ahead of who takes them: parents are asked for while children are read.
    pub(crate) fn ahead(mut self) -> Ahead {
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
    pub(crate) async fn next(&mut self) -> Result<Option<Slice>> {
        loop {
            if let Some(slice) = self.window() {
                return Ok(Some(slice));
            }
            match self.partition().await? {
                Some(partition) => {
                    if let Some(slice) = self.begin(partition)? {
                        return Ok(Some(slice));
                    }
                }
                None if self.progress.as_ref().is_none_or(|progress| progress.all_found()) => return Ok(None),
                None => self.begin_anew(),
            }
        }
    }

    /// The next slice as its slicers give it. Boxed, since a parent's slices are slices again.
    fn partition(&mut self) -> LocalFuture<'_, Result<Option<Slice>>> {
        Box::pin(async move {
            let slicers = self.plan.definition.slicers.len();
            if !std::mem::replace(&mut self.has_begun, true) {
                if slicers == 0 {
                    return Ok(Some(Slice::default()));
                }
                if self.is_any_list_empty().await? {
                    return Ok(None);
                }
                self.open();
            }
            // Parts that came to no slice.
            let mut in_vain = 0_u32;
            while let Some(open) = self.open.last_mut() {
                in_vain += 1;
                if in_vain.is_multiple_of(MOST_IN_VAIN) {
                    // All of a run is one thread: other streams, timers and signals have their turn.
                    tokio::task::yield_now().await;
                }
                let part = match open {
                    Open::Parent(parents) => parents.next(&slice(&self.parts)).await?.map(Part::Parent),
                    Open::Given(values) => match values.next().await {
                        Ok(given) => given.map(Part::Given),
                        Err(error) => return self.end_with(error),
                    },
                };
                let Some(part) = part else {
                    self.open.pop();
                    self.parts.pop();
                    continue;
                };
                if let Err(error) = self.judge(&part) {
                    return self.end_with(error);
                }
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
                self.open.push(Open::Parent(Box::new(Parents::new(
                    &self.plan,
                    parents,
                    parent,
                    &self.run,
                    self.parent_progress(&parent.definition.name),
                ))));
            }
            (Some(Slicer::Given(_)), _) => {
                let values = self.asked.remove(&at).unwrap_or_else(|| GivenValues::new(&self.plan, &self.run, at));
                self.open.push(Open::Given(values));
            }
            (Some(Slicer::Parent(_)) | None, _) => {}
        }
    }

    /// How far a parent is read, where its state is kept in the child's.
    fn parent_progress(&self, name: &str) -> Option<Rc<Progress>> {
        self.progress.as_ref()?.parent(name)
    }

    /// Where the slices to come are known to nobody: they end here.
    fn end_with(&mut self, error: Error) -> Result<Option<Slice>> {
        self.open.clear();
        self.parts.clear();
        Err(error)
    }

    /// Whether a list has nothing, so that there is no slice, whatever the other slicers give. Asked in their order, before any
    /// parent is read.
    async fn is_any_list_empty(&mut self) -> Result<bool> {
        let plan = self.plan.clone();
        for (at, slicer) in plan.definition.slicers.iter().enumerate() {
            if matches!(slicer, Slicer::Given(_)) {
                let mut values = GivenValues::new(&plan, &self.run, at);
                if values.is_empty_list().await? {
                    return Ok(true);
                }
                self.asked.insert(at, values);
            }
        }
        Ok(false)
    }

    /// # Errors
    /// Where a slicer further out names the same field of the partition, which could not tell the slices apart then.
    fn judge(&self, part: &Part) -> Result<()> {
        let mut outer = self.parts.iter().flat_map(|part| part.partition().keys());
        let Some(field) = part.partition().keys().find(|field| outer.any(|taken| taken == *field)) else {
            return Ok(());
        };
        let (word, name) = match part {
            Part::Parent(sliced) => ("parent", &sliced.name),
            Part::Given(given) => ("hook", &given.name),
        };
        let which = if word == "parent" { "the parent" } else { "the slices of" };
        let told = Error::system(format!(
            "{which} `{name}` and another slicer of the stream have a field `{field}` each, so that a state could not tell \
             their slices apart; rename one"
        ));
        Err(if word == "hook" { told.with_context("hook", "slices") } else { told })
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
