//! Slice product: the partitions of a stream: one without a slicer, otherwise the product of its slicers.
//!
//! In: an open stream. Out: one partition after another. The first slicer is the outermost: the others are read again
//! for each of its parts.
//! Memory: one part of each slicer, and one page of parent records for each parent stream.
//! Not here: windows of a partition (see `windows`), a parent's records (see `parents`), the results of a function (see
//! `function_values`).

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::function_values::FunctionValues;
use super::parents::{ParentPart, Parents};
use super::repeats::Repeats;
use crate::auth::LocalFuture;
use crate::error::{Error, Result};
use crate::protocol::Level;
use crate::read::base::quote::quote_partition;
use crate::read::plan::open_stream::OpenStream;
use crate::state::StreamProgress;
use crate::stream::Slicer;
use crate::stream::scope::{Given, Slice};

/// Parts in a row that have no slice before other tasks have their turn.
const MOST_IN_VAIN: u32 = 64;

/// Gives the partitions of one stream.
pub(crate) struct SliceProduct<C> {
    stream: Rc<OpenStream<C>>,
    /// How far the stream is read, if that is reported: it knows that of incremental parents.
    progress: Option<Rc<StreamProgress>>,
    /// The slicers that are being gone through, from the outermost on; all but the last have a part.
    open: Vec<OpenSlicer<C>>,
    parts: Vec<SlicePart>,
    has_begun: bool,
    /// Functions that were called before their turn, by the place of their slicer.
    called: BTreeMap<usize, FunctionValues<C>>,
    /// If the same slice twice is worth a warning.
    pub(crate) repeats: Option<Repeats>,
}

/// A slicer while it is gone through.
enum OpenSlicer<C> {
    Parent(Box<Parents<C>>),
    Given(FunctionValues<C>),
}

/// What one slicer gives to a slice.
enum SlicePart {
    Parent(ParentPart),
    Given(Given),
}

impl SlicePart {
    fn partition(&self) -> &Map<String, Value> {
        match self {
            Self::Parent(sliced) => &sliced.partition,
            Self::Given(given) => &given.partition,
        }
    }
}

