//! Parents: the records of a parent stream, one after the other or in batches, for the slices of a child.
//!
//! In: the parent's records as they are read, and what the child says of them. Out: a record or a batch for each slice,
//! and how state names it.
//! Default: each record has a slice. A batch is filled over page borders, within one slice of the parent.
//! Not here: reading the records (see `base::record_source`), what identifies one (see `identity`), other slicers (see
//! `slices`).

use std::rc::Rc;

use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::read::base::record_source::{QueuedParent, RecordQueue};
use crate::read::plan::open_stream::OpenStream;
use crate::state::StreamProgress;
use crate::stream::scope::{EmbeddedPage, ParentRecord, Slice};
use crate::stream::{Batching, FIRST_PARENT, ParentWords};

/// Key under which a partition holds that of its parent, as the Python CDK writes it.
const PARENT_SLICE: &str = "parent_slice";

/// Gives the records of one parent stream.
pub(crate) struct Parents<C> {
    /// The stream that the slices are of, and which of its parents this is.
    child: Rc<OpenStream<C>>,
    at: usize,
    /// The root by which templates see the record, and its name in the partition.
    name: Rc<str>,
    parent: Rc<OpenStream<C>>,
    records: RecordQueue,
    /// Whether `only` is called when the whole slice is found (see `slices`).
    only_waits: bool,
    /// The error that ended a batch: reported after the records of the batch.
    broken: Option<Error>,
}

/// What a parent's record gives to a slice.
pub(crate) struct ParentPart {
    pub(crate) name: Rc<str>,
    pub(crate) record: Rc<ParentRecord>,
    pub(crate) partition: Map<String, Value>,
    pub(crate) embedded: Option<EmbeddedPage>,
}

/// Records that are one slice together.
struct ParentBatch {
    record: ParentRecord,
    /// Of the last record, for messages.
    last: String,
    identities: Vec<Value>,
}

