//! Without cursor: records whose cursor is missing or cannot be compared.
//!
//! In: the cursor of each record. Out: one warning for the stream.
//! Default: such a record is written, and the state ignores its cursor.
//! Not here: which cursors are valid (see `cursor`).

use std::cell::{Cell, RefCell};

use crate::secret::Redactor;
use crate::state::Look;

/// Length of a quoted cursor, in characters.
const QUOTED: usize = 80;

/// The records of one stream without a usable cursor.
#[derive(Default)]
pub(crate) struct RecordsWithoutCursor {
    absent: Cell<u64>,
    unreadable: UnreadableCount,
    /// Texts by their kind. They cannot be compared with times.
    texts: [UnreadableCount; 2],
    has_times: Cell<bool>,
}

/// A number of cursors, and the first of them.
#[derive(Default)]
struct UnreadableCount {
    count: Cell<u64>,
    first: RefCell<String>,
}

impl UnreadableCount {
    fn add(&self, text: &[u8]) {
        if self.count.get() == 0 {
            *self.first.borrow_mut() = String::from_utf8_lossy(text).into_owned();
        }
        self.count.set(self.count.get() + 1);
    }
}

impl RecordsWithoutCursor {
    /// A record has no cursor.
    pub(crate) fn count_absent(&self) {
        self.absent.set(self.absent.get() + 1);
    }

    /// A record has an invalid cursor. `text`: its JSON.
    pub(crate) fn count_unreadable(&self, text: &[u8]) {
        self.unreadable.add(text);
    }

    /// A record has a text as its cursor.
    pub(crate) fn count_readable(&self, look: Look, text: &[u8]) {
        let [letters, numbers] = &self.texts;
        match look {
            Look::Empty | Look::Letters => letters.add(text),
            Look::Number => numbers.add(text),
            Look::Time => self.has_times.set(true),
        }
    }

    /// One sentence about these records, if there are any.
    pub(crate) fn message(&self, field: &str, redactor: &Redactor) -> Option<String> {
        let [letters, numbers] = &self.texts;
        let are_numbers_foreign = self.has_times.get();
        let are_letters_foreign = are_numbers_foreign || numbers.count.get() > 0;
        let foreign = [(&self.unreadable, true), (letters, are_letters_foreign), (numbers, are_numbers_foreign)];
        let foreign = foreign.into_iter().filter(|(counted, is_foreign)| *is_foreign && counted.count.get() > 0);
        let unreadable: Vec<&UnreadableCount> = foreign.map(|(counted, _)| counted).collect();
        let count = self.absent.get() + unreadable.iter().map(|counted| counted.count.get()).sum::<u64>();
        let records = match count {
            0 => return None,
            1 => "record has",
            _ => "records have",
        };
        let example = unreadable.first().map_or_else(String::new, |counted| {
            let text = redactor.mask(&counted.first.borrow()).chars().take(QUOTED).collect::<String>();
            format!(", or one that cannot be read, such as {text}")
        });
        Some(format!("{count} {records} no `{field}`, the stream's cursor{example}; written all the same"))
    }
}
