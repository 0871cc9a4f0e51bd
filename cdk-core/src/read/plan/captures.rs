//! Captures: which values the scanner keeps of each record, and what each is for.
//!
//! In: the paths that a definition names in its records. Out: their numbers.

use crate::paginate::Paginate;
use crate::stream::{AddedValue, Definition, Embedded};

/// What a parent's plan carries down to its children.
pub(crate) struct EmbeddedCaptures {
    pub(crate) at: Embedded,
    /// The captures of the list, and of what says whether it goes on.
    pub(crate) list: usize,
    pub(crate) more: Option<usize>,
}

/// Which captured value is what.
#[derive(Default)]
pub(crate) struct Captures {
    pub(crate) paths: Vec<Vec<String>>,
    pub(crate) primary_key: Vec<usize>,
    /// The token's place in the last record.
    pub(crate) last: Option<usize>,
    /// The cursor, where the record holds it as it comes.
    pub(crate) cursor: Option<usize>,
    /// For each alternative of each added field, where it comes from in the record.
    pub(crate) added: Vec<Vec<Option<usize>>>,
    /// For each added field, what the page itself holds there.
    pub(crate) added_over: Vec<usize>,
}

impl Captures {
    pub(crate) fn new<C>(definition: &Definition<C>, paginate: &Paginate) -> Self {
        let mut captures = Self::default();
        captures.primary_key = definition.primary_key().iter().map(|path| captures.push(path)).collect();
        captures.cursor = definition.cursor.as_ref().map(|cursor| captures.push(&cursor.field));
        captures.last = paginate.last_path().map(|path| captures.push(path));
        for (field, value) in &definition.added {
            let over = captures.push(std::slice::from_ref(field));
            captures.added_over.push(over);
            let sources = value.alternatives().iter().map(|value| match value {
                AddedValue::Record(path) => Some(captures.push(path)),
                _ => None,
            });
            let sources = sources.collect();
            captures.added.push(sources);
        }
        captures
    }

    pub(crate) fn carry(&mut self, at: Embedded) -> EmbeddedCaptures {
        EmbeddedCaptures { list: self.push(&at.way), more: at.more.as_ref().map(|way| self.push(way)), at }
    }

    pub(crate) fn push(&mut self, path: &[String]) -> usize {
        self.paths.push(path.to_vec());
        self.paths.len() - 1
    }
}