impl<C: 'static> SliceProduct<C> {
    pub(crate) fn new(stream: &Rc<OpenStream<C>>, progress: Option<Rc<StreamProgress>>) -> Self {
        let (open, parts) = (Vec::new(), Vec::new());
        let stream = stream.clone();
        Self { stream, progress, open, parts, has_begun: false, called: BTreeMap::new(), repeats: None }
    }

    /// Begins with the first partition again.
    pub(crate) fn rewind(&mut self) {
        self.open.clear();
        self.parts.clear();
        self.called.clear();
        self.has_begun = false;
        self.repeats = self.repeats.take().map(|_| Repeats::default());
    }

    /// The next partition. Boxed, since the records of a parent come from slices again.
    pub(crate) fn next(&mut self) -> LocalFuture<'_, Result<Option<Slice>>> {
        Box::pin(async move {
            let slicers = self.stream.plan.definition.slicers.len();
            if !std::mem::replace(&mut self.has_begun, true) {
                if slicers == 0 {
                    return Ok(Some(Slice::default()));
                }
                if self.call_lists().await? {
                    return Ok(None);
                }
                self.open();
            }
            let mut in_vain = 0_u32;
            while !self.open.is_empty() {
                in_vain += 1;
                if in_vain.is_multiple_of(MOST_IN_VAIN) {
                    // All of a run is one thread: other streams, timers and signals have their turn.
                    tokio::task::yield_now().await;
                }
                let Some(part) = self.next_part().await? else {
                    self.open.pop();
                    self.parts.pop();
                    continue;
                };
                if let Err(error) = self.check_fields(&part) {
                    return self.end_with(error);
                }
                self.parts.push(part);
                if self.parts.len() < slicers {
                    self.open();
                } else if let Some(slice) = self.complete()? {
                    return Ok(Some(slice));
                }
            }
            Ok(None)
        })
    }

    /// The next part of the innermost slicer; `None` at its end.
    async fn next_part(&mut self) -> Result<Option<SlicePart>> {
        match self.open.last_mut() {
            Some(OpenSlicer::Parent(parents)) => Ok(parents.next(&slice(&self.parts)).await?.map(SlicePart::Parent)),
            Some(OpenSlicer::Given(values)) => match values.next().await {
                Ok(given) => Ok(given.map(SlicePart::Given)),
                Err(error) => self.end_with(error),
            },
            None => Ok(None),
        }
    }

    /// The slice of the parts, which are complete; `None` if `only` of a parent drops it.
    fn complete(&mut self) -> Result<Option<Slice>> {
        let mut slice = slice(&self.parts);
        let is_wanted = self.check_only(&slice);
        let last = self.parts.pop();
        // An error is that of this slice: the next one is another.
        if !is_wanted? {
            return Ok(None);
        }
        self.note_repeat(&slice);
        if let Some(SlicePart::Parent(ParentPart { embedded, .. })) = last {
            slice.embedded = embedded;
        }
        self.log_slice(&slice);
        Ok(Some(slice))
    }

    /// Checks `only` of those parents that could not be asked before.
    fn check_only(&self, slice: &Slice) -> Result<bool> {
        for parent in self.stream.plan.definition.parents_that_wait() {
            let Some(only) = &parent.words.only else { continue };
            if !only(&self.stream.scope(slice, None, None))? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// With `--debug`: which slice begins, as state names it.
    fn log_slice(&self, slice: &Slice) {
        let output = &self.stream.run.output;
        if output.debug {
            let (name, partition) = (self.stream.name(), Value::Object(slice.partition.clone()));
            output.log(Level::Debug, &format!("stream `{name}`: slice {partition} begins"));
        }
    }

    /// Begins with the next inner slicer.
    fn open(&mut self) {
        let at = self.open.len();
        let slicers = &self.stream.plan.definition.slicers;
        match slicers.get(at) {
            Some(Slicer::Parent(_)) => {
                let outer = slicers.iter().take(at).filter(|slicer| matches!(slicer, Slicer::Parent(_))).count();
                let Some(parent) = self.stream.parents.get(outer) else { return };
                // How far a parent is read, if its state is kept in the child's.
                let progress = self.progress.as_ref().and_then(|progress| progress.parent(parent.name()));
                let parents = Parents::new(&self.stream, outer, parent, progress);
                self.open.push(OpenSlicer::Parent(Box::new(parents)));
            }
            Some(Slicer::Given(_)) => {
                let values = self.called.remove(&at).unwrap_or_else(|| FunctionValues::new(&self.stream, at));
                self.open.push(OpenSlicer::Given(values));
            }
            None => {}
        }
    }

    /// The slices to come are known to nobody: they end here.
    fn end_with<T>(&mut self, error: Error) -> Result<T> {
        self.open.clear();
        self.parts.clear();
        Err(error)
    }

    /// Calls the functions that return lists, in their order, before any parent is read. Returns whether one of the
    /// lists is empty, so that the product is empty, whatever the other slicers return.
    async fn call_lists(&mut self) -> Result<bool> {
        let stream = self.stream.clone();
        for (at, slicer) in stream.plan.definition.slicers.iter().enumerate() {
            if matches!(slicer, Slicer::Given(_)) {
                let mut values = FunctionValues::new(&stream, at);
                if values.call().await? {
                    return Ok(true);
                }
                self.called.insert(at, values);
            }
        }
        Ok(false)
    }

    /// # Errors
    /// If a slicer further out names the same field of the partition: the slices could not be distinguished.
    fn check_fields(&self, part: &SlicePart) -> Result<()> {
        let mut outer = self.parts.iter().flat_map(|part| part.partition().keys());
        let Some(field) = part.partition().keys().find(|field| outer.any(|taken| taken == *field)) else {
            return Ok(());
        };
        let (word, name) = match part {
            SlicePart::Parent(sliced) => ("parent", &sliced.name),
            SlicePart::Given(given) => ("hook", &given.name),
        };
        let which = if word == "parent" { "the parent" } else { "the slices of" };
        let error = Error::system(format!(
            "{which} `{name}` and another slicer of the stream both have a field `{field}`, so their slices \
             would have the same key in the state; rename one"
        ));
        Err(if word == "hook" { error.in_hook("slices") } else { error })
    }

    fn note_repeat(&mut self, slice: &Slice) {
        let Some(repeats) = &mut self.repeats else { return };
        if repeats.is_first_of(&slice.partition) {
            let output = &self.stream.run.output;
            let (name, partition) = (self.stream.name(), quote_partition(&slice.partition, &output.redactor));
            let message = format!("stream `{name}`: the slice {partition} is given twice; both are read");
            output.log(Level::Warn, &message);
        }
    }
}

/// The slice that these parts make.
fn slice(parts: &[SlicePart]) -> Slice {
    let mut slice = Slice::default();
    for part in parts {
        match part {
            SlicePart::Parent(ParentPart { name, record, partition, .. }) => {
                slice.parents.push((name.clone(), record.clone()));
                slice.partition.extend(Map::clone(partition));
            }
            SlicePart::Given(given) => {
                slice.given.push(given.clone());
                slice.partition.extend(Map::clone(&given.partition));
            }
        }
    }
    slice
}
