//! Free: a value that is emitted without a schema (`Value` fields, kept undeclared fields).
//!
//! In: the place of any value. Out: where it ends, or a misfit for what some reader could not read: a key that stands
//! twice, too deep nesting. The whole value is then the misfit; what absorbs it is the field around it. Half a
//! surrogate pair and a number that no double holds are mended where they are (see `mend`).
//! Not here: values that are cut, which are only skipped (`skip`).

use std::borrow::Cow;

use super::super::program::{NodeId, NumberRange};
use super::block::{byte, text_stop};
use super::fault::{MismatchKind, ScanStop};
use super::memory::Scan;
use super::number::{NumberFault, number};
use super::text::decoded_lossy;

impl<'a> Scan<'a> {
    /// The end of the value at `at`; `most` containers may be open.
    pub(super) fn free(&mut self, at: usize, depth: u32, id: NodeId, most: u32) -> Result<usize, ScanStop> {
        match byte(self.text, at) {
            b'"' => self.text_end(at, id),
            b'-' | b'0'..=b'9' => match number(self.text, at, &NumberRange::Finite) {
                Ok(end) => Ok(end),
                Err(NumberFault::Syntax(fault)) => self.syntax(fault),
                Err(NumberFault::Misfit(_)) => self.too_large(at, id),
            },
            b't' => self.word(at, b"true"),
            b'f' => self.word(at, b"false"),
            b'n' => self.word(at, b"null"),
            b'{' | b'[' if depth >= most => self.misfit(MismatchKind::Depth, at, id),
            b'{' => {
                let keys = self.memory.keys.open();
                let end = self.free_members(at, depth, id, most);
                self.memory.keys.close(keys);
                end
            }
            b'[' => self.free_elements(at, depth, id, most),
            _ => self.syntax((at, "expected a value")),
        }
    }

    fn free_elements(&mut self, at: usize, depth: u32, id: NodeId, most: u32) -> Result<usize, ScanStop> {
        let mut at = self.gap(at + 1);
        if byte(self.text, at) == b']' {
            return Ok(at + 1);
        }
        loop {
            at = self.free(at, depth + 1, id, most)?;
            at = self.gap(at);
            match byte(self.text, at) {
                b',' => at = self.gap(at + 1),
                b']' => return Ok(at + 1),
                _ => return self.syntax((at, "expected `,` or `]`")),
            }
        }
    }

    fn free_members(&mut self, at: usize, depth: u32, id: NodeId, most: u32) -> Result<usize, ScanStop> {
        let base = self.memory.keys.open();
        let mut at = self.gap(at + 1);
        if byte(self.text, at) == b'}' {
            return Ok(at + 1);
        }
        loop {
            let (name, end) = self.key(at, id)?;
            if !self.memory.keys.add(base, self.text, (at + 1, end - 1), &name) {
                return self.misfit(MismatchKind::Duplicate, at, id);
            }
            at = self.colon(end)?;
            at = self.free(at, depth + 1, id, most)?;
            at = self.gap(at);
            match byte(self.text, at) {
                b',' => at = self.gap(at + 1),
                b'}' => return Ok(at + 1),
                _ => return self.syntax((at, "expected `,` or `}`")),
            }
        }
    }

    /// What the key at `at` says, with U+FFFD for half a surrogate pair, and where it ends.
    #[inline(always)]
    pub(super) fn key(&mut self, at: usize, id: NodeId) -> Result<(Cow<'a, [u8]>, usize), ScanStop> {
        let text = self.text;
        if byte(text, at) != b'"' {
            return self.syntax((at, "expected a key"));
        }
        let stop = text_stop(text, at + 1);
        if byte(text, stop) == b'"' {
            return Ok((Cow::Borrowed(text.get(at + 1..stop).unwrap_or_default()), stop + 1));
        }
        let end = self.text_end(at, id)?;
        Ok((text.get(at + 1..end - 1).map(decoded_lossy).unwrap_or_default(), end))
    }

    /// From after a key to where the value starts.
    pub(super) fn colon(&mut self, at: usize) -> Result<usize, ScanStop> {
        let at = self.gap(at);
        if byte(self.text, at) != b':' {
            return self.syntax((at, "expected `:`"));
        }
        Ok(self.gap(at + 1))
    }
}
