//! Watermark: how many partitions from the first on are read, if there are too many to name each.
//!
//! In: partitions in the order in which they are found, and which of them are settled. Out: a number, and a hash of
//! these partitions in their order, which a later run must find again to skip them.
//! Memory: a few bytes for each partition after the first unsettled one.
//! Not here: the state of a partition (see `track`).

use std::collections::BTreeMap;

use super::shape::State;

/// FNV-1a with 64 bits, the same in every build. Source: draft-eastlake-fnv, §5.
const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;

/// The number of partitions, and a hash of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) count: u64,
    pub(super) hash: u64,
}

impl Default for Mark {
    fn default() -> Self {
        Self { count: 0, hash: FNV_OFFSET }
    }
}

impl Mark {
    fn pushed(mut self, key: &str) -> Self {
        for byte in key.bytes().chain([0]) {
            self.hash = (self.hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME);
        }
        self.count += 1;
        self
    }
}

#[derive(Debug, Default)]
pub(super) struct Watermark {
    /// All that were found.
    found: Mark,
    settled: Mark,
    /// Partitions after the mark: the mark with each of them, and whether it is settled.
    behind: BTreeMap<u64, (Mark, bool)>,
}

impl Watermark {
    /// Adds the next partition. Returns its number, from 0.
    pub(super) fn found(&mut self, key: &str) -> u64 {
        let number = self.found.count;
        self.found = self.found.pushed(key);
        self.behind.insert(number, (self.found, false));
        number
    }

    /// A later run need not read this partition, or knows its name.
    pub(super) fn settle(&mut self, number: u64) {
        if let Some((_, is_settled)) = self.behind.get_mut(&number) {
            *is_settled = true;
        }
        while let Some(first) = self.behind.first_entry().filter(|first| first.get().1) {
            self.settled = first.remove().0;
        }
    }

    /// Whether all settled partitions are covered by the mark.
    pub(super) fn is_gap_free(&self) -> bool {
        self.behind.values().all(|(_, is_settled)| !is_settled)
    }

    /// The mark of all found partitions.
    pub(super) fn all(&self) -> Mark {
        self.found
    }

    /// The mark of the settled partitions.
    pub(super) fn settled(&self) -> Mark {
        self.settled
    }
}

/// The key of a partition: equal for equal fields in any order.
pub(super) fn key(partition: &State) -> String {
    let mut text = String::new();
    spell(&serde_json::Value::Object(partition.clone()), &mut text);
    text
}

fn spell(value: &serde_json::Value, text: &mut String) {
    use serde_json::Value;

    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| *name);
            text.push('{');
            for (at, (name, value)) in fields.into_iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                spell(value, text);
            }
            text.push('}');
        }
        Value::Array(values) => {
            text.push('[');
            for (at, value) in values.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                spell(value, text);
            }
            text.push(']');
        }
        scalar => text.push_str(&scalar.to_string()),
    }
}
