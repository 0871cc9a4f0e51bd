//! Keys: whether a key stands twice in an object whose names no program knows (maps, free values, kept fields).
//!
//! In: the keys of one object, as spelled. Out: "seen before" or not, whatever the spelling.
//! Keys of all open objects share one stack; an object looks through its own part of it by hash, and from
//! [`LINEAR`] keys on a seeded set takes over, so crafted keys cost no more than honest ones.
//! Not here: declared names, which have one bit each (see `object`).

use std::collections::HashSet;

use super::shape::hash;
use super::text::decoded_lossy;

/// Limit of keys that are compared one by one.
const LINEAR: usize = 32;

/// One key on the stack.
#[derive(Debug, Clone, Copy)]
struct SeenKey {
    hash: u32,
    start: u32,
    end: u32,
}

/// The keys of all open objects.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct KeyStack {
    keys: Vec<SeenKey>,
    /// Objects with many keys: where they start on the stack, and their keys.
    many: Vec<(usize, HashSet<Vec<u8>>)>,
}

impl KeyStack {
    /// Where the keys of an object that opens now start.
    #[inline(always)]
    pub(super) fn open(&self) -> usize {
        self.keys.len()
    }

    /// Forgets the keys of the object whose keys start at `base`, and of all inside it.
    #[inline(always)]
    pub(super) fn close(&mut self, base: usize) {
        if self.keys.len() > base {
            self.forget(base);
        }
    }

    #[inline(never)]
    fn forget(&mut self, base: usize) {
        self.keys.truncate(base);
        while self.many.pop_if(|(of, _)| *of >= base).is_some() {}
    }

    /// Adds the key whose inside is at `place` and says `name` to the object that opened at `base`; `false` if it has
    /// it already.
    pub(super) fn add(&mut self, base: usize, text: &[u8], place: (usize, usize), name: &[u8]) -> bool {
        if let Some((of, many)) = self.many.last_mut()
            && *of == base
        {
            return many.insert(name.to_vec());
        }
        let said = |key: &SeenKey| text.get(key.start as usize..key.end as usize).map(decoded_lossy);
        let own = self.keys.get(base..).unwrap_or_default();
        let hash = hash(name);
        if own.iter().any(|key| key.hash == hash && said(key).is_some_and(|other| other == name)) {
            return false;
        }
        if own.len() >= LINEAR {
            let mut many: HashSet<Vec<u8>> = own.iter().filter_map(said).map(|name| name.into_owned()).collect();
            many.insert(name.to_vec());
            self.many.push((base, many));
            return true;
        }
        self.keys.push(SeenKey { hash, start: place.0 as u32, end: place.1 as u32 });
        true
    }
}
