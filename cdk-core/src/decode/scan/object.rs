//! Object: an object whose names the program knows.
//!
//! In: the `{` of an object and its shape. Out: where it ends. For each member: predict its key or look it up, see that
//! it is new, judge its value, note its place if somebody wants it; at the end, see that nothing required is missing.
//! Members that are not declared leave the happy path at once (see `undeclared`).
//! Not here: prediction itself (`shape`), cutting (`undeclared`).

use super::super::program::{FREE, NodeId, Rest, Role};
use super::Scan;
use super::block::byte;
use super::fault::{MismatchKind, Stop};
use super::shape::{NO_SLOT, START, Shape, Step};
use super::value::MOST_DEPTH;

/// Where a scan is in an object.
pub(super) struct At {
    /// Index of the object's shape.
    pub(super) object: usize,
    /// The object's node, for a fault.
    pub(super) node: NodeId,
    /// Depth of the object's members.
    pub(super) depth: u32,
    /// Where the object's bits start in `Memory::seen`.
    pub(super) base: usize,
    /// Where the object's keys start in `Memory::keys`.
    pub(super) keys: usize,
    /// The last comma.
    pub(super) comma: usize,
    /// A member before this one is emitted, so a cut takes the comma before it; else the one behind it.
    pub(super) kept: bool,
    /// A cut took the comma behind it along: the next token is a key.
    pub(super) past_comma: bool,
}

impl Scan<'_> {
    /// The end of the object at `at`.
    #[inline(never)]
    pub(in super::super) fn object(&mut self, object: u32, node: NodeId, at: usize, depth: u32) -> Result<usize, Stop> {
        if depth >= MOST_DEPTH {
            return self.misfit(MismatchKind::Depth, at, node);
        }
        let object = object as usize;
        let base = self.memory.seen.len();
        let keys = self.memory.keys.open();
        let lines = self.memory.shapes.get(object).map_or(0, |shape| shape.lines.len());
        if lines <= 64 {
            self.memory.seen.push(0);
        } else {
            self.memory.seen.resize(base + lines.div_ceil(64), 0);
        }
        let mut here = At { object, node, depth: depth + 1, base, keys, comma: at, kept: false, past_comma: false };
        let end = self.members(&mut here, at);
        self.memory.keys.close(keys);
        self.memory.seen.truncate(base);
        end
    }

    #[inline(always)]
    fn members(&mut self, here: &mut At, start: usize) -> Result<usize, Stop> {
        let text = self.text;
        let mut at = self.gap(start + 1);
        if byte(text, at) == b'}' {
            return self.nothing_missing(here, start, at + 1);
        }
        let mut previous = START;
        let mut guess = self.memory.shapes.get(here.object).map_or(START, Shape::first);
        loop {
            let key = at;
            let predicted = match self.memory.shapes.get(here.object) {
                Some(shape) => shape.at(guess, text, at),
                None => None,
            };
            let (step, value) = match predicted {
                Some((step, len)) => (step, self.gap(at + len)),
                None => self.look_up(here, previous, at)?,
            };
            if step.role == Role::Declared {
                if self.seen(here.base, step.line) && self.program.checked {
                    return self.misfit(MismatchKind::Duplicate, key, here.node);
                }
                at = self.value(step.node, value, here.depth)?;
                if step.slot != NO_SLOT {
                    self.note(step.slot, value, at);
                }
                here.kept = true;
                (previous, guess) = (step.line, step.next);
                at = self.gap(at);
            } else {
                at = self.undeclared(here, step.line, key, value)?;
                // A key that is not remembered (a map's) leaves the prediction alone.
                if step.line != START {
                    (previous, guess) = (step.line, step.next);
                }
                at = self.gap(at);
                if std::mem::take(&mut here.past_comma) {
                    continue;
                }
            }
            match byte(text, at) {
                b',' => {
                    here.comma = at;
                    at = self.gap(at + 1);
                }
                b'}' => return self.nothing_missing(here, start, at + 1),
                _ => return self.syntax((at, "expected `,` or `}`")),
            }
        }
    }

    /// Sets a line's bit; whether it was set before.
    #[inline(always)]
    pub(super) fn seen(&mut self, base: usize, line: u16) -> bool {
        let line = usize::from(line);
        let (word, bit) = (base + line / 64, 1u64 << (line % 64));
        match self.memory.seen.get_mut(word) {
            Some(bits) => {
                let before = *bits & bit != 0;
                *bits |= bit;
                before
            }
            // A name learned in this very object.
            None => {
                self.memory.seen.resize(word + 1, 0);
                self.seen(base, line as u16)
            }
        }
    }

    /// Notes the place of a wanted value.
    pub(super) fn note(&mut self, slot: u16, start: usize, end: usize) {
        if let Some(place) = self.memory.places.get_mut(usize::from(slot)) {
            *place = (start as u32, end as u32);
        }
    }

    /// Whether the record has had that wanted value already.
    pub(super) fn is_noted(&self, slot: u16) -> bool {
        self.memory.places.get(usize::from(slot)).is_some_and(|(_, end)| *end != 0)
    }

    /// The line of the key at `at`, which the shape has or learns (else `START`), and where the value starts.
    #[inline(never)]
    fn look_up(&mut self, here: &mut At, previous: u16, at: usize) -> Result<(Step, usize), Stop> {
        let (name, end) = self.key(at, here.node)?;
        let value = self.colon(end)?;
        let unknown = Step { node: FREE, line: START, next: 0, slot: NO_SLOT, role: Role::Undeclared };
        let Some(shape) = self.memory.shapes.get_mut(here.object) else { return Ok((unknown, value)) };
        let line = match shape.find(&name) {
            Some(line) => Some(line),
            None => shape.learn(&name, FREE, &mut self.memory.learned),
        };
        if let Some(step) = line.and_then(|line| shape.step(line)) {
            shape.follow(previous, step.line);
            return Ok((step, value));
        }
        if matches!(shape.rest, Rest::Map(_))
            && self.program.checked
            && !self.memory.keys.add(here.keys, self.text, (at + 1, end - 1), &name)
        {
            return self.misfit(MismatchKind::Duplicate, at, here.node);
        }
        Ok((unknown, value))
    }

    #[inline(always)]
    fn nothing_missing(&mut self, here: &At, start: usize, end: usize) -> Result<usize, Stop> {
        let Some(shape) = self.memory.shapes.get(here.object) else { return Ok(end) };
        let missing = shape.required.iter().enumerate().find_map(|(i, required)| {
            let absent = required & !self.memory.seen.get(here.base + i).copied().unwrap_or(0);
            (absent != 0).then(|| 64 * i + absent.trailing_zeros() as usize)
        });
        match missing {
            Some(line) if self.program.checked => self.missing(here, line, start),
            _ => Ok(end),
        }
    }

    #[cold]
    #[inline(never)]
    fn missing(&mut self, here: &At, line: usize, start: usize) -> Result<usize, Stop> {
        let shape = self.memory.shapes.get(here.object);
        let line = shape.and_then(|shape| shape.lines.get(line));
        let (name, node) = line.map_or((String::new(), 0), |line| (line.name.to_string(), line.node()));
        let stop = self.misfit(MismatchKind::Missing, start, node);
        self.memory.fault.detail = Some(name);
        stop
    }
}
