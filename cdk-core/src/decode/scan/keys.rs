//! Keys: whether a key stands twice in an object whose names no program knows (maps, free values, kept fields).
//!
//! In: the keys of one object, as spelled. Out: "seen before" or not, whatever the spelling.
//! Keys of all open objects share one stack; an object looks through its own part of it by hash, and from
//! [`LINEAR`] keys on a seeded set takes over, so crafted keys cost no more than honest ones.
//! Not here: declared names, which have one bit each (see `object`).

use std::collections::HashSet;

use super::shape::hash;
use super::text::decoded;

/// Up to so many keys are compared one by one.
const LINEAR: usize = 32;

/// One key on the stack.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Key {
    hash: u32,
    start: u32,
    end: u32,
}

/// The keys of one open object: where they start on the stack, and the set once they are many.
pub(super) struct Keys {
    base: usize,
    many: Option<Box<HashSet<Vec<u8>>>>,
}

impl Keys {
    pub(super) fn open(stack: &[Key]) -> Self {
        Self { base: stack.len(), many: None }
    }

    pub(super) fn close(self, stack: &mut Vec<Key>) {
        stack.truncate(self.base);
    }

    /// Adds the key whose inside stands at `place` and says `name`; `false` if the object has it already.
    pub(super) fn add(&mut self, stack: &mut Vec<Key>, text: &[u8], place: (usize, usize), name: &[u8]) -> bool {
        if let Some(many) = &mut self.many {
            return many.insert(name.to_vec());
        }
        let said = |key: &Key| text.get(key.start as usize..key.end as usize).and_then(decoded);
        let own = stack.get(self.base..).unwrap_or_default();
        let hash = hash(name);
        if own.iter().any(|key| key.hash == hash && said(key).is_some_and(|other| other == name)) {
            return false;
        }
        if own.len() >= LINEAR {
            let mut many: HashSet<Vec<u8>> = own.iter().filter_map(said).map(|name| name.into_owned()).collect();
            many.insert(name.to_vec());
            self.many = Some(Box::new(many));
            return true;
        }
        stack.push(Key { hash, start: place.0 as u32, end: place.1 as u32 });
        true
    }
}
