//! Fingerprint: a hash of the records of a page, to recognise a repeated page.
//!
//! In: the raw text of each record. Out: whether two pages have the same records.
//! Memory: a few hashes per page; one per record only if a probe may follow a short page.
//! Not here: the handling of a repeated page (see `advance`).

/// The records of one page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fingerprint {
    pub(crate) records: u64,
    hash: u64,
    first: u64,
    /// Whether two records differ.
    is_mixed: bool,
    each: Vec<u64>,
    /// Maximum of hashes in `each`. A page with more records is not short.
    most: usize,
}

impl Fingerprint {
    /// For a page with a hash of each record, up to `most`.
    pub(crate) fn with_most(most: usize) -> Self {
        Self { most, ..Self::default() }
    }

    pub(crate) fn add(&mut self, record: &[u8]) {
        let hash = hash(record);
        if self.records == 0 {
            self.first = hash;
        }
        self.is_mixed |= hash != self.first;
        self.hash = folded(self.hash ^ hash, KEYS[0]);
        self.records += 1;
        if self.each.len() < self.most {
            self.each.push(hash);
        }
    }

    /// Whether the page has the same records as `before`. Without a primary key, equal records may be different ones,
    /// so at least two of them must differ.
    pub(crate) fn repeats(&self, before: &Self, has_key: bool) -> bool {
        self.records > 0 && self.is_same(before) && (has_key || self.is_mixed)
    }

    /// Whether the pages are equal as a whole.
    fn is_same(&self, before: &Self) -> bool {
        (self.records, self.hash) == (before.records, before.hash)
    }

    /// Whether no record is new since `before`. Without a primary key, only equal pages count.
    pub(crate) fn has_nothing_new(&self, before: &Self, has_key: bool) -> bool {
        let are_known = || {
            let all = usize::try_from(self.records).is_ok_and(|records| records == self.each.len());
            all && self.each.iter().all(|hash| before.each.contains(hash))
        };
        self.records == 0 || self.is_same(before) || (has_key && are_known())
    }
}

/// Source: the constants of wyhash, which combines numbers the same way.
const KEYS: [u64; 4] = [0xa076_1d64_78bd_642f, 0xe703_7ed1_a0b4_28db, 0x8ebc_6af0_9c88_c6e3, 0x5899_65cc_7537_4cc3];

/// A fast hash to compare two pages of one API. It does not resist an attacker.
fn hash(bytes: &[u8]) -> u64 {
    let (blocks, rest) = bytes.as_chunks::<32>();
    let mut last = [0; 32];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    let (mut even, mut odd) = (KEYS[2], KEYS[3]);
    for block in blocks.iter().chain([&last]) {
        let (words, _) = block.as_chunks::<8>();
        if let [a, b, c, d] = words {
            even = folded(u64::from_le_bytes(*a) ^ KEYS[0], u64::from_le_bytes(*b) ^ even);
            odd = folded(u64::from_le_bytes(*c) ^ KEYS[1], u64::from_le_bytes(*d) ^ odd);
        }
    }
    folded(even ^ KEYS[0], odd ^ bytes.len() as u64)
}

fn folded(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product as u64) ^ ((product >> 64) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(records: &[&str]) -> Fingerprint {
        let mut page = Fingerprint { most: 10, ..Fingerprint::default() };
        records.iter().for_each(|record| page.add(record.as_bytes()));
        page
    }

    #[test]
    fn only_the_same_records_in_the_same_order_are_a_repeated_page() {
        let before = page(&["a", "b"]);

        assert!(page(&["a", "b"]).repeats(&before, false));
        for other in [&["b", "a"][..], &["a"], &["a", "c"], &["a", "b", "b"], &[]] {
            assert!(!page(other).repeats(&before, true), "{other:?}");
        }
    }

    #[test]
    fn equal_records_without_a_key_are_no_proof() {
        let before = page(&["a", "a"]);

        assert!(!page(&["a", "a"]).repeats(&before, false));
        assert!(page(&["a", "a"]).repeats(&before, true));
    }

    #[test]
    fn a_part_of_the_page_before_holds_nothing_new_where_records_have_a_key() {
        let before = page(&["a", "b", "c"]);

        assert!(page(&["b", "c"]).has_nothing_new(&before, true));
        assert!(!page(&["b", "c"]).has_nothing_new(&before, false));
        assert!(!page(&["c", "d"]).has_nothing_new(&before, true));
        assert!(page(&[]).has_nothing_new(&before, false));
        assert!(page(&["a", "a"]).has_nothing_new(&page(&["a", "a"]), false));
    }

    #[test]
    fn the_hash_depends_on_every_byte() {
        let text: Vec<u8> = (1..=255).collect();
        let mut seen = std::collections::HashSet::from([hash(&text)]);

        for at in 0..text.len() {
            let mut other = text.clone();
            other[at] ^= 1;
            assert!(seen.insert(hash(&other)), "byte {at}");
        }
        for length in 0..text.len() {
            assert!(seen.insert(hash(&text[..length])), "{length} bytes");
            assert!(seen.insert(hash(&[&text[..length], &[0][..]].concat())), "{length} bytes and a zero");
        }
    }
}