impl<C: 'static> Parents<C> {
    /// The records of `parent` in order, as parent number `at` of `child`; `progress`: only what that has not read yet.
    pub(crate) fn new(
        child: &Rc<OpenStream<C>>,
        at: usize,
        parent: &Rc<OpenStream<C>>,
        progress: Option<Rc<StreamProgress>>,
    ) -> Self {
        let words = child.plan.definition.parents().nth(at).map(|parent| &parent.words);
        Self {
            records: (parent.open_records)(parent, progress),
            only_waits: words.is_some_and(|words| {
                child.plan.definition.parents_that_wait().any(|parent| std::ptr::eq(&parent.words, words))
            }),
            broken: None,
            name: words.map_or(FIRST_PARENT, ParentWords::name).into(),
            child: child.clone(),
            at,
            parent: parent.clone(),
        }
    }

    /// The next record or batch that has a slice; `beside`: what the outer slicers gave.
    pub(crate) async fn next(&mut self, beside: &Slice) -> Result<Option<ParentPart>> {
        let child = self.child.clone();
        let words = child.plan.definition.parents().nth(self.at).map(|parent| &parent.words);
        let next = match words.and_then(|words| words.batching.as_ref()) {
            Some(batching) => self.next_batch(batching, words, beside).await,
            None => self.next_wanted(words, beside).await,
        };
        next.map_err(|error| error.in_parent(self.parent.name(), ""))
    }

    async fn next_wanted(&mut self, words: Option<&ParentWords<C>>, beside: &Slice) -> Result<Option<ParentPart>> {
        while let Some(QueuedParent { record, identity, embedded }) = self.records.next().await? {
            let record = Rc::new(record);
            if self.check_only(words, &record, beside)? {
                let named = |error: Error| of_record(error, &record.key);
                let embedded = embedded.map_err(named)?;
                let partition = self.partition(identity.map_err(named)?, &record.slice);
                return Ok(Some(ParentPart { name: self.name.clone(), record, partition, embedded }));
            }
        }
        Ok(None)
    }

    /// Records in order, over page borders, of one slice of the parent: they share what lies above them.
    async fn next_batch(
        &mut self,
        batching: &Batching,
        words: Option<&ParentWords<C>>,
        beside: &Slice,
    ) -> Result<Option<ParentPart>> {
        if let Some(error) = self.broken.take() {
            return Err(error);
        }
        let mut batch: Option<ParentBatch> = None;
        while batch.as_ref().is_none_or(|batch| batch.identities.len() < batching.size) {
            let next = self.next_of_batch(batch.is_some(), batching, words, beside).await;
            let (record, identity) = match next {
                Ok(Some(next)) => next,
                Ok(None) => break,
                Err(error) if batch.is_none() => return Err(error),
                Err(error) => {
                    self.broken = Some(error);
                    break;
                }
            };
            match &mut batch {
                None => batch = Some(ParentBatch { record, last: String::new(), identities: vec![identity] }),
                Some(batch) => {
                    (batching.join)(&mut *batch.record.typed, record.typed)?;
                    batch.last = record.key;
                    batch.identities.push(identity);
                }
            }
        }
        let Some(ParentBatch { mut record, last, identities }) = batch else { return Ok(None) };
        record.key = match identities.len() {
            1 => record.key,
            several if record.key.is_empty() => format!(" ({several} records)"),
            _ => format!("{} to{last}", record.key),
        };
        let partition = self.partition(Value::Array(identities), &record.slice);
        Ok(Some(ParentPart { name: self.name.clone(), record: Rc::new(record), partition, embedded: None }))
    }

    /// The next record that has a place in a batch, as a batch of it alone.
    async fn next_of_batch(
        &mut self,
        has_begun: bool,
        batching: &Batching,
        words: Option<&ParentWords<C>>,
        beside: &Slice,
    ) -> Result<Option<(ParentRecord, Value)>> {
        loop {
            let queued = if has_begun { self.records.next_of_slice().await? } else { self.records.next().await? };
            let Some(QueuedParent { record: ParentRecord { typed, key, slice }, identity, .. }) = queued else {
                return Ok(None);
            };
            let record = Rc::new(ParentRecord { typed: (batching.one)(typed)?, key, slice });
            if self.check_only(words, &record, beside)? {
                let identity = identity.map_err(|error| of_record(error, &record.key))?;
                let record = Rc::into_inner(record).ok_or_else(|| Error::system("a record is held elsewhere"))?;
                return Ok(Some((record, identity)));
            }
        }
    }

    /// Checks whether `only` gives the record a slice.
    fn check_only(&self, words: Option<&ParentWords<C>>, record: &Rc<ParentRecord>, beside: &Slice) -> Result<bool> {
        let only = words.and_then(|words| words.only.as_ref()).filter(|_| !self.only_waits);
        let Some(only) = only else { return Ok(true) };
        let mut candidate = beside.again();
        candidate.parents.push((self.name.clone(), record.clone()));
        only(&self.child.scope(&candidate, None, None))
    }

    /// How the state of the child names the record's slice.
    ///
    /// Source: the Python CDK's `SubstreamPartitionRouter`. In its product of several, the first one's `parent_slice`
    /// stands and the others' are lost, so that records of different parents could get one name: what is above a
    /// further parent is kept here under its own name.
    fn partition(&self, identity: Value, above: &Slice) -> Map<String, Value> {
        let mut partition = Map::from_iter([(self.name.to_string(), identity)]);
        let above = Value::Object(above.partition.clone());
        if self.at == 0 {
            partition.insert(PARENT_SLICE.to_owned(), above);
        } else if above.as_object().is_some_and(|above| !above.is_empty()) {
            partition.insert(format!("{}.{PARENT_SLICE}", self.name), above);
        }
        partition
    }
}

/// The error with the record that it is about.
fn of_record(error: Error, key: &str) -> Error {
    if key.is_empty() { error } else { error.in_record(None, key) }
}
