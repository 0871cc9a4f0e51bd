//! Mend: what JSON allows and readers refuse is made readable.
//!
//! In: half a surrogate pair in a text or a key (`"\ud800"`), or a number that no double can hold, where any value may
//! stand. Out: U+FFFD, or null, and a note of it; the values around it leave as they came.
//! Not here: a number in a field that is not nullable, too deep nesting, a key that stands twice: those are misfits.

use super::super::program::NodeId;
use super::block::byte;
use super::edit::{Edit, EditKind};
use super::fault::{MismatchKind, ScanStop};
use super::memory::Scan;
use super::noted::{Became, NotedChange};
use super::skip::skip_text;
use super::text::unicode;

impl Scan<'_> {
    /// The end of the text at `at`, which holds half a surrogate pair.
    #[cold]
    pub(super) fn half_a_pair(&mut self, at: usize, id: NodeId) -> Result<usize, ScanStop> {
        let stop = self.misfit(MismatchKind::Surrogate, at, id);
        if !self.mends {
            return stop;
        }
        let end = match skip_text(self.text, at + 1) {
            Ok(end) => end,
            Err(fault) => return self.syntax(fault),
        };
        let mut place = at + 1;
        while place + 1 < end {
            place = match (byte(self.text, place), byte(self.text, place + 1)) {
                (b'\\', b'u') => match unicode(self.text, place) {
                    Ok((_, next)) => next,
                    Err(_) => {
                        self.edit(place, place + 6, EditKind::Replacement);
                        place + 6
                    }
                },
                (b'\\', _) => place + 2,
                _ => place + 1,
            };
        }
        self.note_change(at, Became::Replaced);
        Ok(end)
    }

    /// The end of the number at `at`, which no double can hold, where any value may stand.
    #[cold]
    pub(super) fn too_large(&mut self, at: usize, id: NodeId) -> Result<usize, ScanStop> {
        let stop = self.misfit(MismatchKind::Infinite, at, id);
        if !self.mends {
            return stop;
        }
        let end = self.skip(at)?;
        self.edit(at, end, EditKind::Null);
        self.note_change(at, Became::Null);
        Ok(end)
    }

    pub(super) fn edit(&mut self, start: usize, end: usize, becomes: EditKind) {
        self.memory.edits.push(Edit { start: start as u32, end: end as u32, becomes });
    }

    /// Notes that the value at `start` leaves otherwise, because of the last fault.
    pub(super) fn note_change(&mut self, start: usize, became: Became) {
        let fault = self.memory.fault.clone();
        self.memory.noted.push(NotedChange { start: start as u32, became, fault });
    }
}
