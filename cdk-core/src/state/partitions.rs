//! Partitions: what is held of each partition of a stream: little of those that nobody reads.
//!
//! In: partitions by their names, as [`key`](super::watermark::key) spells them. Out: the track of one that is read,
//! and what the others say in a state.
//! Memory: the value and the name of each, a few hundred bytes; a [`Track`] for those that are being read or failed.
//! Not here: what a track does (see `track`), when there are too many (see `progress`).

use std::collections::BTreeMap;

use super::track::Track;
use super::value::CursorValue;

/// What a partition costs in a state besides its name, roughly.
const TEXT_AROUND: usize = 60;

/// A partition that is read, or was left.
#[derive(Default)]
pub(super) struct ActivePartition {
    pub(super) track: Track,
    /// Its place in the order in which this run finds them.
    pub(super) order: Option<u64>,
}

/// A partition that this sync has read.
pub(super) struct ClosedPartition {
    pub(super) value: Option<Box<CursorValue>>,
    /// How far: the number of one of the ends.
    pub(super) until: usize,
    pub(super) order: Option<u64>,
}

#[derive(Default)]
pub(super) struct PartitionStates {
    pub(super) active: BTreeMap<String, ActivePartition>,
    pub(super) closed: BTreeMap<String, ClosedPartition>,
    /// Those of an earlier state that nobody has found yet.
    pub(super) waiting: BTreeMap<String, Box<CursorValue>>,
    /// How far partitions are read: most of them equally far.
    pub(super) ends: Vec<Option<CursorValue>>,
    /// The text that their states are, roughly.
    bytes: usize,
}

impl PartitionStates {
    /// One of an earlier state.
    pub(super) fn keep(&mut self, key: String, mut track: Track) {
        self.bytes += key.len() + TEXT_AROUND;
        if track.finished.is_some() {
            self.active.insert(key.clone(), ActivePartition { track, order: None });
            self.close(&key);
        } else if track.done.is_empty() && track.left.is_empty() {
            self.waiting.extend(track.since.take().map(|since| (key, Box::new(since))));
        } else {
            self.active.insert(key, ActivePartition { track, order: None });
        }
    }

    pub(super) fn knows(&self, key: &str) -> bool {
        self.active.contains_key(key) || self.closed.contains_key(key) || self.waiting.contains_key(key)
    }

    /// A partition is to be read: what is known of it.
    pub(super) fn activate(&mut self, key: &str) -> &mut ActivePartition {
        if !self.active.contains_key(key) {
            let mut entry = ActivePartition::default();
            if let Some(ClosedPartition { value, until, order }) = self.closed.remove(key) {
                // Given twice in one run: both are read, and one knows nothing of the other.
                entry.track.since = value.map(|value| *value).filter(|_| order.is_none());
                entry.track.finished = order.is_none().then(|| self.ends.get(until).cloned().flatten());
            } else if let Some(since) = self.waiting.remove(key) {
                entry.track.since = Some(*since);
            } else {
                self.bytes += key.len() + TEXT_AROUND;
            }
            self.active.insert(key.to_owned(), entry);
        }
        self.active.entry(key.to_owned()).or_default()
    }

    /// One that is read to its end needs little more than its value.
    pub(super) fn close(&mut self, key: &str) {
        let Some(ActivePartition { track, order }) = self.active.remove(key) else { return };
        let end = track.finished.flatten();
        let until = self.ends.iter().position(|known| *known == end).unwrap_or_else(|| {
            self.ends.push(end);
            self.ends.len() - 1
        });
        self.closed.insert(key.to_owned(), ClosedPartition { value: track.since.map(Box::new), until, order });
    }

    /// Whether there are too many partitions for a state each.
    pub(super) fn are_more_than(&self, partitions: usize, bytes: usize) -> bool {
        self.active.len() + self.closed.len() + self.waiting.len() >= partitions || self.bytes >= bytes
    }

    /// Forgets all but those that are being read, or were left.
    pub(super) fn forget(&mut self) {
        self.active.retain(|_, entry| !entry.track.is_over());
        self.closed.clear();
        self.waiting.clear();
        self.bytes = 0;
    }
}
