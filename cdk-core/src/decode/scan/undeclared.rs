//! Undeclared: members that the type does not declare, members that the connector fills itself, keys of maps.
//!
//! In: a member whose key has been read. Out: where the next token is looked for; and, by the stream's policy, a cut, a
//! count, or a fault.
//! A cut takes one comma along: the one before the member if something before it is kept, else the one after it. So
//! the commas are right whatever is cut, all members included.
//! A kept undeclared value must be readable by everybody, at two levels less than serde's limit, as the RECORD message
//! around it opens two; else it becomes null (or is mended, see `mend`).
//! Not here: remembering names (`shape`).

use super::super::program::{ANY, FREE, OtherNames, Role, Undeclared};
use super::block::{byte, space_end};
use super::edit::{Edit, EditKind, note_spaces};
use super::fault::{MismatchKind, ScanStop};
use super::memory::Scan;
use super::object::ObjectPosition;
use super::shape::KeyStep;
use super::skip::skip_text;
use super::text::decoded_lossy;
use super::value::MOST_DEPTH;

/// Levels that a RECORD message opens around a record: the message and its `record`.
const LEVELS_AROUND: u32 = 2;

impl Scan<'_> {
    /// A member that is not declared: from its value at `value` to after it (and after its comma, if that is cut).
    #[inline(never)]
    pub(super) fn undeclared(
        &mut self,
        here: &mut ObjectPosition,
        step: KeyStep,
        key: usize,
        value: usize,
    ) -> Result<usize, ScanStop> {
        let Some(shape) = self.memory.shapes.get(here.object) else { return self.skip(value) };
        let (rest, line) = (shape.rest, step.line);
        if self.memory.lines.get(line as usize).is_some_and(|line| line.role == Role::Added) {
            return self.cut(here, key, value, line);
        }
        if let OtherNames::Map(node) = rest {
            here.kept = true;
            return self.value(node, value, here.depth);
        }
        match self.memory.lines.get_mut(line as usize) {
            Some(line) => line.count += 1,
            None => self.memory.uncounted += 1,
        }
        if self.program.undeclared == Undeclared::Fail {
            let stop = self.misfit(MismatchKind::Undeclared, key, FREE);
            self.memory.fault.fatal = true;
            return stop;
        }
        if !self.program.checked {
            let end = self.skip(value)?;
            note_spaces(self.text, value, end, &mut self.memory.edits);
            self.note(line, value, end);
            here.kept = true;
            return Ok(end);
        }
        if rest == OtherNames::Denied {
            return self.misfit(MismatchKind::Undeclared, key, FREE);
        }
        if self.program.undeclared == Undeclared::Drop {
            // Of a value that somebody looks at, there must be one.
            if self.is_noted(line) {
                return self.misfit(MismatchKind::Duplicate, key, here.node);
            }
            return self.cut(here, key, value, line);
        }
        let number = self.memory.lines.get(line as usize).map(|line| u32::from(line.number));
        let new = match number {
            Some(number) => !self.seen(here, number),
            None => self.new_key(here, key),
        };
        if !new {
            return self.misfit(MismatchKind::Duplicate, key, here.node);
        }
        let end = match self.free(value, here.depth, FREE, MOST_DEPTH - LEVELS_AROUND) {
            Err(ScanStop::Misfit) => self.absorb(ANY, value)?,
            judged => judged?,
        };
        self.note(line, value, end);
        here.kept = true;
        Ok(end)
    }

    /// Whether an unremembered name is new in its object.
    fn new_key(&mut self, here: &ObjectPosition, key: usize) -> bool {
        let Ok(end) = skip_text(self.text, key + 1) else { return true };
        let Some(name) = self.text.get(key + 1..end - 1).map(decoded_lossy) else { return true };
        self.memory.keys.add(here.keys, self.text, (key + 1, end - 1), &name)
    }

    fn cut(&mut self, here: &mut ObjectPosition, key: usize, value: usize, line: u32) -> Result<usize, ScanStop> {
        let end = self.skip(value)?;
        self.note(line, value, end);
        let from = if here.kept { here.comma } else { key };
        self.forget(from);
        let comma = space_end(self.text, end);
        let mut to = end;
        if !here.kept && byte(self.text, comma) == b',' {
            here.past_comma = true;
            here.comma = comma;
            to = comma + 1;
        }
        self.memory.edits.push(Edit { start: from as u32, end: to as u32, becomes: EditKind::Nothing });
        Ok(to)
    }
}
