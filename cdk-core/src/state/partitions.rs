//! Partitions: what is kept of each partition of a stream.
//!
//! In: partitions by their keys, as [`key`](super::watermark::key) writes them. Out: the track of a partition that is
//! read, and the values of the others.
//! Memory: key and value of each partition, a few hundred bytes; a [`Track`] only for those that are read or have
//! failed.
//! Not here: one track (see `track`), the limit of partitions (see `progress`).

use std::collections::BTreeMap;

use super::track::Track;
use super::value::CursorValue;

/// Bytes that a partition needs in a state besides its key, roughly.
const TEXT_AROUND: usize = 60;

/// A partition that is being read or has failed.
#[derive(Default)]
pub(super) struct ActivePartition {
    pub(super) track: Track,
    /// Its place in the order in which this run finds partitions.
    pub(super) order: Option<u64>,
}

/// A partition that this sync has read.
pub(super) struct ClosedPartition {
    pub(super) value: Option<Box<CursorValue>>,
    /// How far it is read: an index into `ends`.
    pub(super) until: usize,
    pub(super) order: Option<u64>,
}

#[derive(Default)]
pub(super) struct PartitionStates {
    pub(super) active: BTreeMap<String, ActivePartition>,
    pub(super) closed: BTreeMap<String, ClosedPartition>,
    /// Partitions of the saved state that this run has not found yet.
    pub(super) waiting: BTreeMap<String, Box<CursorValue>>,
    /// The ends up to which partitions are read. Most partitions share one.
    pub(super) ends: Vec<Option<CursorValue>>,
    /// The size of the states as text, roughly.
    bytes: usize,
}

impl PartitionStates {
    /// Adds a partition of a saved state.
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

    /// A partition is to be read. Returns what is known of it.
    pub(super) fn activate(&mut self, key: &str) -> &mut ActivePartition {
        if !self.active.contains_key(key) {
            let mut entry = ActivePartition::default();
            if let Some(ClosedPartition { value, until, order }) = self.closed.remove(key) {
                // Found twice in one run: both are read independently.
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

    /// Closes a partition that is read to its end.
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

    /// Forgets all partitions except those that are being read or have failed.
    pub(super) fn forget(&mut self) {
        self.active.retain(|_, entry| !entry.track.is_over());
        self.closed.clear();
        self.waiting.clear();
        self.bytes = 0;
    }
}
