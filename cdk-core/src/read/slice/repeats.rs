//! Repeats: whether a stream has the same slice twice. Its state could not distinguish them.
//!
//! In: the partition of each slice. Out: true for the first one that came before.
//! Memory: 64-bit hashes of the first 100,000 partitions; a later repetition is not noticed.
//! Not here: saying so (see `slices`). Both are read.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use serde_json::{Map, Value};

/// Partitions that are remembered: 2 MB at most.
const MOST_HASHES: usize = 100_000;

#[derive(Default)]
pub(crate) struct Repeats {
    seen: HashSet<u64>,
    hasher: RandomState,
    has_told: bool,
}

impl Repeats {
    /// Whether the partition is the first of the stream that came before.
    pub(crate) fn is_first_of(&mut self, partition: &Map<String, Value>) -> bool {
        if self.has_told {
            return false;
        }
        let hash = self.hasher.hash_one(partition);
        if self.seen.contains(&hash) {
            self.has_told = true;
            self.seen = HashSet::new();
        } else if self.seen.len() < MOST_HASHES {
            self.seen.insert(hash);
        }
        self.has_told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_repeated_partition_is_told_and_memory_is_bounded() {
        let partition = |number: usize| Map::from_iter([("slice".to_owned(), number.into())]);
        let mut repeats = Repeats::default();

        assert!((0..MOST_HASHES + 10).all(|number| !repeats.is_first_of(&partition(number))));
        assert_eq!(repeats.seen.len(), MOST_HASHES);
        assert!(!repeats.is_first_of(&partition(MOST_HASHES + 5)));
        assert!(repeats.is_first_of(&partition(7)));
        assert!(!repeats.is_first_of(&partition(8)));
    }
}
